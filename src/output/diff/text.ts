import { printable } from '../printable.ts';
import { pageOf, type TextOptions } from '../text-style.ts';
import { displayWidth, wrap } from '../width.ts';
import { count } from '../words.ts';
import { byObject } from './by-object.ts';
import type { DiffReport } from './report.ts';

/** A summary by object for a terminal, or a pipe. */
export function diffText(report: DiffReport, options: TextOptions): string {
  const { colors, width } = pageOf(options);
  const paint = { '+': colors.green, '-': colors.red, '~': colors.yellow, '>': colors.cyan };
  const lines = [colors.bold(`From ${printable(report.from)} to ${printable(report.to)}: ${counted(report)}`)];
  for (const { of, changes } of byObject(report.changes)) {
    lines.push('', colors.bold(printable(of)));
    for (const { sign, text, loses } of changes) {
      lines.push(`  ${paint[sign](`${sign} ${printable(text)}`)}`);
      if (loses !== undefined) lines.push(`      ${colors.red(`loses ${printable(loses)}`)}`);
    }
  }
  for (const { from, to, reasons } of report.renames) {
    const told = `Taken for a rename: ${printable(from)} to ${printable(to)} (${reasons.join(', ')})`;
    lines.push('', ...hung(told, 0, width).map(colors.dim));
  }
  for (const { key, candidates } of report.questions) {
    lines.push('', ...hung(`Renamed? ${printable(key)} is gone; it may be`, 0, width).map(colors.yellow));
    for (const { key: other, name, reasons } of candidates) {
      const reason = `${printable(other)} (${reasons.join(', ')}):`;
      lines.push(...wrapAround(reason, `--rename ${option(key)}=${printable(name)}`, width));
    }
  }
  if (report.notes.length > 0) {
    lines.push('', ...report.notes.flatMap((note) => hung(printable(note), 0, width)).map(colors.dim));
  }
  return `${lines.join('\n')}\n`;
}

/** Wrapped text that is set in, its further lines a little more. */
function hung(text: string, by: number, width: number): readonly string[] {
  return wrap(text, width - by - 2).map((line, at) => ' '.repeat(at === 0 ? by : by + 2) + line);
}

/** A reason with the option that it speaks for, which is never broken: it is to be copied. */
function wrapAround(reason: string, option: string, width: number): readonly string[] {
  const lines = hung(reason, 2, width);
  const last = lines.at(-1) ?? '';
  return displayWidth(`${last} ${option}`) <= width
    ? [...lines.slice(0, -1), `${last} ${option}`]
    : [...lines, `    ${option}`];
}

/** The key without its kind, as `--rename` takes it. */
function option(key: string): string {
  return printable(key.replace(/^(?:enum value|\w+) /, ''));
}

function counted({ changes }: DiffReport): string {
  if (changes.length === 0) return 'no difference';
  const losing = changes.filter((change) => change.loses !== undefined).length;
  return `${count(changes.length, 'change')}${losing > 0 ? `, ${losing} of which ${losing === 1 ? 'loses' : 'lose'} data` : ''}`;
}
