import { compareText } from '../catalog/names.ts';
import { type Needs, taken } from './dependencies.ts';
import type { Node } from './graph.ts';

export interface Ordered {
  readonly nodes: readonly Node[];
  /** Nodes that came before something that they should have come after, for want of a way: in a circle. */
  readonly broken: readonly Node[];
  /** All that was left when the first of them was taken: the circles, and what waits for them. */
  readonly stuck: readonly Node[];
  /** Nodes that came before something that it would have been better to have first. */
  readonly early: ReadonlySet<Node>;
}

/**
 * The changes in an order in which each finds what it needs: what depends on a thing goes before the thing and comes
 * after it, a name is free before it is taken. Among those that may come next the least by rank comes, so that any order
 * of the input gives the same.
 */
export function order(nodes: readonly Node[], from: Needs, to: Needs): Ordered {
  const sorted = [...nodes].sort((a, b) => compareRanks(a.rank, b.rank));
  const at = new Map(sorted.map((node, index) => [node, index]));
  const { hard, soft } = edges(sorted, from, to);
  const waiting = sorted.map(() => 0);
  const softly = sorted.map(() => 0);
  for (const targets of hard.values()) for (const target of targets) waiting[target] = (waiting[target] ?? 0) + 1;
  for (const targets of soft.values()) for (const target of targets) softly[target] = (softly[target] ?? 0) + 1;
  const done = new Set<number>();
  const result: Node[] = [];
  const broken: Node[] = [];
  let stuck: readonly Node[] = [];
  const early = new Set<Node>();
  const ready = heap();
  const offer = (index: number) => {
    if (!done.has(index) && waiting[index] === 0 && softly[index] === 0) ready.push(index);
  };
  for (const node of sorted) offer(at.get(node) ?? 0);
  while (done.size < sorted.length) {
    let next = ready.pop();
    if (next === undefined) {
      const free = sorted.findIndex((_, index) => !done.has(index) && waiting[index] === 0);
      next = free >= 0 ? free : sorted.findIndex((_, index) => !done.has(index));
      const node = sorted[next];
      if (free < 0 && broken.length === 0) stuck = sorted.filter((_, index) => !done.has(index));
      if (node) free >= 0 ? early.add(node) : broken.push(node);
    }
    if (done.has(next)) continue;
    done.add(next);
    const node = sorted[next];
    if (node) result.push(node);
    for (const [map, counts] of [
      [hard, waiting],
      [soft, softly],
    ] as const) {
      for (const target of map.get(next) ?? []) {
        counts[target] = (counts[target] ?? 0) - 1;
        offer(target);
      }
    }
  }
  return { nodes: result, broken, stuck, early };
}

type Edges = ReadonlyMap<number, ReadonlySet<number>>;

function edges(nodes: readonly Node[], from: Needs, to: Needs): { readonly hard: Edges; readonly soft: Edges } {
  const hard = new Map<number, Set<number>>();
  const soft = new Map<number, Set<number>>();
  const makers = new Map<string, number[]>();
  const enders = new Map<string, number[]>();
  const droppers = new Map<string, number[]>();
  nodes.forEach((node, index) => {
    for (const key of node.makes) taken(makers, key, () => []).push(index);
    for (const key of node.ends) taken(enders, key, () => []).push(index);
    if (node.role !== 'drop') return;
    for (const key of node.ends) taken(droppers, key, () => []).push(index);
  });
  const put = (first: number, second: number, edges = hard) => {
    if (first !== second) taken(edges, first, () => new Set()).add(second);
  };
  nodes.forEach((node, index) => {
    for (const key of node.makes) {
      for (const need of to.of(key)) {
        for (const maker of makers.get(need) ?? []) if (!nodes[maker]?.prefers.includes(key)) put(maker, index);
      }
      // Made anew, or altered after it was made.
      if (node.role === 'create') for (const dropper of droppers.get(key) ?? []) put(dropper, index);
      for (const maker of makers.get(key) ?? []) {
        const other = nodes[maker];
        if (!other) continue;
        // What comes down to it from elsewhere comes before what is done to itself.
        const [itself, otherItself] = [node.key === key, other.key === key];
        const follows = itself === otherItself ? maker < index : itself;
        if (other.role === 'create' ? node.role !== 'create' : node.role === 'alter' && follows) put(maker, index);
      }
    }
    for (const need of node.needs) for (const maker of makers.get(need) ?? []) put(maker, index);
    for (const need of node.prefers) for (const maker of makers.get(need) ?? []) put(maker, index, soft);
    for (const key of node.ends) {
      for (const dependent of from.dependents(key)) {
        for (const ender of enders.get(dependent) ?? []) {
          // Of two that are only altered neither goes first for the old state's sake.
          if (node.role === 'drop' || nodes[ender]?.role === 'drop') put(ender, index);
        }
      }
    }
  });
  return { hard, soft };
}

function compareRanks(a: Node['rank'], b: Node['rank']): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at] ?? '', b[at] ?? ''];
    const order =
      typeof left === 'number' && typeof right === 'number' ? left - right : compareText(String(left), String(right));
    if (order !== 0) return order;
  }
  return 0;
}

/** The least number first. */
function heap(): { push(value: number): void; pop(): number | undefined } {
  const items: number[] = [];
  const swap = (a: number, b: number) => {
    [items[a], items[b]] = [items[b] ?? 0, items[a] ?? 0];
  };
  const less = (a: number, b: number) => (items[a] ?? 0) < (items[b] ?? 0);
  return {
    push(value) {
      items.push(value);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!less(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const [first] = items;
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        let least = at;
        if (left < items.length && less(left, least)) least = left;
        if (right < items.length && less(right, least)) least = right;
        if (least === at) return first;
        swap(at, least);
        at = least;
      }
    },
  };
}
