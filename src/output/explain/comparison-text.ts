import { printable } from '../printable.ts';
import type { Page, Style } from '../text-style.ts';
import { cut, displayWidth, padEnd } from '../width.ts';
import { count } from '../words.ts';
import { type ComparedLine, type ComparedPair, withoutLongRuns } from './comparison.ts';

const gap = 3;
const most = 24;

/** The columns of a line, sign, branches, label and cost. */
function lineWidth(line: ComparedLine): number {
  return 2 + line.depth * 2 + displayWidth(printable(line.label)) + 2 + line.cost.length;
}

/**
 * Two plans in `width` columns: side by side when every line fits in its half, else one above the other. What only
 * one of them has is marked `−` and `+`.
 */
export function comparisonText(pairs: readonly ComparedPair[], width: number, page: Page): readonly string[] {
  const half = Math.floor((width - gap) / 2);
  const shown = page.verbose ? pairs : withoutLongRuns(pairs, most);
  const lines = shown.flatMap((pair) => (typeof pair === 'number' ? [] : [pair.before, pair.after]));
  const fits = lines.every((line) => line === undefined || lineWidth(line) <= half);
  return fits ? sideBySide(shown, half, page) : oneAboveTheOther(shown, width, page);
}

type Shown = ComparedPair | number;

function sideBySide(shown: readonly Shown[], half: number, page: Page): readonly string[] {
  const { dim } = page.colors;
  const separator = dim(' │ ');
  return [
    `${dim(padEnd('Before', half))}${separator}${dim('After')}`,
    ...shown.map((pair) => {
      if (typeof pair === 'number') return `${dim(padEnd(sameText(pair), half))}${separator}${dim(sameText(pair))}`;
      const before = compared(pair.before, '−', pair.same, half, page.colors.red, page);
      return `${before}${separator}${compared(pair.after, '+', pair.same, half, page.colors.green, page)}`;
    }),
  ];
}

function oneAboveTheOther(shown: readonly Shown[], width: number, page: Page): readonly string[] {
  const { dim, red, green } = page.colors;
  const side = (which: 'before' | 'after', sign: string, style: Style) =>
    shown.flatMap((pair) => {
      if (typeof pair === 'number') return [dim(sameText(pair))];
      const line = pair[which];
      return line ? [compared(line, sign, pair.same, width, style, page)] : [];
    });
  return [dim('Before'), ...side('before', '−', red), '', dim('After'), ...side('after', '+', green)];
}

function sameText(steps: number): string {
  return `  … ${count(steps, 'step')} that ${steps === 1 ? 'is' : 'are'} the same`;
}

function compared(
  line: ComparedLine | undefined,
  sign: string,
  same: boolean,
  width: number,
  style: Style,
  page: Page,
): string {
  if (!line) return padEnd('', width);
  const most = Math.max(0, width - 24);
  const indent = Math.min(line.depth * 2, most - (most % 2));
  const room = width - 2 - indent - line.cost.length - 2;
  const label = padEnd(cut(printable(line.label), room), room);
  const text = `${same ? ' ' : sign} ${' '.repeat(indent)}${label}  ${line.cost}`;
  return same ? page.colors.dim(text) : style(text);
}
