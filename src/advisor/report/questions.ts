import { displayName, qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { QueryAdvice } from '../advice.ts';
import type { Access } from '../candidates/access.ts';
import { plainKeys, scalarClasses } from '../candidates/special.ts';
import { blindness, unseenIn } from '../cost/guessed.ts';
import { type BlindWalk, blindWalks } from '../cost/limit-risk.ts';
import type { Search } from '../select/search.ts';
import { grouped } from './grouped.ts';
import { quotedNameOf } from './why.ts';

/** A query that costs no more than this has nothing to gain. */
const cheap = 100;

/** So many times its cost a query must be able to cost for its walk to be told. */
const worthTelling = 10;

/** Extensions with which one index would serve what a query holds equal and what it searches for by another method. */
export function extensionQuestions(
  { input: { catalog, lab, queries } }: Search,
  perQuery: readonly QueryAdvice[],
  accesses: readonly Access[],
): readonly string[] {
  const found = new Map<string, string>();
  for (const access of accesses) {
    const { query, table, other, nearest } = access;
    const plain = plainKeys(access);
    const advised = perQuery[query];
    if (plain.length === 0 || plain.length > 2 || !advised || advised.costAfter < cheap) continue;
    const searched = [
      ...other.flatMap((one) => (one.kind === 'contains' ? [{ key: one.key, method: one.method }] : [])),
      ...(nearest ? [{ key: nearest.key, method: 'gist' }] : []),
    ];
    for (const { key, method } of searched) {
      const extension = scalarClasses[method];
      if (extension === undefined || !lab.can.indexMethods.includes(method)) continue;
      if (catalog.extensions.some((one) => one.name === extension)) continue;
      const columns = plain.map((one) => displayName(one.column ?? ''));
      const keys = [...columns, key.column === undefined ? (key.expression ?? '') : displayName(key.column)];
      const name = queries[query]?.name;
      found.set(
        `${extension} ${qualified(table)} ${keys.join()}`,
        `May the extension ${extension} be created? It lets one index, ${displayName(table.name)} USING ${method} (${keys.join(', ')}), find the rows of ${name === undefined ? `query ${query + 1}` : `"${name}"`} by ${columns.join(', ')} and by the search at once; without it that was not tried`,
      );
    }
  }
  return [...found.values()];
}

/** Queries whose plan reads on until it found enough rows of a search, nobody knowing how many there are. */
export function walkQuestions({ input }: Search, perQuery: readonly QueryAdvice[]): readonly string[] {
  return perQuery.flatMap(({ query, after, costAfter }) => {
    const [walk] = after ? blindWalks(after.root, blindness(input)) : [];
    if (!walk || walk.scan.totalCost < Math.max(cheap, costAfter * worthTelling)) return [];
    const name = input.queries[query]?.name;
    return [
      `How many rows does the search of ${name === undefined ? `query ${query + 1}` : `"${name}"`} find? ${walkText(walk)}: it costs ${grouped(costAfter)} where they are ${grouped(walk.scan.rows)} and lie evenly, as the planner supposes, and up to ${grouped(walk.scan.totalCost)} where they are few. A constant in the query, an example in a log and the statistics of a server tell it`,
    ];
  });
}

/** Of what an INSERT writes that updates the rows that are there already: how many it was taken to find, a sentence. */
export function upserts({ input }: Search, perQuery: readonly QueryAdvice[]): readonly string[] {
  const asked = perQuery.map(({ query }) => query).filter((query) => input.queries[query]?.facts.conflictAssigned);
  if (asked.length === 0 || !input.traits.heapOnlyUpdates) return [];
  const names = asked.map((query) => quotedNameOf(query, input.queries)).join(', ');
  return [
    `how many of the rows that ${names} ${asked.length === 1 ? 'writes' : 'write'} are there already, and updated, is not known where no server counted: a half of them was taken`,
  ];
}

/** Searches inside of values whose number of rows the planner guesses, with what would tell it, a sentence. */
export function guessedSearches({ input }: Search, perQuery: readonly QueryAdvice[]): readonly string[] {
  const tables = new Map(input.catalog.tables.map((table) => [table.name, table]));
  const found = new Map<string, Set<number>>();
  const visit = (query: number, node: PlanNode): void => {
    const table = tables.get(node.relation ?? '');
    const conditions = ['Filter', 'Index Cond', 'Recheck Cond'].map((name) => node.facts[name]);
    for (const condition of conditions) {
      if (!table || typeof condition !== 'string') continue;
      for (const column of unseenIn(input, table, condition)) {
        const key = `${qualified(table)}.${displayName(column)}`;
        found.set(key, (found.get(key) ?? new Set()).add(query));
      }
    }
    for (const child of node.children) visit(query, child);
  };
  for (const { query, after } of perQuery) if (after && input.known !== undefined) visit(query, after.root);
  if (found.size === 0) return [];
  const asked = [...new Set([...found.values()].flatMap((queries) => [...queries]))];
  const names =
    asked.length > 3 ? `${asked.length} queries` : asked.map((query) => quotedNameOf(query, input.queries)).join(', ');
  return [
    `how many rows the ${asked.length === 1 ? 'search' : 'searches'} of ${names} ${asked.length === 1 ? 'finds' : 'find'} is the planner's guess, and so are the costs: nothing is known of the values of ${[...found.keys()].join(', ')}; what a server gathers of them (ANALYZE; of texts a histogram), in a snapshot or by its URL, tells it`,
  ];
}

/** What a walk does. */
export function walkText({ scan, limit }: BlindWalk): string {
  const way = scan.index === undefined ? '' : ` in the order of ${scan.index}`;
  return `${scan.relation ?? 'a table'} is read${way} until ${grouped(limit.rows)} rows match`;
}
