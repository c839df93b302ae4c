import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';

/** Groups that are kept in a hash table. */
export interface HashAggregate {
  /** At most. */
  readonly groups: number;
  /** Bytes of the columns that come in. */
  readonly width: number;
  /** Names of the aggregates that it computes; absent where the plan does not tell its outputs. */
  readonly aggregates?: readonly string[];
}

/**
 * Every aggregate of a plan that keeps its groups in a hash table, or that sorts its rows instead: where the groups
 * would fit in production's memory alone, production need not sort.
 */
export function hashAggregates(plan: QueryPlan): readonly HashAggregate[] {
  const found: HashAggregate[] = [];
  const visit = (node: PlanNode): void => {
    const [child] = node.children;
    const instead = node.strategy === 'Sorted' && child?.kind === 'Sort';
    if (node.kind === 'Aggregate' && child && (node.strategy === 'Hashed' || node.strategy === 'Mixed' || instead)) {
      const output = node.facts['Output'];
      const texts = Array.isArray(output) ? [...output, String(node.facts['Filter'] ?? '')] : undefined;
      found.push({
        // A condition on groups comes after them.
        groups: node.facts['Filter'] === undefined ? node.rows : child.rows,
        width: child.width,
        ...(texts ? { aggregates: texts.flatMap(callsIn) } : {}),
      });
    }
    for (const below of node.children) visit(below);
  };
  visit(plan.root);
  return found;
}

/** Names before parentheses: of aggregates, and of other functions, which count as aggregates of unknown state. */
function callsIn(text: string): readonly string[] {
  return [...text.matchAll(/([a-z_]\w*)\(/g)].map(([, name]) => name ?? '');
}

/** Bytes that an aggregate keeps for a group apart from its value: at least and at most, with 64-bit and 32-bit words. */
interface State {
  readonly server: readonly [number, number];
  readonly embedded: readonly [number, number];
}

/** Eight bytes are a value in themselves with 64-bit words, and stand apart with 32-bit ones (get_agg_clause_costs). */
const states: Readonly<Record<string, State>> = {
  count: { server: [0, 0], embedded: [16, 16] },
  bool_and: { server: [0, 0], embedded: [0, 0] },
  bool_or: { server: [0, 0], embedded: [0, 0] },
  min: { server: [0, 64], embedded: [0, 64] },
  max: { server: [0, 64], embedded: [0, 64] },
  sum: { server: [0, 128], embedded: [0, 128] },
  avg: { server: [0, 128], embedded: [0, 128] },
};
const anyState: State = { server: [0, 8192], embedded: [0, 8192] };

/**
 * True when it cannot be told that the groups fit in memory, or do not, on both sides alike (hash_agg_entry_size in
 * src/backend/executor/nodeAgg.c). Without names, up to eight aggregates of any kind are reckoned with.
 *
 * @param server  bytes of hash memory there
 * @param embedded  bytes of hash memory here
 */
export function fitIsUnclear(one: HashAggregate, server: number, embedded: number): boolean {
  const kept = one.aggregates?.map((name) => states[name] ?? anyState) ?? Array.from({ length: 8 }, () => anyState);
  const fewest = one.aggregates && one.aggregates.length > 0 ? 1 : 0;
  const tuple = 16 + Math.ceil(one.width / 8) * 8;
  const entry = (fixed: number, perState: number, count: number, apart: number) =>
    fixed + tuple + perState * count + (apart > 0 ? 8 + 2 ** Math.ceil(Math.log2(apart)) : 0);
  const sum = (pick: (state: State) => number) => kept.reduce((total, state) => total + pick(state), 0);
  const fits = [
    one.groups * entry(16, 16, fewest, fewest > 0 ? sum((state) => state.server[0]) / kept.length : 0) <= server,
    one.groups *
      entry(
        16,
        16,
        kept.length,
        sum((state) => state.server[1]),
      ) <=
      server,
    one.groups * entry(12, 8, fewest, fewest > 0 ? sum((state) => state.embedded[0]) / kept.length : 0) <= embedded,
    one.groups *
      entry(
        12,
        8,
        kept.length,
        sum((state) => state.embedded[1]),
      ) <=
      embedded,
  ];
  return new Set(fits).size > 1;
}
