import { qualified } from '../catalog/names.ts';
import type { PlanNode } from '../catalog/query-plan.ts';
import type { Table } from '../catalog/table.ts';
import type { PlannedQuery } from '../lab/lab.ts';
import type { Advice, AdviceInput, AdviceQuery } from './advice.ts';
import { type Access, accessesOf, byColumns, expandedAccesses } from './candidates/access.ts';
import type { Candidate } from './candidates/candidate.ts';
import { expandedBlocks } from './candidates/expanded.ts';
import { candidatePool } from './candidates/pool.ts';
import { objectiveOf, type Priced } from './cost/objective.ts';
import { openPlanner } from './cost/planner.ts';
import { presentWrites, writeCost } from './cost/writes.ts';
import { foreignKeyChecks } from './foreign-key-checks.ts';
import { report } from './report/report.ts';
import { alwaysShown, requiredKeys, withRequired } from './required-keys.ts';
import { groupsOf } from './select/groups.ts';
import { bytesOf, type Search } from './select/search.ts';
import { select } from './select/select.ts';
import { withStoredViews } from './stored-views.ts';

const defaultTime = 60_000;

type Planned = PlannedQuery | { readonly error: string };

/**
 * Chooses indexes for a workload: candidates from what the queries ask for, what-if by the real planner, selection by
 * benefit per byte with swaps and removals, drops with their proof (docs/decisions/011-index-selection.md). The types
 * are in advice.ts. Ends early with the best found so far when the time is up or the signal is given; never throws for
 * a query that the planner refuses.
 */
export async function advise(given: AdviceInput): Promise<Advice> {
  const whole = withStoredViews(given);
  const opened = await whole.lab.supposeIndexes();
  try {
    const required = await requiredKeys(whole, opened);
    const supposed = alwaysShown(opened, required);
    const present = withRequired(whole, required);
    const checks = foreignKeyChecks(present);
    const asked: AdviceInput = { ...present, queries: [...present.queries, ...checks] };
    const { options, queries, lookups, catalog } = asked;
    const accesses: Access[] = [];
    for (const [at, query] of queries.entries()) {
      const own = accessesOf(at, query.facts, catalog, lookups, asked.traits);
      accesses.push(...(query.form === undefined ? own : own.map(byColumns)));
      const blocks = options.dropOnly ? [] : await expandedBlocks(query, asked, supposed);
      for (const block of blocks) accesses.push(...expandedAccesses(at, block, lookups, asked.traits));
    }
    const pool = candidatePool(asked, accesses);
    // Some are kept for the report: each query's plan after, and what each index is worth.
    const calls = options.mostCalls ?? Math.max(2000, 60 * queries.length);
    const planner = await openPlanner(asked, pool, supposed, {
      calls: Math.max(queries.length, calls - 7 * queries.length),
      milliseconds: options.timeLimitMilliseconds ?? defaultTime,
    });
    const input: AdviceInput = {
      ...asked,
      queries: queries.map((query, at) => withRowsWritten(query, planner.basePlans[at])),
    };
    // The heaviest first: whenever time ends, they have had their turn.
    const loadOf = (query: number) => (planner.base[query] || 0) * (queries[query]?.callsPerSecond ?? 1);
    const heaviest = [...queries.keys()].sort((a, b) => loadOf(b) - loadOf(a) || a - b);
    const least = [...planner.base];
    for (const [at, query] of heaviest.entries()) {
      least[query] = (await planner.cost(query, pool.own(query))).weighed;
      input.progress('trying candidates', (at / heaviest.length) * 0.2);
    }
    const entries = memoized((candidate: Candidate) => writeCost(candidate, input).entriesPerSecond);
    const tableBytes = memoized((table: Table) => bytesOfTable(table, input));
    const writes = options.writeLimit === undefined ? undefined : presentWrites(whole.catalog.tables, input);
    const priced = (candidate: Candidate, written: number): Priced => ({
      queries: candidate.queries,
      bytes: candidate.size.bytes,
      tableBytes: tableBytes(candidate.table),
      entries: written,
    });
    const searchOf = (own: AdviceInput, groups?: readonly number[]): Search => {
      const objective = objectiveOf(own, planner.base, least, groups);
      return {
        input: own,
        pool,
        accesses,
        planner,
        objective,
        entries,
        penalty: memoized((candidate: Candidate) => objective.price(priced(candidate, entries(candidate)))),
        spacePenalty: (candidate) => objective.price(priced(candidate, 0)),
        mostEntries:
          writes === undefined
            ? Number.POSITIVE_INFINITY
            : (options.writeLimit ?? 0) * (writes.entries + writes.assumedEntries),
      };
    };
    const { budgetBytes, ...unbounded } = options;
    const groups = groupsOf(queries.length, accesses);
    const choose = (search: Search) =>
      select(search, heaviest, (share) => input.progress('choosing indexes', 0.2 + 0.7 * share));
    let search = searchOf(input, budgetBytes === undefined ? groups : undefined);
    let { chosen } = await choose(search);
    const complete = !planner.exhausted();
    if (budgetBytes !== undefined && options.objective !== 'sum' && complete) {
      // What fits as it is needs no budget: a larger one then never makes the advice another.
      const free = searchOf({ ...input, options: unbounded }, groups);
      const { chosen: wanted } = await choose(free);
      if (!planner.exhausted() && bytesOf(free, wanted) <= budgetBytes) {
        search = { ...free, input };
        chosen = wanted;
      }
    }
    planner.extend(Math.max(3 * queries.length, calls - planner.calls()));
    return await report({ search, chosen, base: planner.basePlans, accesses, checks, complete, required, whole });
  } finally {
    await opened.close();
  }
}

/** A statement that writes, with the rows of a call: as they are told, else as the planner expects them. */
function withRowsWritten(query: AdviceQuery, plan: Planned | undefined): AdviceQuery {
  if (query.facts.kind === 'select' || query.facts.kind === 'other') return query;
  const told = query.facts.kind === 'insert' ? undefined : query.rowsPerCall;
  const rows = query.rowsWritten ?? told ?? (plan && 'plan' in plan ? rowsFrom(plan.plan.root) : undefined);
  return rows === undefined ? query : { ...query, rowsWritten: rows };
}

/** Rows that come to what writes them: that node itself tells of none where the statement gives none back. */
function rowsFrom(node: PlanNode): number {
  return node.rows > 0 ? node.rows : Math.max(0, ...node.children.map(rowsFrom));
}

function memoized<T extends object>(make: (one: T) => number): (one: T) => number {
  const known = new Map<T, number>();
  return (one) => {
    let value = known.get(one);
    if (value === undefined) {
      value = make(one);
      known.set(one, value);
    }
    return value;
  };
}

/** The bytes of a table's rows, with those of its partitions. */
function bytesOfTable(table: Table, input: Pick<AdviceInput, 'catalog' | 'statistics'>): number {
  const { catalog, statistics } = input;
  const known = statistics.tables[qualified(table)];
  const own = (known?.pages ?? (known?.rows ?? 0) / 50) * 8192;
  if (!table.partitioning) return Math.max(8192, own);
  const parts = catalog.tables.filter(
    ({ partitionOf }) => partitionOf && qualified(partitionOf.parent) === qualified(table),
  );
  return Math.max(
    8192,
    own,
    parts.reduce((sum, part) => sum + bytesOfTable(part, input), 0),
  );
}
