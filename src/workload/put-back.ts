import type { WorkloadQuery } from '../catalog/workload.ts';
import { tokens } from './tokens.ts';

/** A query's text in which parameters may have been replaced; those that are left have numbers from 1 without gaps. */
export interface ReplacedParameters {
  readonly sql: string;
  /** The number that each parameter that is left had in the workload. */
  readonly left: readonly number[];
}

/** The text of a query as the workload has it. */
export function unreplaced(sql: string): ReplacedParameters {
  return replaceParameters({ sql, left: [] }, new Map());
}

/** Puts constants, as they stand in a text, or the numbers of other parameters in the places of parameters. */
export function replaceParameters(
  { sql, left: before }: ReplacedParameters,
  replaced: ReadonlyMap<number, string | number>,
): ReplacedParameters {
  const pieces = [...tokens(sql)].map(({ kind, text }) => {
    if (kind !== 'parameter') return text;
    const number = Number(text.slice(1));
    return replaced.get(number) ?? number;
  });
  const left = [...new Set(pieces.filter((one) => typeof one === 'number'))].sort((a, b) => a - b);
  return {
    sql: pieces.map((one) => (typeof one === 'number' ? `$${left.indexOf(one) + 1}` : one)).join(''),
    left: left.map((one) => before[one - 1] ?? one),
  };
}

/**
 * The constants of a query that are no parameters in fact: those of code and of files of SQL, of counted texts, and of
 * calls, those that were the same in all of several. Of a single call nothing tells which of its constants change.
 */
export function knownConstants({ constants, calls, places }: WorkloadQuery): ReadonlyMap<number, string> {
  return places === undefined && calls === 1 ? new Map() : constantsOf({ constants });
}

/** The constants behind a query's parameters, by number, where all that was seen of it has the same. */
export function constantsOf({
  constants = {},
}: {
  readonly constants?: WorkloadQuery['constants'] | undefined;
}): ReadonlyMap<number, string> {
  return new Map(Object.entries(constants).map(([number, constant]) => [Number(number), constant]));
}

/** A query as each of its texts in code and SQL has it, where they differ in constants; else as it is. */
export function formsOf(query: WorkloadQuery): readonly WorkloadQuery[] {
  const { forms = [], name: _, constants: __, callsPerSecond: ___, ...all } = query;
  return forms.length < 2 ? [query] : forms.map((one) => ({ ...all, ...one }));
}
