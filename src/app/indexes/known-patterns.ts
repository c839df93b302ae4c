import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { hasBeginning, hasUnknownBeginning } from '../../engines/index-keys.ts';
import type { Condition, Operand, QueryBlock, QueryFacts } from '../../engines/query-facts.ts';
import type { Lab } from '../../lab/lab.ts';

/** A query whose patterns are looked at. */
interface Asked {
  readonly sql: string;
  readonly facts: QueryFacts;
  readonly samples?: readonly (string | null)[];
}

/** A query with what is known of its patterns. */
export interface KnownPatterns {
  readonly facts: QueryFacts;
  /** The query to plan in its place: with a beginning where nobody told one. */
  readonly planned?: string;
  /** What was supposed, to be told. */
  readonly supposed?: string;
}

/** A beginning of three letters, where nothing is known of the values. */
const letters = 'abc';

/** A word that is looked for inside of values. */
const word = 'abcdefgh';

/**
 * Whether an index can serve a pattern depends on how it begins. A constant tells it, and so does what the engine makes
 * of constants when it plans (`reverse('%@x.org')`). Of a parameter its sample tells it; so does the query's own text
 * where it puts a wildcard behind the value (`lower($1) || '%'`, `reverse('%@' || $1)`): without a sample it is planned
 * with a value of three letters there, for a plan that is made without any (a generic plan) cannot use an index for it.
 * Where the value stands between two wildcards and the first rows of an order are asked for, it is planned with a word.
 */
export async function withKnownPatterns(
  { sql, facts, samples }: Asked,
  statistics: Statistics,
  lab: Pick<Lab, 'constantValue'>,
): Promise<KnownPatterns> {
  const used = new Map<string, number>();
  for (const [, number] of sql.matchAll(parameter)) {
    if (number !== undefined) used.set(number, (used.get(number) ?? 0) + 1);
  }
  const values = new Map<string, string>();
  const patternOf = async (
    right: Operand,
    { left, operator }: Condition,
    block: QueryBlock,
  ): Promise<string | null | undefined> => {
    const own = new Map<string, string | null>();
    const supposed = new Map<string, string>();
    for (const [, number] of right.text.matchAll(parameter)) {
      if (number === undefined) continue;
      const sample = samples?.[Number(number) - 1];
      if (sample !== undefined) own.set(number, sample);
      // A parameter that is used elsewhere, too, may be of another type there.
      else if (used.get(number) !== 1) return undefined;
      else supposed.set(number, beginningOf(left, block, statistics));
    }
    const text = await lab.constantValue(withValues(right.text, new Map([...own, ...supposed])));
    if (supposed.size === 0 || typeof text !== 'string') return text;
    // Whether there is a wildcard must not depend on the value.
    const isLike = operator === '~~' || operator === '~~*';
    if (!hasBeginning(text, isLike ? '~~' : operator)) {
      // For the first rows of an order it matters how many match: a word is in few of them.
      if (!isLike || !block.limit || block.order.length === 0 || !/^%[^%_]+%$/.test(text)) return undefined;
      for (const number of supposed.keys()) values.set(number, word);
      return text.replace(/[^%]+/, word);
    }
    if (isLike && !/[%_]/.test(text)) return undefined;
    for (const [number, value] of supposed) values.set(number, value);
    return text;
  };
  const known = async (condition: Condition, block: QueryBlock): Promise<Condition> => {
    const { kind, right, branches } = condition;
    if (branches) {
      const all = branches.map((branch) => inTurn(branch, (one) => known(one, block)));
      return { ...condition, branches: await Promise.all(all) };
    }
    if (kind !== 'like' || !right || right.constant !== undefined || right.column || right.block !== undefined)
      return condition;
    const constant = await patternOf(right, condition, block);
    return constant === undefined ? condition : { ...condition, right: { ...right, constant } };
  };
  const blocks = await inTurn(facts.blocks, async (block) => ({
    ...block,
    conditions: await inTurn(block.conditions, (one) => known(one, block)),
  }));
  if (values.size === 0) return { facts: { ...facts, blocks } };
  return {
    facts: { ...facts, blocks },
    planned: withValues(sql, values),
    supposed: [...values].map(([number, value]) => `$${number} = '${value}'`).join(', '),
  };
}

/** Conditions of LIKE whose pattern a value decides as a whole, of which no sample tells how it begins. */
export function unknownPatterns({ blocks }: QueryFacts): readonly Condition[] {
  return blocks.flatMap(({ conditions }) => conditions).filter((one) => !one.negated && hasUnknownBeginning(one));
}

/** A parameter, or a constant with whatever is in it. */
const parameter = /'(?:[^']|'')*'|\$(\d+)/g;

function withValues(sql: string, values: ReadonlyMap<string, string | null>): string {
  return sql.replaceAll(parameter, (written, number: string | undefined) => {
    const value = number === undefined ? undefined : values.get(number);
    return value === undefined ? written : value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  });
}

async function inTurn<T, U>(all: readonly T[], work: (one: T) => Promise<U>): Promise<readonly U[]> {
  const done: U[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}

/** How a value in the middle of the column begins, where values are known. */
function beginningOf(left: Operand | undefined, block: QueryBlock, { tables }: Statistics): string {
  const { relation, column = '' } = left?.column ?? {};
  const table = block.relations.find((one) => one.table && (relation === undefined || one.alias === relation))?.table;
  const bounds = table && tables[qualified(table)]?.columns[column]?.histogram;
  const middle = bounds?.[Math.floor(bounds.length / 2)];
  return /^[\p{L}\p{N}]{1,3}/u.exec(middle ?? '')?.[0] ?? letters;
}
