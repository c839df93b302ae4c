import type { WorkloadQuery } from '../../catalog/workload.ts';
import { expressionParameters } from '../../engines/parameters-within.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import {
  constantsOf,
  knownConstants,
  type ReplacedParameters,
  replaceParameters,
  unreplaced,
} from '../../workload/put-back.ts';
import type { OpenedSource } from '../opened-source.ts';

/** A counted query as it can be planned. */
export interface CountedText extends ReplacedParameters {
  readonly facts: QueryFacts;
}

/**
 * The text of a query that was gathered, with the constants in it that are known: an index of an expression or of a part
 * of a table serves nothing else. Of a single call only those are put back that make an expression from columns; what
 * columns are held against may change. Then parameters that must be the same are one.
 * @throws RelvarError as the engine's reader of queries does
 */
export async function countedText(
  query: WorkloadQuery,
  { engine, catalog, traits }: Pick<OpenedSource, 'engine' | 'catalog' | 'traits'>,
  where: string,
): Promise<CountedText> {
  const read = async (text: ReplacedParameters): Promise<CountedText> => ({
    ...text,
    facts: await engine.readFacts(text.sql, catalog, traits, where),
  });
  const all = constantsOf(query);
  let text = await read(replaceParameters(unreplaced(query.sql), knownConstants(query)));
  const within = expressionParameters(text.facts).flatMap((number) => {
    const constant = all.get(text.left[number - 1] ?? 0);
    return constant === undefined ? [] : [[number, constant] as const];
  });
  if (within.length > 0) text = await read(replaceParameters(text, new Map(within)));
  const same = (await engine.sharedParameters?.(text.sql)) ?? new Map();
  return same.size === 0 ? text : read(replaceParameters(text, same));
}
