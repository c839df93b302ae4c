/** A line between two boxes of a cluster, by their numbers in it, with the heights at which it meets them. */
export interface ColumnLink {
  readonly child: number;
  readonly parent: number;
  readonly childPort: number;
  readonly parentPort: number;
}

export interface ColumnsInput {
  readonly heights: readonly number[];
  readonly links: readonly ColumnLink[];
  /** No column is higher, unless a single box is. */
  readonly limit: number;
  /** Between boxes one above the other. */
  readonly gap: number;
  /** A typical column with the room beside it. */
  readonly pitch: number;
}

/**
 * Puts the boxes of a cluster into columns, no higher than the limit, so that lines are short: first along the lines
 * from the box that has most of them, then by moving and exchanging boxes as long as that shortens lines.
 */
export function arrangeColumns(input: ColumnsInput): readonly (readonly number[])[] {
  const columns = filled(input);
  if (input.links.length > 0) improve(columns, input);
  return columns.filter((column) => column.length > 0);
}

function filled({ heights, links, limit, gap }: ColumnsInput): number[][] {
  const columns: number[][] = [[]];
  let height = 0;
  for (const box of alongLinks(heights.length, links)) {
    const own = heights[box] ?? 0;
    if (height > 0 && height + gap + own > limit) {
      columns.push([]);
      height = 0;
    }
    columns.at(-1)?.push(box);
    height += (height > 0 ? gap : 0) + own;
  }
  return columns;
}

/** All boxes, each connected part from its busiest box outwards, the larger parts first. */
function alongLinks(count: number, links: readonly ColumnLink[]): readonly number[] {
  const neighbours: Set<number>[] = Array.from({ length: count }, () => new Set());
  for (const { child, parent } of links) {
    if (child === parent) continue;
    neighbours[child]?.add(parent);
    neighbours[parent]?.add(child);
  }
  const degree = (box: number): number => neighbours[box]?.size ?? 0;
  const busiest = (a: number, b: number): number => degree(b) - degree(a) || a - b;
  const seen = new Set<number>();
  const parts: number[][] = [];
  for (const start of Array.from({ length: count }, (_, at) => at).sort(busiest)) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (let at = 0; at < part.length; at++) {
      for (const next of [...(neighbours[part[at] ?? 0] ?? [])].sort(busiest)) {
        if (seen.has(next)) continue;
        seen.add(next);
        part.push(next);
      }
    }
    parts.push(part);
  }
  return parts.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0)).flat();
}

/** What a loop at one side of a column costs, and a parent at the right of its child, in pixels of line. */
const loopCost = 60;
const backwardCost = 25;
const passCost = 50;

function improve(columns: number[][], input: ColumnsInput): void {
  const { heights, limit, gap } = input;
  const cost = costOf(input);
  const { columnOf, top } = cost;
  /** Stands the boxes of a column on their places, from one on. */
  const place = (column: number, from = 0): void => {
    const own = columns[column] ?? [];
    const above = own[from - 1];
    let y = above === undefined ? 0 : (top[above] ?? 0) + (heights[above] ?? 0) + gap;
    for (let at = from; at < own.length; at++) {
      const box = own[at] ?? 0;
      columnOf[box] = column;
      top[box] = y;
      y += (heights[box] ?? 0) + gap;
    }
  };
  const high = (column: number): number => {
    const last = columns[column]?.at(-1);
    return last === undefined ? -gap : (top[last] ?? 0) + (heights[last] ?? 0);
  };
  for (let column = 0; column < columns.length; column++) place(column);
  let best = cost.total();

  // Called for every spot of every box: nothing is made anew here.
  const shift = (box: number, out: number, outAt: number, into: number, intoAt: number): void => {
    columns[out]?.splice(outAt, 1);
    columns[into]?.splice(intoAt, 0, box);
    place(out, into === out ? Math.min(outAt, intoAt) : outAt);
    if (into !== out) place(into, intoAt);
  };
  const put = (column: number, at: number, box: number): void => {
    const all = columns[column];
    if (all) all[at] = box;
    place(column, at);
  };
  const isGain = (): boolean => {
    const now = cost.total(best);
    if (now >= best - 1e-6) return false;
    best = now;
    return true;
  };

  const move = (box: number): boolean => {
    const from = columnOf[box] ?? 0;
    const at = columns[from]?.indexOf(box) ?? 0;
    for (let to = 0; to < columns.length; to++) {
      if (to !== from && high(to) + gap + (heights[box] ?? 0) > limit && (columns[to]?.length ?? 0) > 0) continue;
      const spots = (columns[to]?.length ?? 0) + (to === from ? 0 : 1);
      for (let target = 0; target < spots; target++) {
        if (to === from && target === at) continue;
        shift(box, from, at, to, target);
        if (isGain()) return true;
        shift(box, to, target, from, at);
      }
    }
    return false;
  };

  const exchange = (a: number, b: number): boolean => {
    const [left, right] = [columnOf[a] ?? 0, columnOf[b] ?? 0];
    if (left === right) return false;
    const more = (heights[b] ?? 0) - (heights[a] ?? 0);
    if (more > 0 ? high(left) + more > limit : high(right) - more > limit) return false;
    const [x, y] = [columns[left]?.indexOf(a) ?? 0, columns[right]?.indexOf(b) ?? 0];
    put(left, x, b);
    put(right, y, a);
    if (isGain()) return true;
    put(left, x, a);
    put(right, y, b);
    return false;
  };

  const linked = [...new Set(input.links.flatMap(({ child, parent }) => [child, parent]))].sort((a, b) => a - b);
  const looks = looksOf(input);
  for (let pass = 0, gained = true; gained && pass < 5; pass++) {
    gained = false;
    for (const box of linked) if (move(box)) gained = true;
    for (const [at, a] of linked.entries()) {
      for (const b of linked.slice(at + 1)) if (looks[a] !== looks[b] && exchange(a, b)) gained = true;
    }
  }
}

/** The same for boxes of one height with the same lines to the same boxes: exchanging them changes no line. */
function looksOf({ heights, links }: ColumnsInput): readonly string[] {
  const ends: string[][] = heights.map(() => []);
  for (const { child, parent, childPort, parentPort } of links) {
    ends[child]?.push(`> ${parent} ${childPort - parentPort}`);
    ends[parent]?.push(`< ${child} ${childPort - parentPort}`);
  }
  return ends.map((own, box) => `${heights[box]} ${own.sort().join()}`);
}

/** The cost of all lines for the columns and tops that are written into it. */
function costOf({ heights, links, pitch }: ColumnsInput): {
  readonly columnOf: Int32Array;
  readonly top: Float64Array;
  /** Up to a bound: beyond it, more is not added up. */
  readonly total: (bound?: number) => number;
} {
  const between = links.filter((link) => link.child !== link.parent);
  const child = Int32Array.from(between, (link) => link.child);
  const parent = Int32Array.from(between, (link) => link.parent);
  const apart = Float64Array.from(between, (link) => link.childPort - link.parentPort);
  const columnOf = new Int32Array(heights.length);
  const top = new Float64Array(heights.length);
  return {
    columnOf,
    top,
    total(bound = Number.POSITIVE_INFINITY) {
      let sum = 0;
      for (let at = 0; at < child.length && sum < bound; at++) {
        const from = child[at] ?? 0;
        const to = parent[at] ?? 0;
        const across = (columnOf[from] ?? 0) - (columnOf[to] ?? 0);
        sum += 0.6 * Math.abs((top[from] ?? 0) - (top[to] ?? 0) + (apart[at] ?? 0));
        if (across === 0) sum += loopCost;
        else sum += (Math.abs(across) - 1) * (pitch + passCost) + (across < 0 ? backwardCost : 0);
      }
      return sum;
    },
  };
}
