import { displayName } from '../../catalog/names.ts';
import { printable } from '../printable.ts';
import { type Page, pageOf, type TextOptions } from '../text-style.ts';
import { cut, displayWidth, padEnd, wrap } from '../width.ts';
import { bytes, count, short } from '../words.ts';
import type { VolumesColumn, VolumesReport, VolumesTable } from './report.ts';

export interface VolumesTextOptions extends TextOptions {
  /** Tell of each column, too. */
  readonly columns: boolean;
  /** Tell of each partition. */
  readonly partitions: boolean;
}

/** Columns of the page behind the name: rows, bytes of a row, of the heap, of the indexes, growth, writes. */
const widths = [7, 7, 9, 9, 9, 9] as const;
const heads = ['rows', 'row', 'heap', 'indexes', 'growth', 'writes'] as const;

/** The report for a terminal, or a pipe. */
export function volumesText(report: VolumesReport, options: VolumesTextOptions): string {
  const page = pageOf(options);
  const shown = report.tables.filter((table) => options.partitions || table.kind !== 'partition');
  const stored = report.tables.filter((table) => !report.tables.some((one) => one.name === table.parent));
  const total = stored.reduce((sum, table) => sum + table.totalBytes, 0);
  const rows = stored.reduce((sum, table) => sum + table.rows, 0);
  const scale = report.factor === 1 ? '' : ` at ${report.factor}×`;
  const lines = [
    page.colors.bold(cut(`Volumes of ${printable(report.source)}${scale}`, page.width)),
    `${count(shown.length, 'table')}, ${short(rows)} rows, ${bytes(total)} with indexes${origins(shown)}`,
    '',
    page.colors.dim(row(page, 'table', heads)),
    ...shown.flatMap((table) => tableLines(page, table, report, options)),
  ];
  if (!options.partitions && report.tables.length > shown.length) {
    lines.push(
      '',
      page.colors.dim(`${count(report.tables.length - shown.length, 'partition')} counted in; --table tells of each`),
    );
  }
  return `${lines.join('\n')}\n`;
}

function origins(tables: readonly VolumesTable[]): string {
  const parts = (['observed', 'declared', 'derived'] as const).flatMap((origin) => {
    const number = tables.filter((table) => table.origin === origin).length;
    return number === 0 ? [] : [`${number} ${origin}`];
  });
  return ` (rows: ${parts.join(', ')})`;
}

function tableLines(
  page: Page,
  table: VolumesTable,
  report: VolumesReport,
  options: VolumesTextOptions,
): readonly string[] {
  const name = table.schema === report.defaultSchema ? displayName(table.table) : table.name;
  const parts = report.tables.filter((one) => one.parent === table.name);
  const cells = [
    short(table.rows),
    `${table.rowBytes} B`,
    bytes(table.heapBytes),
    bytes(table.indexBytes),
    table.growthPerMonth === undefined ? '' : `${rounded(table.growthPerMonth * 100)}%/mo`,
    table.writesPerSecond === undefined ? '' : `${short(table.writesPerSecond)}/s`,
  ];
  const kept = table.list && report.factor !== 1 ? '; a list does not grow' : '';
  const split = parts.length > 0 ? `; ${count(parts.length, 'partition')}` : '';
  const reason = `${table.reason}${split}${kept}`;
  return [
    row(page, printable(name), cells),
    ...wrap(printable(reason), page.width - 2).map((line) => page.colors.dim(`  ${line}`)),
    ...(options.columns ? columnLines(page, table.columns) : []),
  ];
}

/** The name on the left, cut where it is too long; figures right under their heads. */
function row(page: Page, name: string, cells: readonly string[]): string {
  const right = widths.reduce((sum: number, width) => sum + width, 0);
  const room = Math.max(12, page.width - right);
  const figures = cells.map((cell, at) => padStart(cell, widths[at] ?? 9)).join('');
  return `${padEnd(cut(name, room - 1), room)}${figures}`.trimEnd();
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

const columnHead = ['', 'distinct', 'nulls', 'bytes'] as const;

function columnLines(page: Page, columns: readonly VolumesColumn[]): readonly string[] {
  const longest = Math.min(24, Math.max(6, ...columns.map(({ name }) => displayWidth(displayName(name)))));
  const line = (name: string, cells: readonly string[], rest: string) => {
    const left = `    ${padEnd(cut(name, longest), longest)}${cells.map((cell) => padStart(cell, 9)).join('')}  `;
    return `${left}${cut(rest, Math.max(10, page.width - displayWidth(left)))}`.trimEnd();
  };
  return [
    page.colors.dim(line(columnHead[0], columnHead.slice(1), 'how known')),
    ...columns.map((column) =>
      line(
        printable(displayName(column.name)),
        [distinctText(column.distinct), shareText(column.nullFraction), String(rounded(column.averageWidth))],
        printable(`${valuesText(column)}${column.reason}`),
      ),
    ),
    '',
  ];
}

function distinctText(distinct: number): string {
  if (distinct === -1) return 'unique';
  return distinct < 0 ? shareText(-distinct) : short(distinct);
}

function shareText(share: number): string {
  if (share === 0) return '0';
  const percent = share * 100;
  return percent < 0.1 ? '<0.1%' : `${Number(percent.toPrecision(percent >= 99.5 ? 3 : 2))}%`;
}

/** Of a few values each; of many none. */
function valuesText({ commonValues }: VolumesColumn): string {
  if (commonValues.length === 0) return '';
  const shown = commonValues.slice(0, 2).map(({ value, fraction }) => `${cut(value, 14)} ${shareText(fraction)}`);
  return `${shown.join(', ')}${commonValues.length > 2 ? '…' : ''}: `;
}

function rounded(value: number): number {
  return Number(value.toPrecision(2)) >= 10 ? Math.round(value) : Number(value.toPrecision(2));
}
