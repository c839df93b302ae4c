import { measures } from './box.ts';
import { assignTracks, type Channel, type Run, spacing, trackAt } from './channel.ts';
import { type Line, type Metrics, type Plan, place, standBoxes } from './plan.ts';
import type { Route, Side } from './route.ts';

export type Point = readonly [x: number, y: number];

/** A line with the points at which it turns, from the child's side to the parent's. */
export interface Wire {
  readonly line: Line;
  readonly points: readonly Point[];
}

/** Gives the routes their tracks, the plan its final places, and every line its points. */
export function wires(plan: Plan, routes: readonly Route[], metrics: Metrics): readonly Wire[] {
  openLanes(plan, routes);
  standBoxes(plan);
  place(plan, metrics);
  const ends = endsOf(plan, routes);
  const runs = new Map<string, Run>();
  const inner = plan.clusters.flatMap((cluster) => cluster.channels);
  const lanes = plan.clusters.flatMap((cluster) => cluster.lanes.flat());
  const between = plan.shelves.flatMap((shelf) => shelf.slots.flatMap((slot) => slot.between));
  const verticals = plan.shelves.flatMap((shelf) => shelf.verticals);
  // Each stage needs the order of the places along its channels, which the stages before have settled.
  for (const stage of [lanes, inner, between, verticals, plan.gutters]) {
    const kept = stage === lanes ? stage.map((one) => one.size) : [];
    track(plan, routes, ends, new Set(stage), runs);
    for (const [at, one] of stage.entries()) if (stage === lanes) one.size = kept[at] ?? one.size;
    place(plan, metrics);
  }
  return routes.map((route, at) => ({ line: route.line, points: pointsOf(plan, route, at, ends, runs) }));
}

/** Makes room between boxes for what passes there. */
function openLanes(plan: Plan, routes: readonly Route[]): void {
  const nets = new Map<Channel, Set<number>>();
  for (const { line, channels } of routes) {
    for (const one of channels) {
      const known = nets.get(one);
      if (known) known.add(line.net);
      else nets.set(one, new Set([line.net]));
    }
  }
  for (const cluster of plan.clusters) {
    for (const [at, lanes] of cluster.lanes.entries()) {
      const gaps = cluster.gaps[at];
      for (const [row, lane] of lanes.entries()) {
        const count = nets.get(lane)?.size ?? 0;
        if (gaps && count > 0) gaps[row] = Math.max(gaps[row] ?? 0, 16 + (count - 1) * spacing);
      }
    }
  }
}

interface Ends {
  readonly from: number;
  readonly to: number;
}

/** Where lines of one net meet a box, at one row and side. */
interface Port {
  readonly net: number;
  readonly box: number;
  readonly side: Side;
  /** From the top of the box. */
  y: number;
  /** How far it may move from the middle of its row. */
  readonly middle: number;
  readonly reach: number;
  /** Sum and number of the heights at the other ends. */
  sum: number;
  count: number;
}

/** Both ends of every route, from the tops of their boxes: those that meet a box at one row and side are spread over it. */
function endsOf(plan: Plan, routes: readonly Route[]): readonly Ends[] {
  const rows = new Map<string, Map<string, Port>>();
  const port = (box: number, side: Side, middle: number, role: 'from' | 'to', net: number, other: number): Port => {
    const key = `${box} ${side} ${middle}`;
    const row = rows.get(key) ?? new Map<string, Port>();
    rows.set(key, row);
    const head = plan.boxes[box]?.headHeight ?? 0;
    const reach = (middle <= head ? head - 4 : measures.rowHeight - 3) / 2;
    const known = row.get(`${role} ${net}`) ?? { net, box, side, y: middle, middle, reach, sum: 0, count: 0 };
    row.set(`${role} ${net}`, known);
    known.sum += other;
    known.count++;
    return known;
  };
  const found = routes.map(({ line, fromSide, toSide }) => ({
    from: port(line.from, fromSide, line.fromPort, 'from', line.net, (plan.y[line.to] ?? 0) + line.toPort),
    to: port(line.to, toSide, line.toPort, 'to', line.net, (plan.y[line.from] ?? 0) + line.fromPort),
  }));
  for (const row of rows.values()) {
    const ordered = [...row].sort(([a, x], [b, z]) => x.sum / x.count - z.sum / z.count || (a < b ? -1 : 1));
    const [first] = ordered;
    const step = Math.min(7, (2 * (first?.[1].reach ?? 0)) / Math.max(1, ordered.length - 1));
    for (const [at, [, one]] of ordered.entries()) one.y = one.middle + (at - (ordered.length - 1) / 2) * step;
  }
  keepApart(
    plan,
    [...rows.values()].map((row) => [...row.values()]),
  );
  return found.map(({ from, to }) => ({ from: from.y, to: to.y }));
}

/** Moves ports that face a port of another net at the same height, so that their lines do not lie on each other. */
function keepApart(plan: Plan, rows: readonly (readonly Port[])[]): void {
  const facing = new Map<Channel, Port[]>();
  const channelOf = ({ box, side }: Port): Channel | undefined => {
    const spot = plan.spot[box];
    return spot?.cluster.channels[side === 'left' ? spot.column : spot.column + 1];
  };
  const height = (one: Port): number => (plan.y[one.box] ?? 0) + one.y;
  for (const row of rows) {
    for (const one of row) {
      const channel = channelOf(one);
      if (!channel) continue;
      const others = facing.get(channel) ?? [];
      facing.set(channel, others);
      const near = (y: number): boolean =>
        others.some(
          (other) => other.side !== one.side && other.net !== one.net && Math.abs(height(other) - y) < apart,
        ) || row.some((other) => other !== one && Math.abs(height(other) - y) < apart / 2);
      const now = height(one);
      const shift = [0, 3, -3, 5, -5, 7, -7, 9, -9].find(
        (by) => Math.abs(one.y + by - one.middle) <= one.reach && !near(now + by),
      );
      one.y += shift ?? 0;
      others.push(one);
    }
  }
}

const apart = 2.5;

function absolute(plan: Plan, line: Line, end: Ends | undefined): Ends {
  return { from: (plan.y[line.from] ?? 0) + (end?.from ?? 0), to: (plan.y[line.to] ?? 0) + (end?.to ?? 0) };
}

interface Use {
  readonly key: string;
  readonly net: number;
  readonly lo: number;
  readonly hi: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Finds what runs along some channels, and gives it tracks. */
function track(
  plan: Plan,
  routes: readonly Route[],
  ends: readonly Ends[],
  stage: ReadonlySet<Channel>,
  runs: Map<string, Run>,
): void {
  const uses = new Map<Channel, Use[]>();
  for (const [number, route] of routes.entries()) {
    for (const [at, one] of route.channels.entries()) {
      if (!stage.has(one)) continue;
      const use = useOf(plan, route, number, at, absolute(plan, route.line, ends[number]), runs);
      const known = uses.get(one);
      if (known) known.push(use);
      else uses.set(one, [use]);
    }
  }
  for (const [one, all] of uses) assignTracks(one, merged(all, runs));
}

/** How far a route runs along one of its channels, and where it leaves it. */
function useOf(
  plan: Plan,
  { line, channels, fromSide, toSide }: Route,
  number: number,
  at: number,
  ends: Ends,
  runs: ReadonlyMap<string, Run>,
): Use {
  const own = channels[at];
  const low: number[] = [];
  const high: number[] = [];
  let lo = Number.POSITIVE_INFINITY;
  let hi = Number.NEGATIVE_INFINITY;
  const reach = (from: number, to: number): void => {
    lo = Math.min(lo, from);
    hi = Math.max(hi, to);
  };
  const leave = (step: number, further: number, y: number, side: Side): void => {
    const next = channels[step];
    if (next) {
      const run = runs.get(`${number} ${step}`);
      const place = run ? trackAt(next, run) : next.start + next.size / 2;
      if (run) reach(place, place);
      else reach(next.start, next.start + next.size);
      (further < (own?.start ?? 0) ? low : high).push(place);
    } else {
      reach(y, y);
      // Seen from the channel, a box is on the other side.
      (side === 'left' ? high : low).push(y);
    }
  };
  leave(at - 1, placeOf(channels[at - 2], plan, line.from, own), ends.from, fromSide);
  leave(at + 1, placeOf(channels[at + 2], plan, line.to, own), ends.to, toSide);
  return { key: `${number} ${at}`, net: line.net, lo, hi, low, high };
}

/** Where a crossing channel leads to, across `own`: the channel after it, else the box at the line's end. */
function placeOf(next: Channel | undefined, plan: Plan, box: number, own: Channel | undefined): number {
  if (next) return next.start;
  return (own?.vertical ? plan.x[box] : plan.y[box]) ?? 0;
}

/** One run for all that overlaps of one net. */
function merged(uses: readonly Use[], runs: Map<string, Run>): readonly Run[] {
  const found: Run[] = [];
  const sorted = [...uses].sort((a, b) => a.net - b.net || a.lo - b.lo || a.hi - b.hi);
  let last: Run | undefined;
  for (const use of sorted) {
    if (!last || last.net !== use.net || use.lo > last.hi) {
      last = { net: use.net, lo: use.lo, hi: use.hi, low: [], high: [], track: 0 };
      found.push(last);
    }
    last.hi = Math.max(last.hi, use.hi);
    for (const one of use.low) if (!last.low.includes(one)) last.low.push(one);
    for (const one of use.high) if (!last.high.includes(one)) last.high.push(one);
    runs.set(use.key, last);
  }
  return found;
}

function pointsOf(
  plan: Plan,
  { line, channels, fromSide, toSide }: Route,
  number: number,
  ends: readonly Ends[],
  runs: ReadonlyMap<string, Run>,
): readonly Point[] {
  const side = (box: number, at: Side): number =>
    (plan.x[box] ?? 0) + (at === 'left' ? 0 : (plan.spot[box]?.cluster.widths[plan.spot[box]?.column ?? 0] ?? 0));
  const { from, to } = absolute(plan, line, ends[number]);
  const points: [number, number][] = [[side(line.from, fromSide), from]];
  let y = from;
  let x = points[0]?.[0] ?? 0;
  for (const [at, one] of channels.entries()) {
    const run = runs.get(`${number} ${at}`);
    if (!run) throw new Error('a line of the diagram has no track');
    const track = trackAt(one, run);
    if (one.vertical) {
      x = track;
      points.push([x, y]);
      if (at === channels.length - 1) points.push([x, to]);
    } else {
      y = track;
      points.push([x, y]);
    }
  }
  points.push([side(line.to, toSide), to]);
  return straightened(points);
}

/** Without points that lie on the way between their neighbours; rounded to a tenth of a pixel. */
function straightened(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const [x, y] of points) {
    const point: Point = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
    const [before, last] = kept.slice(-2) as [Point?, Point?];
    const end = last ?? before;
    if (end && end[0] === point[0] && end[1] === point[1]) continue;
    if (
      before &&
      last &&
      ((before[0] === last[0] && last[0] === point[0]) || (before[1] === last[1] && last[1] === point[1]))
    )
      kept.pop();
    kept.push(point);
  }
  return kept;
}
