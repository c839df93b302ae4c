import type { Advice, AdviceInput } from './advice.ts';
import { accessesOf } from './candidates/access.ts';
import { candidatePool } from './candidates/pool.ts';
import { mostExcess, weightsOf } from './cost/objective.ts';
import { openPlanner } from './cost/planner.ts';
import { entryCost, presentWrites, writeCost } from './cost/writes.ts';
import { foreignKeyChecks } from './foreign-key-checks.ts';
import { report } from './report/report.ts';
import type { Search } from './select/search.ts';
import { select } from './select/select.ts';

const defaultTime = 60_000;

/** An index as large as all tables together must take this share off the workload's cost. */
const spaceCost = 0.02;

/**
 * Chooses indexes for a workload: candidates from what the queries ask for, what-if by the real planner, selection by
 * benefit per byte with swaps and removals, drops with their proof (docs/decisions/011-index-selection.md). The types
 * are in advice.ts. Ends early with the best found so far when the time is up or the signal is given; never throws for
 * a query that the planner refuses.
 */
export async function advise(given: AdviceInput): Promise<Advice> {
  const checks = foreignKeyChecks(given);
  const input: AdviceInput = { ...given, queries: [...given.queries, ...checks] };
  const { options, queries, lookups, catalog } = input;
  const started = input.clock();
  const supposed = await input.lab.supposeIndexes();
  try {
    const accesses = queries.flatMap((query, at) => accessesOf(at, query.facts, lookups));
    const pool = candidatePool(input, accesses);
    // Some are kept for the report: each query's plan after, and what each index is worth.
    const calls = options.mostCalls ?? Math.max(2000, 60 * queries.length);
    const planner = await openPlanner(input, pool, supposed, {
      calls: Math.max(queries.length, calls - 7 * queries.length),
      until: started + (options.timeLimitMilliseconds ?? defaultTime),
    });
    const least: number[] = [];
    for (const query of queries.keys()) {
      const own = pool.all.filter((one) => one.queries.has(query)).map((one) => one.id);
      least.push((await planner.cost(query, new Set(own))).cost);
    }
    const weights = weightsOf(input, planner.base, least);
    const load = queries.reduce((sum, query, at) => {
      const cost = Math.min(planner.base[at] ?? 0, (least[at] ?? 0) * mostExcess);
      return Number.isNaN(cost) ? sum : sum + cost * (query.callsPerSecond ?? 1);
    }, 0);
    const present = presentWrites(catalog.tables, input);
    const isSum = options.objective === 'sum';
    const heapBytes = Object.values(input.statistics.tables).reduce((sum, one) => sum + (one.pages ?? 0) * 8192, 1);
    const entries = new Map<object, number>();
    const search: Search = {
      input,
      pool,
      planner,
      weights,
      entries(candidate) {
        let known = entries.get(candidate);
        if (known === undefined) {
          known = writeCost(candidate, input).entriesPerSecond;
          entries.set(candidate, known);
        }
        return known;
      },
      leastGain: isSum ? 1e-5 : 2e-3,
      penalty(candidate) {
        const writes = load > 0 ? (search.entries(candidate) * entryCost) / load : 0;
        return isSum ? writes : writes + (spaceCost * candidate.size.bytes) / heapBytes;
      },
      mostEntries: options.writeLimit === undefined ? Number.POSITIVE_INFINITY : options.writeLimit * present.entries,
    };
    const chosen = await select(search, (share) => input.progress('choosing indexes', share));
    const complete = !planner.exhausted();
    planner.extend(Math.max(3 * queries.length, calls - planner.calls()));
    return await report({ search, chosen, base: planner.basePlans, accesses, checks, complete });
  } finally {
    await supposed.close();
  }
}
