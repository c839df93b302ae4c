import type { AdviceInput } from '../advice.ts';

/** No query counts for more than this share of the whole. */
const mostShare = 0.25;

/** A query that indexes can make this much cheaper counts as if it cost no more than so many times its least. */
export const mostExcess = 50;

/** How much more a query with a goal that it misses counts. */
const goalWeight = 4;

/** What a unit of each query's cost counts in the objective; the objective of things as they are is about 1. */
export type Weights = readonly number[];

/**
 * Weights of the queries' costs. `sum`: their calls. `balanced`: their calls, but a query whose cost is mostly waste
 * (one without its index can cost a thousand times the others together) counts by what it would reasonably cost, and
 * none for more than a quarter; those with a goal count more.
 *
 * @param base  costs as things are
 * @param least  costs with every candidate
 */
export function weightsOf(
  input: Pick<AdviceInput, 'queries' | 'options'>,
  base: readonly number[],
  least: readonly number[],
): Weights {
  const usable = base.map((cost) => (Number.isNaN(cost) ? 0 : cost));
  const calls = input.queries.map((query) => query.callsPerSecond ?? 1);
  if (input.options.objective === 'sum') {
    const whole = usable.reduce((sum, cost, at) => sum + cost * (calls[at] ?? 1), 0);
    return usable.map((cost, at) => (cost === 0 || whole === 0 ? 0 : (calls[at] ?? 1) / whole));
  }
  const leastOf = (at: number, cost: number) => (Number.isNaN(least[at]) ? cost : (least[at] ?? cost));
  const reasonable = usable.map((cost, at) => Math.max(1e-9, Math.min(cost, leastOf(at, cost) * mostExcess)));
  const loads = reasonable.map(
    (cost, at) => cost * (calls[at] ?? 1) * (input.queries[at]?.goalMilliseconds === undefined ? 1 : goalWeight),
  );
  const shares = capped(loads);
  return usable.map((cost, at) => (cost === 0 ? 0 : (shares[at] ?? 0) / (reasonable[at] ?? cost)));
}

/** Shares of a whole, none above the cap as far as their number allows, and each with a twentieth of an even share at least. */
function capped(loads: readonly number[]): readonly number[] {
  const floor = 0.05 / Math.max(1, loads.length);
  const cap = Math.max(mostShare, 1.5 / Math.max(1, loads.length));
  let shares = loads.map(
    (load) =>
      load /
      Math.max(
        1e-12,
        loads.reduce((sum, one) => sum + one, 0),
      ),
  );
  for (let round = 0; round < 8; round++) {
    // What never runs counts for nothing.
    const limited = shares.map((share) => (share === 0 ? 0 : Math.max(floor, Math.min(cap, share))));
    const whole = limited.reduce((sum, share) => sum + share, 0);
    shares = limited.map((share) => share / whole);
  }
  return shares;
}
