/** A cluster's outline, before anything is routed. */
export interface Outline {
  readonly width: number;
  readonly height: number;
}

/** Clusters by their numbers: shelves from top to bottom, each of slots from left to right, each a stack of clusters. */
export type Shelves = readonly (readonly (readonly number[])[])[];

/** Room between clusters, in which lines run. */
export const gutter = 36;

/**
 * Puts clusters into shelves no higher than `limit`, low ones on top of each other, about in the order that they come
 * in, and breaks the row into `count` shelves of about the same width.
 */
export function shelvesOf(outlines: readonly Outline[], limit: number, count: number): Shelves {
  const slots = stacked(outlines, limit);
  const widths = slots.map((slot) => Math.max(...slot.map((at) => outlines[at]?.width ?? 0)) + gutter);
  let low = Math.max(0, ...widths);
  let high = widths.reduce((sum, width) => sum + width, 0);
  while (high - low > 8) {
    const middle = (low + high) / 2;
    if (broken(widths, middle).length <= count) high = middle;
    else low = middle;
  }
  return broken(widths, high).map((shelf) => shelf.map((at) => slots[at] ?? []));
}

/** The size of shelves with their gutters. */
export function sizeOf(shelves: Shelves, outlines: readonly Outline[]): Outline {
  const width = (slot: readonly number[]): number => Math.max(...slot.map((at) => outlines[at]?.width ?? 0)) + gutter;
  const height = (slot: readonly number[]): number =>
    slot.reduce((sum, at) => sum + (outlines[at]?.height ?? 0) + gutter, 0);
  return {
    width: Math.max(0, ...shelves.map((shelf) => shelf.reduce((sum, slot) => sum + width(slot), 0))) + gutter,
    height: shelves.reduce((sum, shelf) => sum + Math.max(...shelf.map(height)), 0) + gutter,
  };
}

/** A slot takes the next cluster that fits below, of the few that follow. */
function stacked(outlines: readonly Outline[], limit: number): readonly (readonly number[])[] {
  const left = outlines.map((_, at) => at);
  const slots: number[][] = [];
  while (left.length > 0) {
    const slot = left.splice(0, 1);
    const [first = 0] = slot;
    let height = outlines[first]?.height ?? 0;
    const width = outlines[first]?.width ?? 0;
    for (let at = 0; at < Math.min(left.length, lookAhead); ) {
      const next = outlines[left[at] ?? 0];
      const fits = next && height + gutter + next.height <= limit && next.width <= width * 1.15;
      if (fits) {
        height += gutter + next.height;
        slot.push(...left.splice(at, 1));
      } else at++;
    }
    slots.push(slot);
  }
  return slots;
}

const lookAhead = 12;

function broken(widths: readonly number[], most: number): readonly (readonly number[])[] {
  const shelves: number[][] = [];
  let width = 0;
  for (const [at, own] of widths.entries()) {
    const shelf = shelves.at(-1);
    if (!shelf || width + own > most) {
      shelves.push([at]);
      width = own;
    } else {
      shelf.push(at);
      width += own;
    }
  }
  return shelves;
}
