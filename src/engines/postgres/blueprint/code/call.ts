import {
  type Blueprint,
  type BlueprintColumn,
  type BlueprintQuery,
  relationsOf,
} from '../../../../catalog/blueprint.ts';
import { totalOf } from '../../../designed/query.ts';
import { unitOf } from '../queries.ts';
import { typeOf } from '../types.ts';

/** A value that a query is given. */
export interface Given {
  /** In the words of columns: `user_id`, `after_placed_at`. */
  readonly name: string;
  /** The type of the column that it is held against, without its length: `bigint`. */
  readonly type: string;
}

/** A query as something that can be called. */
export interface Call {
  /** In small words: `list users orders newest first`. */
  readonly words: readonly string[];
  readonly query: BlueprintQuery;
  /** In the order of the parameters of its SQL: `equal`, then `range`, `search` and `after`, as far as it has them. */
  readonly equal: readonly Given[];
  readonly range?: readonly [from: Given, until: Given];
  readonly search?: Given;
  readonly after?: readonly Given[];
  /** The SQL with `$1`, `$2`…, as it was planned. */
  readonly sql: string;
}

/** All values that a call is given, in the order of the SQL's parameters. */
export function givenOf({ equal, range, search, after = [] }: Call): readonly Given[] {
  return [...equal, ...(range ?? []), ...(search ? [search] : []), ...after];
}

/** The queries as calls, each with a name of its own. */
export function callsOf(
  queries: readonly { readonly query: BlueprintQuery; readonly sql: string }[],
  blueprint: Blueprint,
): readonly Call[] {
  const taken = new Set<string>();
  return queries.map(({ query, sql }) => {
    const plain = wordsOf(query.name);
    let words = plain;
    for (let number = 2; taken.has(words.join(' ')); number++) words = [...plain, String(number)];
    taken.add(words.join(' '));
    return { words, query, sql, ...parametersOf(query, blueprint) };
  });
}

function parametersOf(query: BlueprintQuery, blueprint: Blueprint): Pick<Call, 'equal' | 'range' | 'search' | 'after'> {
  const tables = new Map([
    [query.table, query.table],
    ...(query.each ? [[query.each.table, query.each.table] as const] : []),
    ...query.joins.map(({ as, table }) => [as, table] as const),
  ]);
  const typeIn = (of: string, name: string) => {
    const table = relationsOf(blueprint).find((one) => one.name === tables.get(of));
    const column = table?.columns.find((one) => one.name === name);
    return column ? baseType(column, blueprint) : 'text';
  };
  const used = new Set<string>();
  const given = (name: string, type: string, otherwise = name): Given => {
    let own = used.has(name) ? otherwise : name;
    for (let number = 2; used.has(own); number++) own = `${otherwise}_${number}`;
    used.add(own);
    return { name: own, type };
  };
  const equal = query.equal.map(({ of, column }) => given(column, typeIn(of, column), `${of}_${column}`));
  const own = (name: string, column: string, of = query.table) => given(name, typeIn(of, column));
  if (query.each)
    return { equal, after: query.after ? [own(`after_${query.each.key}`, query.each.key, query.each.table)] : [] };
  const span = query.range === undefined ? undefined : periods[typeIn(query.table, query.range)];
  const ends = (column: string) =>
    ['from', 'until'].map((name) => (span === undefined ? own(name, column) : given(name, span))) as [Given, Given];
  const range = query.range === undefined ? undefined : ends(query.range);
  const search = query.search ? given('words', 'text') : undefined;
  const after = query.after ? query.order.map(({ of, column }) => own(`after_${column}`, column, of)) : [];
  return {
    equal,
    ...(range ? { range } : {}),
    ...(search ? { search } : {}),
    ...(after.length > 0 ? { after } : {}),
  };
}

/** The types of the ends of periods. Periods are held against periods of no length, see queries.ts. */
const periods: Readonly<Record<string, string>> = { tstzrange: 'timestamptz', daterange: 'date' };

/** The function that makes a period of the ends, where a range is one of periods. */
export function periodOf({ query }: Pick<Call, 'query'>, { tables }: Blueprint): string | undefined {
  const meaning = tables
    .find(({ name }) => name === query.table)
    ?.columns.find(({ name }) => name === query.range)?.meaning;
  return meaning === 'period' ? 'tstzrange' : meaning === 'date period' ? 'daterange' : undefined;
}

/** The type of a column without its length or precision. */
export function baseType(column: BlueprintColumn, blueprint: Blueprint): string {
  return typeOf(column, blueprint).replace(/\(.*\)$/, '');
}

/** Length or precision of a column's type: `[14, 2]` of `numeric(14,2)`. */
export function measuresOf(column: BlueprintColumn, blueprint: Blueprint): readonly number[] {
  return (/\((.*)\)$/.exec(typeOf(column, blueprint))?.[1] ?? '').split(',').filter(Boolean).map(Number);
}

const articles = new Set(['a', 'an', 'the']);

function wordsOf(name: string): readonly string[] {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((one) => one !== '' && !articles.has(one));
  if (words.length === 0) return ['query'];
  return /^\d/.test(words[0] ?? '') ? ['query', ...words] : words;
}

/** `user_id` or words as a name of JavaScript: `userId`. */
export function camel(name: string | readonly string[]): string {
  const parts = typeof name === 'string' ? name.split(/[^\p{L}\p{N}$]+/u).filter(Boolean) : name;
  const joined = parts
    .map((part, at) => (at === 0 ? part[0]?.toLowerCase() : part[0]?.toUpperCase()) + part.slice(1))
    .join('');
  return /^\p{N}/u.test(joined) || joined === '' ? `_${joined}` : joined;
}

export function pascal(name: string): string {
  const joined = camel(name);
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/** A text of JavaScript. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
}

/** A text inside a template of JavaScript. */
export function inTemplate(text: string): string {
  return text.replace(/[\\`]|\$(?=\{)/g, '\\$&');
}

/** How the keys of an order are gone on behind: as rows where all go the same way. */
export function sameWay(order: BlueprintQuery['order']): boolean {
  return order.every((one) => one.descending === order[0]?.descending);
}

/** What a summary tells, in words that all tools share: the names of its columns, and the unit of time as SQL. */
export interface Told {
  /** The unit of time, its SQL about the column as it is given, and the type of the value. */
  readonly per?: { readonly name: string; readonly sql: (column: string) => string; readonly type: string };
  /** The column that is added up for the number of rows; they are counted when absent. */
  readonly counted?: string;
  readonly sum?: { readonly of: string; readonly as: string };
  /** The place of the column that it is ordered by, and which way. */
  readonly order?: { readonly place: number; readonly descending: boolean };
}

export function toldBy(query: BlueprintQuery, { tables }: Blueprint): Told | undefined {
  const { summary } = query;
  if (!summary) return undefined;
  const { per, sum, counted, groupBy, ranked } = summary;
  const meaning = tables
    .find(({ name }) => name === query.table)
    ?.columns.find(({ name }) => name === per?.column)?.meaning;
  const last = groupBy.length + (per ? 1 : 0) + (sum === undefined ? 1 : 2);
  return {
    ...(per
      ? {
          per: {
            name: per.unit,
            sql: (column: string) => unitOf(column, per.unit, meaning),
            type: per.unit === 'hour' ? 'timestamptz' : 'date',
          },
        }
      : {}),
    ...(counted === undefined ? {} : { counted }),
    ...(sum === undefined ? {} : { sum: { of: sum, as: totalOf(sum, counted) } }),
    ...(ranked
      ? { order: { place: last, descending: true } }
      : per && query.order.length > 0
        ? { order: { place: 1, descending: false } }
        : {}),
  };
}

/** The SQL of what ranks matches, where a search has no other order. */
export function ranks({ search, order, summary }: BlueprintQuery): boolean {
  return search && order.length === 0 && !summary;
}

/** A list between its ends: in one line, or an entry a line where that would be long. */
export function listed(before: string, entries: readonly string[], behind: string, indent: string): string {
  const line = `${before}${entries.join(', ')}${behind}`;
  if (line.length + indent.length <= 100) return line;
  return [before, ...entries.map((one) => `${indent}  ${one},`), `${indent}${behind}`].join('\n');
}
