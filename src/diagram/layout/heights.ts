import type { ColumnLink } from './columns.ts';

export interface HeightsInput {
  readonly columns: readonly (readonly number[])[];
  readonly heights: readonly number[];
  readonly links: readonly ColumnLink[];
  /** The room above each box of a column, and below the last: one more than there are boxes. */
  readonly gaps: readonly (readonly number[])[];
}

/**
 * How far from the top each box of a cluster stands, and the height of all: the highest column is packed, boxes of the
 * others stand beside what they hang together with, as far as there is room.
 */
export function boxHeights(input: HeightsInput): { readonly y: readonly number[]; readonly height: number } {
  const { columns, heights, links, gaps } = input;
  const packed = columns.map(
    (column, at) =>
      column.reduce((sum, box) => sum + (heights[box] ?? 0), 0) + (gaps[at] ?? []).reduce((sum, gap) => sum + gap, 0),
  );
  const height = Math.max(0, ...packed);
  const y = heights.map(() => 0);
  for (const [at, column] of columns.entries()) {
    let top = 0;
    for (const [row, box] of column.entries()) {
      top += gaps[at]?.[row] ?? 0;
      y[box] = top;
      top += heights[box] ?? 0;
    }
  }
  const columnOf = new Map(columns.flatMap((column, at) => column.map((box) => [box, at] as const)));
  const wishes: { other: number; offset: number }[][] = heights.map(() => []);
  for (const { child, parent, childPort, parentPort } of links) {
    if (columnOf.get(child) === columnOf.get(parent)) continue;
    wishes[child]?.push({ other: parent, offset: parentPort - childPort });
    wishes[parent]?.push({ other: child, offset: childPort - parentPort });
  }
  const order = columns.map((_, at) => at);
  for (const sweep of [order, [...order].reverse(), order, [...order].reverse()]) {
    for (const at of sweep) settle(at, height - (packed[at] ?? 0));
  }
  return { y: y.map(Math.round), height: Math.ceil(height) };

  /** Moves the boxes of a column toward their wishes: least squares in the given order (pool adjacent violators). */
  function settle(at: number, slack: number): void {
    const column = columns[at] ?? [];
    if (slack < 1 || column.length === 0) return;
    // As shifts from the packed position: they must not fall from box to box, nor leave the slack.
    let top = 0;
    const blocks: { sum: number; weight: number; boxes: number }[] = [];
    const tops: number[] = [];
    for (const [row, box] of column.entries()) {
      top += gaps[at]?.[row] ?? 0;
      tops.push(top);
      const own = wishes[box] ?? [];
      const wish =
        own.length === 0
          ? (y[box] ?? 0)
          : own.reduce((sum, one) => sum + (y[one.other] ?? 0) + one.offset, 0) / own.length;
      const weight = own.length === 0 ? 0.1 : own.length;
      blocks.push({ sum: (wish - top) * weight, weight, boxes: 1 });
      top += heights[box] ?? 0;
      for (let last = blocks.length - 1; last > 0; last--) {
        const [before, after] = [blocks[last - 1], blocks[last]];
        if (!before || !after || before.sum / before.weight <= after.sum / after.weight) break;
        blocks.splice(last - 1, 2, {
          sum: before.sum + after.sum,
          weight: before.weight + after.weight,
          boxes: before.boxes + after.boxes,
        });
      }
    }
    let row = 0;
    for (const block of blocks) {
      const shift = Math.min(slack, Math.max(0, block.sum / block.weight));
      for (let left = block.boxes; left > 0; left--, row++) {
        const box = column[row];
        if (box !== undefined) y[box] = (tops[row] ?? 0) + shift;
      }
    }
  }
}
