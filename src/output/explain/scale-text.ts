import type { Explanation } from '../../explain/explanation.ts';
import { printable } from '../printable.ts';
import { hanging, heading, type Page } from '../text-style.ts';
import { cut, displayWidth, padEnd, wrap } from '../width.ts';
import { flipText, scaleTable } from './scale-table.ts';

const gap = '  ';

/** The query at multiples of the present sizes: cost, predicted time, both with the first advice, the plan in short; where it flips. */
export function scaleText(explanation: Explanation, page: Page): readonly string[] {
  const { scale, flips } = explanation;
  if (scale.length === 0) return [];
  const { dim, bold, yellow } = page.colors;
  const { head, rows, notes } = scaleTable(explanation);
  const numbers = head.length - 1;
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => displayWidth(row[at] ?? ''))));
  const used = widths.slice(0, numbers).reduce((sum, width) => sum + width + gap.length, 2);
  const room = page.width - used;
  const line = (cells: readonly string[]) =>
    `  ${cells
      .slice(0, numbers)
      .map((cell, at) => cell.padStart(widths[at] ?? 0))
      .join(gap)}`;
  // The plan in short stands beside the numbers where there is room, else below them.
  const beside = room >= 24;
  return [
    ...heading(page, 'When the tables grow', bold),
    dim(beside ? `${line(head)}${gap}${head[numbers] ?? ''}` : line(head)),
    ...rows.flatMap((cells) => {
      const shape = printable(cells[numbers] ?? '');
      if (!beside)
        return [line(cells), ...hanging(page, '    ', page.verbose ? shape : cut(shape, page.width - 5), dim)];
      const [first = '', ...others] = page.verbose ? wrap(shape, room) : [cut(shape, room)];
      return [`${line(cells)}${gap}${dim(first)}`, ...others.map((other) => padEnd('', used) + dim(other))];
    }),
    ...(flips.length > 0 || notes.length > 0 ? [''] : []),
    ...flips.flatMap((flip) => hanging(page, '  !', printable(flipText(flip)), yellow)),
    ...notes.flatMap((note) => hanging(page, '  ·', printable(note), dim)),
  ];
}
