import type { NewIndexKey } from '../../catalog/change.ts';
import { displayName } from '../../catalog/names.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { AdviceInput, AdviceQuery } from '../advice.ts';
import type { Access } from '../candidates/access.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { columnOf } from '../candidates/values.ts';

/** What each column of an index is there for, a sentence each, by the accesses of the queries that it serves. */
export function reasons(
  candidate: Candidate,
  served: readonly number[],
  accesses: readonly Access[],
  queries: readonly AdviceQuery[],
): readonly string[] {
  const own = accesses.filter((one) => one.table === candidate.table && served.includes(one.query));
  const sentences: string[] = [];
  for (const key of candidate.keys) {
    if (key.column !== undefined && candidate.beside?.includes(key.column)) continue;
    const role = roleOf(key, candidate.method, own, queries);
    const name = key.column === undefined ? (key.expression ?? '') : displayName(key.column);
    if (role) sentences.push(`${name}: ${role}`);
  }
  const { include = [], beside = [], predicate, method } = candidate;
  if (beside.length > 0) {
    sentences.push(
      `${beside.map(displayName).join(', ')} last: with ${beside.length === 1 ? 'it' : 'them'} the index holds all that is read, and the table is not visited`,
    );
  }
  if (include.length > 0) {
    sentences.push(
      `${include.map(displayName).join(', ')} beside the keys: with ${include.length === 1 ? 'it' : 'them'} the index holds all that is read, and the table is not visited where its pages are all-visible`,
    );
  }
  const casts = candidate.keys.flatMap(({ expression = '' }) =>
    mayFail(expression, candidate.table) ? [expression] : [],
  );
  for (const { name, generated } of candidate.table.columns) {
    const isKey = (key: NewIndexKey) =>
      key.expression !== undefined && keyText({ expression: generated?.expression ?? '' }) === keyText(key);
    if (generated && !generated.stored && candidate.keys.some(isKey)) {
      sentences.push(
        `${displayName(name)} is computed when it is read, and no index can be made on it: the index is on its expression, which the planner puts in its place; made STORED, the column itself could be indexed`,
      );
    }
  }
  if (casts.length > 0) {
    sentences.push(
      `${casts.join(', ')} is computed of every row that is written: one whose value does not convert is refused from then on, and the index cannot be built over one that is there; look for such rows first`,
    );
  }
  if (predicate !== undefined)
    sentences.push(`only rows of ${predicate}: the queries ask for no others, and the index stays small`);
  if (method !== undefined) sentences.push(methodWhy[method] ?? `${method}: what is asked is none of an ordered index`);
  return sentences;
}

/** A text is cast to what not every text is. */
function mayFail(expression: string, { columns }: Candidate['table']): boolean {
  const into = [...expression.matchAll(/\bAS\s+"?([a-z]\w*)|::\s*"?([a-z]\w*)/gi)].map(([, a, b]) =>
    (a ?? b ?? '').toLowerCase(),
  );
  if (!into.some((type) => !harmless.has(type))) return false;
  const words = new Set(expression.match(/\w+/g));
  return (
    /#?->>|#>>/.test(expression) ||
    columns.some(({ name, type }) => words.has(name) && (type.family === 'text' || type.family === 'character'))
  );
}

/** Types that any value can be cast to. */
const harmless = new Set(['text', 'varchar', 'character', 'char', 'bpchar', 'citext', 'bytea', 'name']);

const methodWhy: Readonly<Record<string, string>> = {
  gin: 'GIN: it finds rows by what is inside a value, which no ordered index does',
  gist: 'GiST: it finds rows by overlap or nearness, which no ordered index does',
  brin: 'BRIN: summaries of page ranges are enough, in a thousandth of the space',
  hash: 'hash: only equality is asked for, and the hashes of long values take less space than the values',
};

/**
 * On what summaries of page ranges rest: that the rows lie in the order of the column, and go on doing so, which a
 * correlation tells of the past alone.
 */
export function orderOfRows(
  { table, keys: [key], method }: Candidate,
  { known, statistics }: Pick<AdviceInput, 'known' | 'statistics'>,
): readonly string[] {
  if (method !== 'brin' || key?.column === undefined) return [];
  const told = known === undefined ? statistics : known;
  const correlation = columnOf(told, table, key.column)?.correlation;
  const seen =
    correlation === undefined
      ? `that the rows lie in the order of ${displayName(key.column)} is supposed: nobody told it`
      : `the rows lie in the order of ${displayName(key.column)} (correlation ${Number(correlation.toPrecision(3))})`;
  return [
    `${seen}. It serves on one condition, that rows are only appended: each one that comes late, is moved by an update, or takes the place of a deleted one widens the summary of its pages, and queries read more and more of the table`,
  ];
}

/** Methods whose entries come in no order of the keys. */
const unordered = new Set(['brin', 'gin', 'hash']);

function roleOf(
  key: NewIndexKey,
  method: string | undefined,
  accesses: readonly Access[],
  queries: readonly AdviceQuery[],
): string | undefined {
  const text = keyText(key);
  const bare = (other: NewIndexKey) => keyText(other) === text;
  const by = (list: readonly Access[]) => {
    const names = [...new Set(list.map((one) => quotedNameOf(one.query, queries)))];
    return names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
  };
  const equal = accesses.filter((one) => one.equal.some((bound) => bare(bound.key)));
  const isAdded = (one: Access) =>
    one.equal.some(({ key: other, condition }) => bare(other) && condition.byPolicy === true);
  if (equal.length > 0 && equal.every(isAdded))
    return `held equal to a value by the policies of the table in every query of a role that they bind (${by(equal)}): it leads`;
  if (equal.length > 0) return `held equal to a value by ${by(equal)}`;
  const joins = accesses.filter((one) => one.joins.some((bound) => bare(bound.key)));
  if (joins.length > 0) return `joined by in ${by(joins)}: each row of the other side finds its rows at once`;
  const sorted = !unordered.has(method ?? '');
  const order = accesses.filter((one) => one.order.some(bare));
  if (sorted && order.length > 0) {
    const limited = order.some((one) => one.limited);
    return `the order of ${by(order)}: rows come sorted${limited ? ', and the LIMIT stops the scan' : ''}`;
  }
  const windows = accesses.filter((one) => one.windows.some((keys) => keys.some(bare)));
  if (sorted && windows.length > 0) return `a window function of ${by(windows)} goes through the rows in its order`;
  const ranges = accesses.filter((one) => one.ranges.some((bound) => bare(bound.key)));
  if (ranges.length > 0) return `held to a range by ${by(ranges)}`;
  const group = accesses.filter((one) => one.group.some(bare));
  if (sorted && group.length > 0) return `grouped by in ${by(group)}: groups come one after the other`;
  const other = accesses.filter((one) => one.other.some((service) => service.column === key.column));
  return other.length > 0 ? `searched inside by ${by(other)}` : undefined;
}

export function quotedNameOf(query: number, queries: readonly AdviceQuery[]): string {
  const name = queries[query]?.name;
  return name === undefined ? nameOf(query, queries) : `"${name}"`;
}

export function nameOf(query: number, queries: readonly AdviceQuery[]): string {
  return queries[query]?.name ?? `query ${query + 1}`;
}
