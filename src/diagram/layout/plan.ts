import type { Box } from './box.ts';
import { type Channel, channel } from './channel.ts';
import type { ColumnLink } from './columns.ts';
import { boxHeights } from './heights.ts';
import { gutter, type Shelves } from './shelves.ts';

/** A relationship between two boxes, by their numbers, with the heights at which it meets them. */
export interface Line {
  /** The relationship's number in the diagram. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly fromPort: number;
  readonly toPort: number;
  /** Lines of one net end at the same place in the same way, and may run as one. */
  readonly net: number;
}

/** A cluster with its boxes in columns; all lengths in pixels. */
export interface ClusterPlan {
  readonly title: string;
  /** Numbers of boxes. */
  readonly columns: readonly (readonly number[])[];
  readonly widths: readonly number[];
  /** Room above each box of a column, and below the last. */
  readonly gaps: number[][];
  /** Left of each column, and right of the last. */
  readonly channels: readonly Channel[];
  /** Above each box of a column, and below the last. */
  readonly lanes: readonly (readonly Channel[])[];
  above: Channel;
  below: Channel;
  slot: SlotPlan;
  x: number;
  y: number;
  /** From the cluster's top; by the box's number. */
  tops: ReadonlyMap<number, number>;
  innerHeight: number;
}

export interface SlotPlan {
  readonly shelf: number;
  readonly clusters: readonly ClusterPlan[];
  readonly left: Channel;
  readonly right: Channel;
  /** Below each cluster but the last. */
  readonly between: readonly Channel[];
}

export interface ShelfPlan {
  readonly slots: readonly SlotPlan[];
  /** Left of each slot, and right of the last. */
  readonly verticals: readonly Channel[];
}

/** Where everything stands, to be completed by what runs between. */
export interface Plan {
  readonly boxes: readonly Box[];
  readonly links: readonly (readonly ColumnLink[])[];
  readonly clusters: readonly ClusterPlan[];
  readonly shelves: readonly ShelfPlan[];
  /** Above each shelf, and below the last. */
  readonly gutters: readonly Channel[];
  readonly x: number[];
  readonly y: number[];
  readonly spot: readonly Spot[];
  width: number;
  height: number;
}

export interface Spot {
  readonly cluster: ClusterPlan;
  readonly column: number;
  readonly row: number;
}

export interface Metrics {
  /** Between boxes one above the other. */
  readonly gap: number;
  /** A line's end beside a box. */
  readonly mark: number;
  /** Around a cluster's boxes, and above them for its title. */
  readonly padding: number;
  readonly title: number;
}

/** Lays clusters, whose boxes stand in columns, out on their shelves. */
export function planOf(
  boxes: readonly Box[],
  arranged: readonly {
    readonly title: string;
    readonly columns: readonly (readonly number[])[];
    readonly links: readonly ColumnLink[];
  }[],
  shelves: Shelves,
  metrics: Metrics,
): Plan {
  const gutters = Array.from({ length: shelves.length + 1 }, () =>
    channel(false, [10, 10], shelves.length > 1 ? gutter : 12),
  );
  const clusters: ClusterPlan[] = [];
  const links: (readonly ColumnLink[])[] = [];
  const shelfPlans = shelves.map((shelf, at): ShelfPlan => {
    const verticals = Array.from({ length: shelf.length + 1 }, () => channel(true, [8, 8], 20));
    const slots = shelf.map((slot, place): SlotPlan => {
      const stack: ClusterPlan[] = [];
      const between = slot.slice(1).map(() => channel(false, [8, 8], 20));
      const plan: SlotPlan = {
        shelf: at,
        clusters: stack,
        left: verticals[place] ?? lost(),
        right: verticals[place + 1] ?? lost(),
        between,
      };
      for (const [level, number] of slot.entries()) {
        const one = arranged[number];
        if (!one) continue;
        const cluster = clusterPlan(boxes, one, metrics, {
          above: between[level - 1] ?? gutters[at] ?? lost(),
          below: between[level] ?? gutters[at + 1] ?? lost(),
          slot: plan,
        });
        stack.push(cluster);
        clusters.push(cluster);
        links.push(one.links);
      }
      return plan;
    });
    return { slots, verticals };
  });
  const spot: Spot[] = [];
  for (const cluster of clusters) {
    for (const [column, members] of cluster.columns.entries()) {
      for (const [row, box] of members.entries()) spot[box] = { cluster, column, row };
    }
  }
  const plan: Plan = {
    boxes,
    links,
    clusters,
    shelves: shelfPlans,
    gutters,
    x: boxes.map(() => 0),
    y: boxes.map(() => 0),
    spot,
    width: 0,
    height: 0,
  };
  standBoxes(plan);
  return plan;
}

/** A place that the plan itself made is there. */
function lost(): never {
  throw new Error('a channel of the diagram is missing');
}

function clusterPlan(
  boxes: readonly Box[],
  { title, columns }: { readonly title: string; readonly columns: readonly (readonly number[])[] },
  { gap, mark }: Metrics,
  around: Pick<ClusterPlan, 'above' | 'below' | 'slot'>,
): ClusterPlan {
  const inner = 2 * mark + 4;
  return {
    title,
    columns,
    widths: columns.map((column) => Math.max(...column.map((box) => boxes[box]?.width ?? 0))),
    gaps: columns.map((column) => [0, ...column.map((_, at) => (at < column.length - 1 ? gap : 0))]),
    channels: Array.from({ length: columns.length + 1 }, (_, at) =>
      at === 0 || at === columns.length
        ? channel(true, at === 0 ? [6, mark] : [mark, 6], 12)
        : channel(true, [mark, mark], inner),
    ),
    lanes: columns.map((column) => [0, ...column].map(() => channel(false, [8, 8], 0))),
    ...around,
    x: 0,
    y: 0,
    tops: new Map(),
    innerHeight: 0,
  };
}

/** Stands the boxes of every cluster, by its gaps. */
export function standBoxes(plan: Plan): void {
  for (const [at, cluster] of plan.clusters.entries()) {
    const members = cluster.columns.flat();
    const local = new Map(members.map((box, index) => [box, index]));
    const number = (box: number): number => local.get(box) ?? 0;
    const { y, height } = boxHeights({
      columns: cluster.columns.map((column) => column.map(number)),
      heights: members.map((box) => plan.boxes[box]?.height ?? 0),
      links: (plan.links[at] ?? []).map((link) => ({
        ...link,
        child: number(link.child),
        parent: number(link.parent),
      })),
      gaps: cluster.gaps,
    });
    cluster.tops = new Map(members.map((box, index) => [box, y[index] ?? 0]));
    cluster.innerHeight = height;
  }
}

/** Gives everything its place from the sizes that are known by now. */
export function place(plan: Plan, metrics: Metrics): void {
  let y = 0;
  plan.width = 0;
  for (const [at, shelf] of plan.shelves.entries()) {
    y = strip(plan.gutters[at], y);
    let height = 0;
    let x = 0;
    for (const [index, slot] of shelf.slots.entries()) {
      x = strip(shelf.verticals[index], x);
      let top = y;
      let width = 0;
      for (const [level, cluster] of slot.clusters.entries()) {
        if (level > 0) top = strip(slot.between[level - 1], top);
        placeCluster(plan, cluster, x, top, metrics);
        top += clusterHeight(cluster, metrics);
        width = Math.max(width, clusterWidth(cluster));
      }
      height = Math.max(height, top - y);
      x += width;
    }
    x = strip(shelf.verticals.at(-1), x);
    plan.width = Math.max(plan.width, x);
    y += height;
  }
  plan.height = strip(plan.gutters.at(-1), y);
}

function strip(one: Channel | undefined, at: number): number {
  if (!one) return at;
  one.start = at;
  return at + one.size;
}

export function clusterWidth({ widths, channels }: ClusterPlan): number {
  return [...widths, ...channels.map((one) => one.size)].reduce((sum, one) => sum + one, 0);
}

export function clusterHeight({ innerHeight, title }: ClusterPlan, metrics: Metrics): number {
  return innerHeight + 2 * metrics.padding + (title === '' ? 0 : metrics.title);
}

function placeCluster(plan: Plan, cluster: ClusterPlan, x: number, y: number, metrics: Metrics): void {
  cluster.x = x;
  cluster.y = y;
  const top = y + metrics.padding + (cluster.title === '' ? 0 : metrics.title);
  let left = x;
  for (const [at, column] of cluster.columns.entries()) {
    left = strip(cluster.channels[at], left);
    const gaps = cluster.gaps[at] ?? [];
    let above: number | undefined;
    for (const [row, box] of column.entries()) {
      const own = top + (cluster.tops.get(box) ?? 0);
      plan.x[box] = left;
      plan.y[box] = own;
      stretch(cluster.lanes[at]?.[row], above ?? own - (gaps[row] ?? 0) - metrics.padding, own);
      above = own + (plan.boxes[box]?.height ?? 0);
    }
    stretch(cluster.lanes[at]?.[column.length], above ?? top, (above ?? top) + (gaps.at(-1) ?? 0) + metrics.padding);
    left += cluster.widths[at] ?? 0;
  }
  strip(cluster.channels.at(-1), left);
}

function stretch(one: Channel | undefined, from: number, to: number): void {
  if (!one) return;
  one.start = from;
  one.size = to - from;
}
