import type { Configuration } from '../cost/planner.ts';
import type { Search } from '../select/search.ts';

/** So many questions may the report ask for what was not chosen: it is told by the planner's costs or not at all. */
const mostAsked = 300;

/** Planner costs of the workload for the report: never weighed by anything but calls. */
export interface WorkloadCosts {
  /** Σ calls × cost of the first queries, with these candidates, by what is known. */
  total(chosen: Configuration): number;
  /**
   * By how much Σ calls × cost changes from one set of candidates to another, the planner asked where need be; nothing
   * where it is not known and no more may be asked.
   */
  change(from: Configuration, next: Configuration): Promise<CostChange | undefined>;
}

export interface CostChange {
  /** More than 0 where it becomes dearer. */
  readonly by: number;
  /** The same as a share of what the queries cost before whose cost changes; 0 where none does. */
  readonly share: number;
}

/** A cost that changes by less than this share is the same. */
const same = 1e-6;

/**
 * @param asked  number of the queries that were given: those behind them are what foreign keys ask
 */
export function workloadCosts({ input, planner, pool }: Search, asked: number): WorkloadCosts {
  const rate = (query: number) => input.queries[query]?.callsPerSecond ?? 1;
  let left = mostAsked;
  const costOf = async (query: number, chosen: Configuration): Promise<number | undefined> => {
    if (!planner.isKnown(query, chosen)) {
      if (left <= 0 || planner.exhausted()) return undefined;
      left--;
    }
    return (await planner.cost(query, chosen)).cost;
  };
  return {
    total(chosen) {
      let sum = 0;
      for (let query = 0; query < asked; query++) {
        const cost = planner.reckoned(query, chosen);
        if (!Number.isNaN(cost)) sum += rate(query) * cost;
      }
      return sum;
    },
    async change(from, next) {
      const queries = new Set<number>();
      const differing = [...next].filter((id) => !from.has(id)).concat([...from].filter((id) => !next.has(id)));
      for (const id of differing) for (const query of pool.concerned(id)) queries.add(query);
      let [by, of] = [0, 0];
      for (const query of queries) {
        if (rate(query) === 0 || Number.isNaN(planner.base[query] ?? Number.NaN)) continue;
        const before = await costOf(query, from);
        const after = before === undefined ? undefined : await costOf(query, next);
        if (before === undefined || after === undefined) return undefined;
        if (Math.abs(after - before) <= same * before) continue;
        by += rate(query) * (after - before);
        of += rate(query) * before;
      }
      return { by, share: of > 0 ? by / of : 0 };
    },
  };
}
