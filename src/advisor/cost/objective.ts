import type { AdviceInput, AdviceQuery } from '../advice.ts';

/** No query counts for more than this share of the whole. */
const mostShare = 0.25;

/** A query at less than this is fast enough: what makes it faster still gains by the same measure as if it cost this. */
const fastEnough = 500;

/** From so many times its ideal on, a query's cost counts by its logarithm only. */
const mostExcess = 50;

/** How much more a query with a goal counts. */
const goalWeight = 4;

/** What each doubling beyond a goal counts, for each query of the workload: more than all that the others can gain. */
const goalFirst = 1000;

/** A goal that no index reaches is as good as reached so near to what is possible. */
const nearIdeal = 1.1;

/**
 * What an index must gain at least, in ideals of a query of an average share: for being one more, and for being as large
 * as its table.
 */
const indexPrice = 1;
const spacePrice = 12;

/** But neither counts for more than so many units of cost a second for each megabyte: a small index is nearly free. */
const megabytePrice = 5;

/** What a unit of cost a second counts where no query tells: as with one call a second of what is fast enough. */
const evenUnit = 1 / fastEnough;

/** What is made small: the sum of what each query's cost counts, and of what indexes cost. */
export interface Objective {
  /** What this cost of a query counts: never less for a higher cost, nothing for a query that does not count. */
  value(query: number, cost: number): number;
  /** A gain smaller than this is none. */
  readonly leastGain: number;
  /** What an index counts. */
  price(index: Priced): number;
}

/** What an index takes. */
export interface Priced {
  /** Places of the queries that it was thought of for. */
  readonly queries: Iterable<number>;
  readonly bytes: number;
  readonly tableBytes: number;
  /** Written in a second. */
  readonly entries: number;
}

/**
 * `sum`: calls × cost, as a share of what it is now. `balanced`: each query by how many times dearer it is than with
 * every candidate (its ideal), weighed by its share of the load that all of its group would be at their ideals, none
 * above a quarter and none near nothing; one far above its ideal counts by the logarithm of that, as it would eat the
 * budget. Stated goals come first: what is missing to one counts more than all that the others can gain. Both the ideal and the shares are the same whatever indexes are there already, so that advice that was carried
 * out leaves nothing to advise.
 *
 * @param base  costs as things are
 * @param least  costs with every candidate
 * @param groups  a number for each query: those of different groups have nothing to do with each other. One group when absent
 */
export function objectiveOf(
  input: Pick<AdviceInput, 'queries' | 'options'> & { readonly traits?: Pick<AdviceInput['traits'], 'indexEntryCost'> },
  base: readonly number[],
  least: readonly number[],
  groups: readonly number[] = base.map(() => 0),
): Objective {
  const entryCost = input.traits?.indexEntryCost ?? 1;
  // What costs nothing has nothing to gain.
  const calls = input.queries.map((query, at) => ((base[at] ?? 0) > 0.5 ? (query.callsPerSecond ?? 1) : 0));
  if (input.options.objective === 'sum') {
    const whole = calls.reduce((sum, rate, at) => (rate === 0 ? sum : sum + rate * (base[at] ?? 0)), 0);
    const price = whole > 0 ? 1 / whole : 0;
    return {
      value: (query, cost) => (calls[query] ? (calls[query] ?? 0) * cost * price : 0),
      leastGain: 1e-5,
      price: ({ entries }) => entries * entryCost * price,
    };
  }
  const ideals = least.map((cost, at) => Math.max(fastEnough, Number.isNaN(cost) ? (base[at] ?? 0) : cost));
  const goal = (at: number) => (input.queries[at]?.goalMilliseconds === undefined ? 1 : goalWeight);
  const loads = ideals.map((ideal, at) => (calls[at] ? (calls[at] ?? 0) * ideal * goal(at) : 0));
  const weights: number[] = loads.map(() => 0);
  for (const group of new Set(groups)) {
    const members = [...loads.keys()].filter((at) => groups[at] === group && (loads[at] ?? 0) > 0);
    const shares = capped(members.map((at) => loads[at] ?? 0));
    for (const [at, member] of members.entries()) weights[member] = (shares[at] ?? 0) * members.length;
  }
  const targets = input.queries.map((query, at) => targetOf(query, base[at] ?? 0, least[at] ?? 0));
  const beyondGoal = (query: number, cost: number) =>
    goalFirst * input.queries.length * Math.max(0, Math.log2(cost / (targets[query] ?? cost)));
  return {
    value(query, cost) {
      const weight = weights[query] ?? 0;
      return weight === 0 ? 0 : weight * excess(cost / (ideals[query] ?? 1)) + beyondGoal(query, cost);
    },
    leastGain: 0.1,
    price({ queries, bytes, tableBytes, entries }) {
      // Where a query counts for more than its load, so does what its index costs.
      let unit = Number.POSITIVE_INFINITY;
      for (const query of queries) {
        const own = loads[query] ?? 0;
        if (own > 0) unit = Math.min(unit, (weights[query] ?? 0) / own);
      }
      if (unit === Number.POSITIVE_INFINITY) unit = evenUnit;
      const most = (bytes / 1e6) * megabytePrice * unit;
      return (
        entries * entryCost * unit + Math.min(most, indexPrice) + Math.min(most, (spacePrice * bytes) / tableBytes)
      );
    },
  };
}

/**
 * The cost at which a goal is met, by what a call takes now; where nobody measured that, what is fast enough. Nothing for
 * a query without a goal.
 */
function targetOf(
  { goalMilliseconds, meanMilliseconds }: AdviceQuery,
  base: number,
  least: number,
): number | undefined {
  if (goalMilliseconds === undefined) return undefined;
  const wanted = meanMilliseconds ? (base * goalMilliseconds) / meanMilliseconds : fastEnough;
  return Math.max(wanted, (Number.isNaN(least) ? 0 : least) * nearIdeal);
}

function excess(times: number): number {
  return times <= mostExcess ? times : mostExcess * (1 + Math.log(times / mostExcess));
}

/** Shares of a whole, none above the cap as far as their number allows, and each with a twentieth of an even share at least. */
function capped(loads: readonly number[]): readonly number[] {
  const floor = 0.05 / Math.max(1, loads.length);
  const cap = Math.max(mostShare, 1.5 / Math.max(1, loads.length));
  const sum = (values: readonly number[]) =>
    Math.max(
      1e-12,
      values.reduce((whole, one) => whole + one, 0),
    );
  let whole = sum(loads);
  let shares = loads.map((load) => load / whole);
  for (let round = 0; round < 8; round++) {
    // What never runs counts for nothing.
    const limited = shares.map((share) => (share === 0 ? 0 : Math.max(floor, Math.min(cap, share))));
    whole = sum(limited);
    shares = limited.map((share) => share / whole);
  }
  return shares;
}
