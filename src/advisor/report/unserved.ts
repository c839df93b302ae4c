import { definitionOf } from '../../catalog/index-definition.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { QueryBlock } from '../../engines/query-facts.ts';
import type { QueryAdvice } from '../advice.ts';
import type { Access } from '../candidates/access.ts';
import { type Candidate, heldColumns } from '../candidates/candidate.ts';
import { blindness, guessedIn } from '../cost/guessed.ts';
import { blindWalks } from '../cost/limit-risk.ts';
import { bytesOf, type Search } from '../select/search.ts';
import { grouped } from './grouped.ts';
import { obstacleOf } from './obstacle.ts';
import { walkText } from './questions.ts';

/** An index that spares this share of what the best spares is as good to tell. */
const mostOfGain = 0.95;

/** A query that costs no more than this has nothing to gain. */
const cheap = 100;

/** From this share of the rows on it is they that make an index useless. */
const manyRows = 0.02;

/** Why no index helps the queries that the advice leaves as they are and that read tables from end to end. */
export function unservedQueries(
  search: Search,
  perQuery: readonly QueryAdvice[],
  accesses: readonly Access[],
): readonly { readonly query: number; readonly why: string }[] {
  const found: { readonly query: number; readonly why: string }[] = [];
  const isBlind = blindness(search.input);
  for (const one of perQuery) {
    const { query } = one;
    if (one.error !== undefined) {
      found.push({ query, why: `the planner refused it: ${one.error}` });
      continue;
    }
    const root = one.after?.root;
    if (!root || one.costAfter < one.costBefore * 0.95 || one.costBefore < cheap) continue;
    const scanned = wholeScans(root);
    const [walk] = blindWalks(root, isBlind);
    if (walk && walk.scan.kind !== 'Seq Scan') {
      found.push({
        query,
        why: `${walkText(walk)}: that is quick where the search finds many, and no quicker than to read the whole table where it finds few`,
      });
    } else if (scanned.length > 0) found.push({ query, why: whyNot(search, query, one, accesses, scanned) });
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
  return (
    tooDear(search, query, one) ??
    scanned
      .map((node) => scanReason(search, query, accesses, node))
      .filter(isFirst)
      .join('; ')
  );
}

function isFirst(text: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(text) === at;
}

/** An index would help, and is not worth it or not allowed. */
function tooDear(search: Search, query: number, one: QueryAdvice): string | undefined {
  const { planner, pool, input } = search;
  // An index on an expression may tell the planner of its values without being used.
  const all = planner.known(query).filter((known) => known.used.length > 0);
  const least = Math.min(...all.map((known) => known.cost));
  if (!(least < one.costBefore * 0.95)) return undefined;
  // Of those that spare nearly as much, the smallest: that is what might be had.
  const [best] = all
    .filter((known) => one.costBefore - known.cost >= (one.costBefore - least) * mostOfGain)
    .toSorted((a, b) => bytesOf(search, a.used) - bytesOf(search, b.used) || a.cost - b.cost);
  if (!best) return undefined;
  const wanted = best.used.flatMap((id) => pool.all[id] ?? []);
  const { budgetBytes, perTable, writeLimit } = input.options;
  const limited = [budgetBytes, perTable, writeLimit].some((limit) => limit !== undefined);
  const calls = input.queries[query]?.callsPerSecond ?? 1;
  const space = wanted.reduce((sum, one) => sum + one.size.bytes, 0);
  const entries = wanted.reduce((sum, one) => sum + search.entries(one), 0);
  return `${wanted.map(definitionOf).join(' and ')} would take it from ${grouped(one.costBefore)} to ${grouped(best.cost)}, which spares a planner cost of ${figure(calls * (one.costBefore - best.cost))} a second at its calls, for ${grouped(space / 1024 ** 2)} MB and ${figure(entries)} index entries a second: ${limited ? 'not within the limits given, or ' : ''}not worth it`;
}

function figure(value: number): string {
  return value >= 100 ? grouped(value) : `${Number(value.toPrecision(2))}`;
}

/** Why a table is read from end to end: by its conditions as they are written, and by how many rows they keep. */
function scanReason(search: Search, query: number, accesses: readonly Access[], node: PlanNode): string {
  const { input, pool, planner } = search;
  const relation = node.relation ?? '';
  const own = accesses.filter((one) => one.query === query && one.table.name === relation);
  const [first] = own;
  const blocks = input.queries[query]?.facts.blocks ?? [];
  const table = first?.table ?? input.catalog.tables.find((one) => one.name === relation);
  if (!table) return `${relation} is read from end to end`;
  const refused = new Map(
    [...pool.own(query)].flatMap((id) => {
      const words = planner.refused(id);
      return words === undefined ? [] : (pool.all[id]?.keys ?? []).map((key) => [keyText(key), words] as const);
    }),
  );
  // What one method has no class for may be a key of another.
  for (const id of pool.own(query)) {
    if (planner.refused(id) === undefined) for (const key of pool.all[id]?.keys ?? []) refused.delete(keyText(key));
  }
  const filter = typeof node.facts['Filter'] === 'string' ? node.facts['Filter'] : '';
  const obstacles = blocks.flatMap((block) =>
    block.relations
      .filter((one) => one.table?.name === table.name)
      .flatMap(({ alias }) =>
        block.conditions
          .filter((one) => one.clause !== 'having')
          .flatMap(
            (one) =>
              obstacleOf(one, { alias, table, catalog: input.catalog, traits: input.traits, filter, refused }) ?? [],
          ),
      ),
  );
  const all = planner.rowsOf(relation);
  const share = all === undefined || all <= 0 ? undefined : Math.min(1, node.rows / all);
  const asks = own.some((one) => one.equal.length + one.ranges.length + one.other.length > 0);
  const told = [...new Set(obstacles.map((one) => one.why))];
  const isAsked = asks || told.length > 0;
  const hasForm = obstacles.some((one) => one.hasForm);
  if (!hasForm && isAsked && filter !== '' && share !== undefined && share > manyRows) {
    const isUnbound =
      input.queries[query]?.samples === undefined &&
      own.some(({ ranges }) => ranges.some(({ condition }) => condition.right?.parameter !== undefined));
    const untold = guessedIn(input, table, filter);
    const source = isUnbound
      ? ", by the planner's guess for a bound that is not known"
      : untold.length > 0
        ? ` (supposed: nobody told the values of ${untold.join(', ')})`
        : '';
    told.push(
      `its conditions keep ${percent(share)} of the rows of ${relation}${source}, and to read it from end to end is cheaper than to fetch so many by an index`,
    );
  }
  if (told.length > 0) return told.join('; ');
  if (blocks.some((block) => isRandom(block, table.name)))
    return `ORDER BY random() gives every row of ${relation} a number before it sorts them`;
  if (own.some((one) => one.joins.length > 0))
    return `${relation} is joined as a whole: the planner finds it cheaper to read it once than to look up each row`;
  const path = pathOperator(filter);
  if (!asks && path !== undefined)
    return `${path.text} computes ${path.called} for every row of ${relation}: written as ${path.written}, an index on ${path.column} USING gin (jsonb_path_ops) serves it`;
  if (!asks && filter !== '')
    return `${relation} is read from end to end: no index was tried for a condition of the form ${filter}`;
  if (!asks) {
    const needed = own.flatMap((one) => (one.needed ? [one.needed] : []));
    const covering = [...pool.own(query)]
      .flatMap((id) => pool.all[id] ?? [])
      .find((one) => one.table === table && needed.some((columns) => columns.every((name) => holds(one, name))));
    const tried =
      covering === undefined
        ? ''
        : `; ${definitionOf(covering)}, which holds all that is read of them, was tried, and the planner finds it no cheaper`;
    return `it asks for all rows of ${relation}: there is no condition that an index could find them by${tried}`;
  }
  return `${relation} is read from end to end: of ${pool.relevant(query).size} candidates the planner takes none`;
}

function holds(candidate: Candidate, column: string): boolean {
  return heldColumns(candidate).includes(column);
}

function isRandom({ relations, order }: QueryBlock, table: string): boolean {
  return (
    relations.some((one) => one.table?.name === table) &&
    order.some(({ operand }) => /\brandom\s*\(/i.test(operand.text))
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}

/** The scans from end to end, with the rows of all workers together. */
function wholeScans(node: PlanNode, sharing = 1): readonly PlanNode[] {
  const own = node.kind === 'Seq Scan' ? [{ ...node, rows: node.rows * (node.parallelAware ? sharing : 1) }] : [];
  const below = node.workersPlanned === undefined ? sharing : sharesOf(node.workersPlanned);
  return [...own, ...node.children.flatMap((child) => wholeScans(child, below))];
}

/** Among how many the rows of a parallel scan are shared (get_parallel_divisor in PostgreSQL's costsize.c). */
function sharesOf(workers: number): number {
  return workers + Math.max(0, 1 - 0.3 * workers);
}

/** `jsonb_path_exists(meta, '$.a')`: a function that no index knows, where an operator asks the same. */
function pathOperator(
  filter: string,
): { readonly text: string; readonly called: string; readonly column: string; readonly written: string } | undefined {
  const found =
    /^\(*(jsonb_path_(exists|match))\((\w+), (\$\d+|'(?:[^']|'')*')(?:::jsonpath)?(?:, '\{\}'::jsonb, (?:false|true))?\)+$/.exec(
      filter,
    );
  const [, called = '', does = '', column = '', path = ''] = found ?? [];
  return found
    ? {
        text: `${called}(${column}, ${path})`,
        called,
        column,
        written: `${column} ${does === 'exists' ? '@?' : '@@'} ${path}`,
      }
    : undefined;
}
