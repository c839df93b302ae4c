import type { Diagram } from '../diagram.ts';
import { type Box, boxOf, type Detail, portOf } from './box.ts';
import { clustersOf } from './clusters.ts';
import { arrangeColumns, type ColumnLink } from './columns.ts';
import { clusterHeight, clusterWidth, type Line, type Metrics, type Plan, place, planOf } from './plan.ts';
import { routes } from './route.ts';
import { type Outline, type Shelves, shelvesOf, sizeOf } from './shelves.ts';
import { type Wire, wires } from './wire.ts';

/** A box at its place; it is as wide as its column. */
export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** The number of its cluster. */
  readonly cluster: number;
}

export interface PlacedCluster {
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A diagram with places, in pixels from the upper left corner: what only has to be drawn. */
export interface Picture {
  readonly diagram: Diagram;
  readonly detail: Detail;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  /** Frames around what hangs together; one without a title has none. */
  readonly clusters: readonly PlacedCluster[];
  readonly wires: readonly Wire[];
}

export interface LayoutOptions {
  /** By the number of entities when absent. */
  readonly detail?: Detail;
  /** Columns of a box at most. */
  readonly most: number;
}

/** Width to height that pictures aim at. */
const aspect = 1.5;

/** Up to so many entities all columns are shown, then those of keys, then names. */
const roomFor = { all: 120, keys: 260 } as const;

/** Lays a diagram out: pure, and the same for the same diagram. */
export function layout(diagram: Diagram, options: LayoutOptions): Picture {
  const count = diagram.entities.length;
  const detail = options.detail ?? (count <= roomFor.all ? 'all' : count <= roomFor.keys ? 'keys' : 'names');
  const boxes = diagram.entities.map((entity) => boxOf(diagram, entity, detail, options.most));
  const lines = linesOf(diagram, boxes);
  const metrics: Metrics =
    detail === 'names' ? { gap: 14, mark: 16, padding: 10, title: 18 } : { gap: 26, mark: 18, padding: 14, title: 20 };
  const clusters = clustersOf(diagram, detail === 'names' ? 30 : 24).map(({ members, title }): Group => {
    const heights = members.map((box) => boxes[box]?.height ?? 0);
    return {
      title,
      members,
      links: linksOf(members, lines),
      heights,
      columnHeights: columnHeights(heights, metrics.gap),
    };
  });
  const arranged = new Map<string, Arranged>();
  let goal = aspect;
  let best: Drawn | undefined;
  const tried = new Map<string, Drawn>();
  for (let attempt = 0; attempt < 6; attempt++) {
    const packing = packed(boxes, clusters, metrics, goal, arranged);
    // Small diagrams can be packed in few ways, and are drawn once in each.
    const key = JSON.stringify([packing.arranged.map((one) => one.columns), packing.shelves]);
    const one = tried.get(key) ?? drawnAs(planOf(boxes, packing.arranged, packing.shelves, metrics), lines, metrics);
    tried.set(key, one);
    if (!best || Math.abs(one.off) < Math.abs(best.off)) best = one;
    if (Math.abs(one.off) < 0.16) break;
    goal *= Math.exp(-one.off);
  }
  if (!best) throw new Error('the diagram was not laid out');
  return pictureOf(diagram, detail, best.plan, best.drawn, metrics);
}

interface Drawn {
  readonly plan: Plan;
  readonly drawn: readonly Wire[];
  /** The logarithm of how much wider it is than it should be. */
  readonly off: number;
}

function drawnAs(plan: Plan, lines: readonly Line[], metrics: Metrics): Drawn {
  place(plan, metrics);
  const drawn = wires(plan, routes(plan, lines), metrics);
  return { plan, drawn, off: Math.log(plan.width / Math.max(1, plan.height) / aspect) };
}

function linesOf(diagram: Diagram, boxes: readonly Box[]): readonly Line[] {
  const numbers = new Map(diagram.entities.map((entity, at) => [entity.key, at]));
  const nets = new Map<string, number>();
  return diagram.relationships.map((one, number) => {
    const [from, to] = [numbers.get(one.from) ?? 0, numbers.get(one.to) ?? 0];
    const key = JSON.stringify([one.to, one.referencedColumns, one.toEnd, one.kind, one.enforced]);
    const net = nets.get(key) ?? nets.size;
    nets.set(key, net);
    const port = (box: number, columns: readonly string[]): number => {
      const own = boxes[box];
      return own ? portOf(own, columns[0]) : 0;
    };
    return { number, from, to, fromPort: port(from, one.columns), toPort: port(to, one.referencedColumns), net };
  });
}

function linksOf(members: readonly number[], lines: readonly Line[]): readonly ColumnLink[] {
  const own = new Set(members);
  return lines
    .filter((line) => own.has(line.from) && own.has(line.to))
    .map((line) => ({ child: line.from, parent: line.to, childPort: line.fromPort, parentPort: line.toPort }));
}

interface Group {
  readonly title: string;
  readonly members: readonly number[];
  readonly links: readonly ColumnLink[];
  readonly heights: readonly number[];
  readonly columnHeights: readonly number[];
}

interface Packing {
  readonly arranged: readonly Arranged[];
  readonly shelves: Shelves;
}

/** Tries several heights of shelves and takes what is nearest to the aspect, wastes least and has short lines. */
function packed(
  boxes: readonly Box[],
  groups: readonly Group[],
  metrics: Metrics,
  goal: number,
  known: Map<string, Arranged>,
): Packing {
  const pitch = boxes.reduce((sum, box) => sum + box.width, 0) / Math.max(1, boxes.length) + 60;
  const area = boxes.reduce((sum, box) => sum + (box.width + 60) * (box.height + metrics.gap), 0);
  const tallest = Math.max(0, ...boxes.map((box) => box.height));
  let best: (Packing & { readonly score: number }) | undefined;
  for (const limit of limits(area, goal, groups, tallest)) {
    const arranged = groups.map((group, at) => {
      const reached = reachable(group.columnHeights, limit);
      const key = `${at} ${reached}`;
      const one = known.get(key) ?? arrange(boxes, group, reached, metrics, pitch);
      known.set(key, one);
      return one;
    });
    const outlines = arranged.map((one) => one.outline);
    const row = outlines.reduce((sum, one) => sum + one.width, 0);
    for (const count of shelfCounts(row, limit, goal, groups.length)) {
      const shelves = shelvesOf(outlines, limit + 2 * metrics.padding + metrics.title, count);
      const size = sizeOf(shelves, outlines);
      const waste = (size.width * size.height) / Math.max(1, area);
      const score = 4 * Math.abs(Math.log(size.width / Math.max(1, size.height) / goal)) + Math.log(waste);
      if (!best || score < best.score - 1e-9) best = { score, arranged, shelves };
    }
  }
  return { arranged: best?.arranged ?? [], shelves: best?.shelves ?? [] };
}

/** The heights of all columns that some of the boxes can make, from the lowest on. */
function columnHeights(heights: readonly number[], gap: number): readonly number[] {
  const reached = new Uint8Array(heights.reduce((sum, one) => sum + one + gap, 1));
  reached[0] = 1;
  let top = 0;
  for (const one of heights) {
    for (let at = top; at >= 0; at--) if (reached[at] === 1) reached[at + one + gap] = 1;
    top += one + gap;
  }
  const found: number[] = [];
  for (let at = 1; at <= top; at++) if (reached[at] === 1) found.push(at - gap);
  return found;
}

/** The limit that allows the same columns: between two heights that columns can have, one limit is as good as another. */
function reachable(heights: readonly number[], limit: number): number {
  let [low, high] = [0, heights.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((heights[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return heights[low - 1] ?? limit;
}

/** Heights of columns to try. */
function limits(area: number, goal: number, groups: readonly Group[], tallest: number): readonly number[] {
  const whole = Math.sqrt(area / goal);
  const shares =
    groups.length === 1
      ? [0.7, 0.85, 1, 1.2, 1.4]
      : groups.length < 12
        ? [1, 0.7, 0.5, 0.36]
        : sharesFor(groups.length);
  return [...new Set(shares.map((share) => Math.max(tallest, Math.round(whole * share))))];
}

/** Clusters about as wide as high stand in as many shelves as make the aspect. */
function sharesFor(groups: number): readonly number[] {
  const shelves = Math.sqrt(groups / aspect);
  return [0.85, 1, 1.2].map((factor) => factor / shelves);
}

function shelfCounts(row: number, limit: number, goal: number, groups: number): readonly number[] {
  const exact = Math.sqrt(row / (goal * limit));
  const counts = [Math.floor(exact), Math.ceil(exact), Math.ceil(exact) + 1];
  return [...new Set(counts.map((count) => Math.min(Math.max(1, count), Math.max(1, groups))))];
}

interface Arranged extends Group {
  readonly columns: readonly (readonly number[])[];
  readonly outline: Outline;
}

function arrange(boxes: readonly Box[], group: Group, limit: number, metrics: Metrics, pitch: number): Arranged {
  const local = new Map(group.members.map((box, at) => [box, at]));
  const columns = arrangeColumns({
    heights: group.heights,
    links: group.links.map((link) => ({
      ...link,
      child: local.get(link.child) ?? 0,
      parent: local.get(link.parent) ?? 0,
    })),
    limit,
    gap: metrics.gap,
    pitch,
  }).map((column) => column.map((at) => group.members[at] ?? 0));
  const width = columns.reduce(
    (sum, column) => sum + Math.max(...column.map((box) => boxes[box]?.width ?? 0)) + 2 * metrics.mark + 14,
    0,
  );
  const high = columns.map((column) =>
    column.reduce((sum, box) => sum + (boxes[box]?.height ?? 0) + metrics.gap, -metrics.gap),
  );
  const height = Math.max(0, ...high) + 2 * metrics.padding + (group.title === '' ? 0 : metrics.title);
  return { ...group, columns, outline: { width, height } };
}

function pictureOf(diagram: Diagram, detail: Detail, plan: Plan, drawn: readonly Wire[], metrics: Metrics): Picture {
  const numbers = new Map(plan.clusters.map((cluster, at) => [cluster, at]));
  return {
    diagram,
    detail,
    width: Math.ceil(plan.width),
    height: Math.ceil(plan.height),
    boxes: plan.boxes.map((box, at) => {
      const spot = plan.spot[at];
      return {
        box,
        x: round(plan.x[at] ?? 0),
        y: round(plan.y[at] ?? 0),
        width: spot?.cluster.widths[spot.column] ?? box.width,
        cluster: spot ? (numbers.get(spot.cluster) ?? 0) : 0,
      };
    }),
    clusters: plan.clusters.map((cluster) => ({
      title: cluster.title,
      x: round(cluster.x),
      y: round(cluster.y),
      width: round(clusterWidth(cluster)),
      height: round(clusterHeight(cluster, metrics)),
    })),
    wires: drawn,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
