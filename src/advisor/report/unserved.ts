import type { PlanNode } from '../../catalog/query-plan.ts';
import type { QueryAdvice } from '../advice.ts';
import type { Access } from '../candidates/access.ts';
import type { Search } from '../select/search.ts';

/** A query that costs no more than this has nothing to gain. */
const cheap = 100;

/** Why no index helps the queries that the advice leaves as they are and that read tables from end to end. */
export function unservedQueries(
  search: Search,
  perQuery: readonly QueryAdvice[],
  accesses: readonly Access[],
): readonly { readonly query: number; readonly why: string }[] {
  const found: { readonly query: number; readonly why: string }[] = [];
  for (const one of perQuery) {
    const { query } = one;
    if (one.error !== undefined) {
      found.push({ query, why: `the planner refused it: ${one.error}` });
      continue;
    }
    const root = one.after?.root;
    if (!root || one.costAfter < one.costBefore * 0.95 || one.costBefore < cheap) continue;
    const scanned = wholeScans(root);
    if (scanned.length > 0) found.push({ query, why: whyNot(search, query, one, accesses, scanned) });
  }
  return found;
}

function whyNot(
  search: Search,
  query: number,
  one: QueryAdvice,
  accesses: readonly Access[],
  scanned: readonly PlanNode[],
): string {
  const tables = [...new Set(scanned.map((node) => node.relation ?? ''))].join(', ');
  const tried = search.pool.relevant(query).size;
  const own = accesses.filter((access) => access.query === query);
  const asks = own.some(
    (access) => access.equal.length + access.ranges.length + access.joins.length + access.other.length > 0,
  );
  if (!asks) return `it asks for all rows of ${tables}: there is no condition that an index could find them by`;
  if (tried === 0) return `none of its conditions on ${tables} can be served by an index as they are written`;
  const best = Math.min(...search.planner.known(query).map((known) => known.cost));
  if (best < one.costBefore * 0.95) {
    const { budgetBytes, perTable, writeLimit } = search.input.options;
    const limited = [budgetBytes, perTable, writeLimit].some((limit) => limit !== undefined);
    return `an index would take it from ${Math.round(one.costBefore)} to ${Math.round(best)}, but ${limited ? 'not within the limits given, or ' : ''}it takes more space and writes than that is worth`;
  }
  return `${tried} ${tried === 1 ? 'index was' : 'indexes were'} considered, and the planner still reads ${tables} from end to end: the conditions keep too many of the rows`;
}

function wholeScans(node: PlanNode): readonly PlanNode[] {
  const own = node.kind === 'Seq Scan' ? [node] : [];
  return [...own, ...node.children.flatMap(wholeScans)];
}
