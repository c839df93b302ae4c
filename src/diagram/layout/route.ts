import type { Channel } from './channel.ts';
import type { ClusterPlan, Line, Plan, SlotPlan, Spot } from './plan.ts';

export type Side = 'left' | 'right';

/** The way of a line: the channels that it runs along, by turns vertical and horizontal, from its child to its parent. */
export interface Route {
  readonly line: Line;
  readonly fromSide: Side;
  readonly toSide: Side;
  readonly channels: readonly Channel[];
}

/** What a turn costs, and a lane that the net does not use yet, in pixels of line. */
const turn = 24;
const newLane = 24;

/** Finds the way of every line through the channels of a plan whose boxes have their places; none leads over a box. */
export function routes(plan: Plan, lines: readonly Line[]): readonly Route[] {
  const used = new Map<Channel, Set<number>>();
  const found: Route[] = [];
  const outer = new Map<number, Line[]>();
  for (const line of lines) {
    const [from, to] = [spotOf(plan, line.from), spotOf(plan, line.to)];
    if (from.cluster === to.cluster) {
      const route = inside(plan, line, from, to, used);
      for (const one of route.channels) usedBy(used, one).add(line.net);
      found.push(route);
    } else {
      const net = outer.get(line.net);
      if (net) net.push(line);
      else outer.set(line.net, [line]);
    }
  }
  for (const net of outer.values()) found.push(...outside(plan, net));
  return found.sort((a, b) => a.line.number - b.line.number);
}

function spotOf(plan: Plan, box: number): Spot {
  const spot = plan.spot[box];
  if (!spot) throw new Error(`box ${box} of the diagram has no place`);
  return spot;
}

function usedBy(used: Map<Channel, Set<number>>, one: Channel): Set<number> {
  let nets = used.get(one);
  if (!nets) {
    nets = new Set();
    used.set(one, nets);
  }
  return nets;
}

/** Within a cluster: along the channels between its columns, and between the boxes of those that it passes. */
function inside(plan: Plan, line: Line, from: Spot, to: Spot, used: Map<Channel, Set<number>>): Route {
  const { cluster } = from;
  const channels: Channel[] = [];
  const add = (one: Channel | undefined): void => {
    if (one) channels.push(one);
  };
  if (from.column === to.column) {
    const [left, right] = [cluster.channels[from.column], cluster.channels[from.column + 1]];
    const load = (one: Channel | undefined): number =>
      one ? usedBy(used, one).size - (usedBy(used, one).has(line.net) ? 1.5 : 0) : Number.POSITIVE_INFINITY;
    const side: Side = load(left) < load(right) ? 'left' : 'right';
    add(side === 'left' ? left : right);
    return { line, fromSide: side, toSide: side, channels };
  }
  const step = from.column < to.column ? 1 : -1;
  const beyond = step === 1 ? 1 : 0;
  let y = (plan.y[line.from] ?? 0) + line.fromPort;
  const target = (plan.y[line.to] ?? 0) + line.toPort;
  add(cluster.channels[from.column + beyond]);
  for (let column = from.column + step; column !== to.column; column += step) {
    let best: Channel | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const lane of cluster.lanes[column] ?? []) {
      const at = lane.start + lane.size / 2;
      const cost = Math.abs(at - y) + Math.abs(at - target) + (usedBy(used, lane).has(line.net) ? 0 : newLane);
      if (cost < least) [best, least] = [lane, cost];
    }
    add(best);
    if (best) y = best.start + best.size / 2;
    add(cluster.channels[column + beyond]);
  }
  return { line, fromSide: step === 1 ? 'right' : 'left', toSide: step === 1 ? 'left' : 'right', channels };
}

/** A way out of a cluster: along a channel beside the box, up or down to what lies there. */
interface Exit {
  readonly side: Side;
  readonly channel: Channel;
  readonly gutter: Channel;
  readonly x: number;
  readonly cost: number;
}

function exits(plan: Plan, box: number, port: number): readonly Exit[] {
  const { cluster, column } = spotOf(plan, box);
  const y = (plan.y[box] ?? 0) + port;
  return (['left', 'right'] as const).flatMap((side) => {
    const one = cluster.channels[side === 'left' ? column : column + 1];
    if (!one) return [];
    const x = one.start + one.size / 2;
    return [cluster.above, cluster.below].map((gutter) => ({
      side,
      channel: one,
      gutter,
      x,
      cost: Math.abs(gutter.start + gutter.size / 2 - y),
    }));
  });
}

/** All lines of a net from other clusters come in by the same way, the one that is shortest for all. */
function outside(plan: Plan, net: readonly Line[]): readonly Route[] {
  const [first] = net;
  if (!first) return [];
  let best: { cost: number; routes: readonly Route[] } | undefined;
  for (const entry of exits(plan, first.to, first.toPort)) {
    let cost = entry.cost;
    const found = net.map((line): Route => {
      let shortest: { cost: number; route: Route } | undefined;
      for (const exit of exits(plan, line.from, line.fromPort)) {
        const way = between(plan, spotOf(plan, line.from), exit, spotOf(plan, line.to), entry);
        const sum = exit.cost + way.cost;
        if (shortest && sum >= shortest.cost) continue;
        const channels = [exit.channel, ...way.channels, entry.channel];
        shortest = { cost: sum, route: { line, fromSide: exit.side, toSide: entry.side, channels } };
      }
      if (!shortest) throw new Error('a box of the diagram has no way out');
      cost += shortest.cost;
      return shortest.route;
    });
    if (!best || cost < best.cost) best = { cost, routes: found };
  }
  return best?.routes ?? [];
}

interface Way {
  readonly channels: readonly Channel[];
  readonly cost: number;
}

/** From the gutter that one cluster is left by to the one that the other is entered by, both included. */
function between(plan: Plan, from: Spot, exit: Exit, to: Spot, entry: Exit): Way {
  const channels: Channel[] = [exit.gutter];
  let { x } = exit;
  let cost = 0;
  const along = (vertical: Channel, gutter: Channel): void => {
    const [here, there] = [channels.at(-1) ?? gutter, gutter];
    const at = vertical.start + vertical.size / 2;
    cost += Math.abs(at - x) + Math.abs(middle(here) - middle(there)) + 2 * turn;
    x = at;
    channels.push(vertical, gutter);
  };
  if (exit.gutter !== entry.gutter) {
    let level = levelOf(plan, from.cluster, exit.gutter);
    const target = levelOf(plan, to.cluster, entry.gutter);
    if (level === undefined) {
      const slot = from.cluster.slot;
      const direct = target === undefined ? shared(slot, to.cluster.slot, entry.x) : undefined;
      if (direct) along(direct, entry.gutter);
      else {
        const down = target === undefined ? to.cluster.slot.shelf > slot.shelf : target > slot.shelf;
        level = down ? slot.shelf + 1 : slot.shelf;
        along(nearest([slot.left, slot.right], entry.x), gutterAt(plan, level));
      }
    }
    if (level !== undefined) {
      const goal = target ?? (level <= to.cluster.slot.shelf ? to.cluster.slot.shelf : to.cluster.slot.shelf + 1);
      while (level !== goal) {
        const shelf: number = level < goal ? level : level - 1;
        level += level < goal ? 1 : -1;
        along(nearest(plan.shelves[shelf]?.verticals ?? [], entry.x), gutterAt(plan, level));
      }
      if (target === undefined) along(nearest([to.cluster.slot.left, to.cluster.slot.right], entry.x), entry.gutter);
    }
  }
  return { channels, cost: cost + Math.abs(entry.x - x) + 2 * turn };
}

function middle(one: Channel): number {
  return one.start + one.size / 2;
}

/** Which gutter between shelves it is, from the top; nothing for one between the clusters of a slot. */
function levelOf(plan: Plan, { slot }: ClusterPlan, gutter: Channel): number | undefined {
  if (plan.gutters[slot.shelf] === gutter) return slot.shelf;
  return plan.gutters[slot.shelf + 1] === gutter ? slot.shelf + 1 : undefined;
}

function gutterAt(plan: Plan, level: number): Channel {
  const gutter = plan.gutters[level];
  if (!gutter) throw new Error(`the diagram has no gutter ${level}`);
  return gutter;
}

/** The channel beside both slots, if there is one. */
function shared(a: SlotPlan, b: SlotPlan, x: number): Channel | undefined {
  const both = [a.left, a.right].filter((one) => one === b.left || one === b.right);
  return both.length === 0 ? undefined : nearest(both, x);
}

function nearest(channels: readonly Channel[], x: number): Channel {
  const [first, ...others] = channels;
  if (!first) throw new Error('a shelf of the diagram has no vertical channel');
  return others.reduce((best, one) => (Math.abs(middle(one) - x) < Math.abs(middle(best) - x) ? one : best), first);
}
