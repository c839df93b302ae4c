import type { Picture, PlacedBox } from '../src/diagram/layout/layout.ts';
import type { Point, Wire } from '../src/diagram/layout/wire.ts';

/** What is wrong with a picture, counted from its geometry alone. */
export interface Flaws {
  /** Pairs of boxes that share a point, or come closer than 4 pixels. */
  readonly overlaps: readonly string[];
  /** Lines that run under a box. */
  readonly under: readonly string[];
  /** Pairs of ends whose lines run on top of each other for more than 2 pixels. */
  readonly merged: readonly string[];
  /** Lines that do not begin or end at the side of their box. */
  readonly loose: readonly string[];
}

export function flawsOf(picture: Picture): Flaws {
  return { overlaps: overlaps(picture), under: under(picture), merged: merged(picture), loose: loose(picture) };
}

function overlaps({ boxes }: Picture): readonly string[] {
  const room = 4;
  return boxes.flatMap((a, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width + room &&
          b.x < a.x + a.width + room &&
          a.y < b.y + b.box.height + room &&
          b.y < a.y + a.box.height + room,
      )
      .map((b) => `${a.box.entity.key} ${b.box.entity.key}`),
  );
}

function segments({ points }: Wire): readonly (readonly [Point, Point])[] {
  return points.slice(1).flatMap((point, at) => {
    const before = points[at];
    return before ? [[before, point] as const] : [];
  });
}

function crosses([a, b]: readonly [Point, Point], { x, y, width, box }: PlacedBox): boolean {
  const [left, right] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
  const [top, bottom] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
  return left < x + width - 0.5 && right > x + 0.5 && top < y + box.height - 0.5 && bottom > y + 0.5;
}

function under(picture: Picture): readonly string[] {
  return picture.wires
    .filter((wire) => segments(wire).some((segment) => picture.boxes.some((box) => crosses(segment, box))))
    .map((wire) => nameOf(picture, wire));
}

function merged(picture: Picture): readonly string[] {
  const runs = new Map<string, { net: number; lo: number; hi: number; name: string }[]>();
  for (const wire of picture.wires) {
    for (const [a, b] of segments(wire)) {
      const vertical = a[0] === b[0];
      const key = vertical ? `x ${a[0]}` : `y ${a[1]}`;
      const along = vertical ? [a[1], b[1]] : [a[0], b[0]];
      const run = { net: wire.line.net, lo: Math.min(...along), hi: Math.max(...along), name: endOf(picture, wire) };
      runs.set(key, [...(runs.get(key) ?? []), run]);
    }
  }
  const pairs = [...runs.values()].flatMap((all) =>
    all.flatMap((a, at) =>
      all
        .slice(at + 1)
        .filter((b) => a.net !== b.net && Math.min(a.hi, b.hi) - Math.max(a.lo, b.lo) > 2)
        .map((b) => [a.name, b.name].sort().join(' | ')),
    ),
  );
  return [...new Set(pairs)];
}

function loose(picture: Picture): readonly string[] {
  const at = (number: number, point: Point | undefined): boolean => {
    const placed = picture.boxes[number];
    if (!placed || !point) return false;
    const { x, y, width, box } = placed;
    return (point[0] === x || point[0] === x + width) && point[1] >= y && point[1] <= y + box.height;
  };
  return picture.wires
    .filter(({ line, points }) => !at(line.from, points[0]) || !at(line.to, points.at(-1)))
    .map((wire) => nameOf(picture, wire));
}

function endOf({ diagram }: Picture, { line }: Wire): string {
  const one = diagram.relationships[line.number];
  return `${one?.to} ${one?.referencedColumns.join(',')} ${one?.toEnd}`;
}

function nameOf({ diagram }: Picture, { line }: Wire): string {
  return diagram.relationships[line.number]?.key ?? '';
}
