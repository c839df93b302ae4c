import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Condition, Operand, QueryBlock, QueryFacts } from '../../engines/query-facts.ts';

/** A query with what is known of its patterns. */
export interface KnownPatterns {
  readonly facts: QueryFacts;
  /** The query to plan in its place: with a beginning where nobody told one. */
  readonly planned?: string;
  /** What was supposed, to be told. */
  readonly supposed?: string;
}

/** A pattern that is put together so that it begins with a value: `$1 || '%'`, `lower($1) || '%'`. */
const beginning = /^\(*(?:(lower|upper)\()?\$(\d+)(?:::[\w ]+)?\)*\s*\|\|\s*'%[^']*'\)*$/i;

/** A pattern that is a parameter as a whole. */
export const bareParameter = /^\(*\$(\d+)(?:::[\w ]+)?\)*$/;

/** A beginning of three letters, where nothing is known of the values. */
const letters = 'abc';

/**
 * Whether an index can serve a pattern depends on how it begins, which a parameter hides. Its sample tells it; so does
 * the query's own text where it puts a wildcard behind the value: without a sample it is planned with a value of three
 * letters there, for a plan that is made without any (a generic plan) cannot use an index for it.
 */
export function withKnownPatterns(
  sql: string,
  facts: QueryFacts,
  samples: readonly (string | null)[] | undefined,
  statistics: Statistics,
): KnownPatterns {
  const used = new Map<string, number>();
  for (const [, number = ''] of sql.matchAll(/\$(\d+)/g)) used.set(number, (used.get(number) ?? 0) + 1);
  const values = new Map<string, string>();
  const patternOf = (right: Operand, left: Operand | undefined, block: QueryBlock): string | undefined => {
    const [, whole] = bareParameter.exec(right.text) ?? [];
    if (whole !== undefined) return samples?.[Number(whole) - 1] ?? undefined;
    const [, name, number] = beginning.exec(right.text) ?? [];
    if (number === undefined) return undefined;
    const sample = samples?.[Number(number) - 1];
    // A parameter that is used elsewhere, too, may be of another type there.
    if (sample === null || (sample === undefined && used.get(number) !== 1)) return undefined;
    const value = sample ?? beginningOf(left, block, statistics);
    if (sample === undefined) values.set(number, value);
    const cased = name === undefined ? value : /^lower$/i.test(name) ? value.toLowerCase() : value.toUpperCase();
    return `${cased}%`;
  };
  const known = (condition: Condition, block: QueryBlock): Condition => {
    const { kind, left, right, branches } = condition;
    if (branches) return { ...condition, branches: branches.map((branch) => branch.map((one) => known(one, block))) };
    if (kind !== 'like' || !right || right.constant !== undefined) return condition;
    const constant = patternOf(right, left, block);
    return constant === undefined ? condition : { ...condition, right: { ...right, constant } };
  };
  const blocks = facts.blocks.map((block) => ({
    ...block,
    conditions: block.conditions.map((one) => known(one, block)),
  }));
  if (values.size === 0) return { facts: { ...facts, blocks } };
  return {
    facts: { ...facts, blocks },
    planned: sql.replaceAll(/\$(\d+)/g, (written, number: string) => {
      const value = values.get(number);
      return value === undefined ? written : `'${value}'`;
    }),
    supposed: [...values].map(([number, value]) => `$${number} = '${value}'`).join(', '),
  };
}

/** How a value in the middle of the column begins, where values are known. */
function beginningOf(left: Operand | undefined, block: QueryBlock, { tables }: Statistics): string {
  const { relation, column = '' } = left?.column ?? {};
  const table = block.relations.find((one) => one.table && (relation === undefined || one.alias === relation))?.table;
  const bounds = table && tables[qualified(table)]?.columns[column]?.histogram;
  const middle = bounds?.[Math.floor(bounds.length / 2)];
  return /^[\p{L}\p{N}]{1,3}/u.exec(middle ?? '')?.[0] ?? letters;
}
