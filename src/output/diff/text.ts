import { printable } from '../printable.ts';
import { pageOf, type TextOptions } from '../text-style.ts';
import { wrap } from '../width.ts';
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
    lines.push('', colors.dim(`Taken for a rename: ${printable(from)} to ${printable(to)} (${reasons.join(', ')})`));
  }
  for (const { key, candidates } of report.questions) {
    lines.push('', colors.yellow(`Renamed? ${printable(key)} is gone; it may be`));
    for (const { key: other, name, reasons } of candidates) {
      lines.push(`  ${printable(other)} (${reasons.join(', ')}): --rename ${option(key)}=${printable(name)}`);
    }
  }
  if (report.notes.length > 0) {
    const notes = report.notes.flatMap((note) =>
      wrap(printable(note), width - 2).map((line, at) => (at === 0 ? line : `  ${line}`)),
    );
    lines.push('', ...notes.map(colors.dim));
  }
  return `${lines.join('\n')}\n`;
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
