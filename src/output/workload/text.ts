import type { ColumnLoad, TableLoad } from '../../workload/patterns.ts';
import { printable } from '../printable.ts';
import { hanging, heading, type Page, pageOf, type TextOptions } from '../text-style.ts';
import { cut, displayWidth, padEnd, wrap } from '../width.ts';
import { count, digits, short } from '../words.ts';
import type { WorkloadReport } from './report.ts';
import {
  callsCell,
  habitDetail,
  habitKinds,
  habitWords,
  heaviest,
  oneLine,
  placed,
  type Ranking,
  rowsText,
  summary,
  time,
  titleOf,
  troubles,
  uncounted,
  usesText,
  wanted,
} from './words.ts';

const most = 10;
const columnsShown = 5;

/** The report for a terminal, or a pipe. */
export function workloadTextReport(report: WorkloadReport, options: TextOptions): string {
  const page = pageOf(options);
  const lines = [
    page.colors.bold('Workload'),
    ...summary(report).flatMap((one) => wrap(printable(one), page.width)),
    ...ranking(page, report, 'time', 'Heaviest by time'),
    ...ranking(page, report, 'calls', 'Most often called'),
    ...ranking(page, report, 'rows', 'Most rows'),
    ...declared(page, report),
    ...loops(page, report),
    ...habits(page, report),
    ...tables(page, report.patterns.tables),
    ...columns(page, report.patterns.columns),
    ...problems(page, report),
  ];
  return `${lines.join('\n')}\n`;
}

function ranking(page: Page, report: WorkloadReport, by: Ranking, title: string): readonly string[] {
  const found = heaviest(report.workload, by, page.verbose ? 100 : most);
  if (found.length === 0) return [];
  return [
    ...heading(page, title, page.colors.cyan),
    page.colors.dim('  share     calls     total      mean  query'),
    ...found.map(({ query, share }) => {
      const figures = [
        `${(share * 100).toFixed(1)}%`.padStart(7),
        short(query.calls ?? 0).padStart(10),
        (query.totalMilliseconds === undefined ? '' : time(query.totalMilliseconds)).padStart(10),
        (query.meanMilliseconds === undefined ? '' : time(query.meanMilliseconds)).padStart(10),
      ].join('');
      const rows = by === 'rows' && query.rows !== undefined ? `${rowsText(query.rows)}: ` : '';
      return `${figures}  ${cut(printable(rows + wanted(query) + titleOf(query)), Math.max(20, page.width - figures.length - 2))}`;
    }),
  ];
}

function declared(page: Page, { workload }: WorkloadReport): readonly string[] {
  const found = uncounted(workload);
  if (found.length === 0) return [];
  const shown = page.verbose ? found : found.slice(0, most * 2);
  return [
    ...heading(page, 'Queries without counters', page.colors.cyan),
    ...shown.flatMap((query) => hanging(page, '·', printable(cut(titleOf(query), page.width * 2) + placed(query)))),
    ...(shown.length < found.length ? [page.colors.dim(`  and ${digits(found.length - shown.length)} more`)] : []),
  ];
}

function loops(page: Page, { patterns, workload }: WorkloadReport): readonly string[] {
  if (patterns.loops.length === 0) return [];
  const queries = new Map(workload.queries.map((query) => [query.fingerprint, query]));
  return [
    ...heading(page, 'Loops of queries (N+1)', page.colors.yellow),
    ...patterns.loops.slice(0, page.verbose ? 100 : most).flatMap((loop, at) => {
      const query = queries.get(loop.query);
      const parent = loop.parent === undefined ? undefined : queries.get(loop.parent);
      const mean = Number((loop.calls / loop.occurrences).toPrecision(3));
      const facts = `${count(loop.occurrences, 'time')}, ${mean} calls each (at most ${digits(loop.longestRun)}), ${time(loop.milliseconds)} in all, with another $${loop.parameter} each time`;
      const indent = (mark: string, text: string) =>
        hanging({ ...page, width: page.width - 3 }, mark, printable(text)).map((line) => `   ${line}`);
      return [
        ...hanging(page, `${at + 1}.`, printable(oneLine(query?.sql ?? loop.query)), page.colors.bold),
        ...indent('·', facts),
        ...(parent ? indent('·', `after: ${oneLine(parent.sql)}`) : []),
        ...(loop.join === undefined ? [] : indent('→', `one join: ${oneLine(loop.join)}`)),
        ...(loop.batch === undefined ? [] : indent('→', `one call: ${oneLine(loop.batch)}`)),
      ];
    }),
  ];
}

function habits(page: Page, { patterns, workload }: WorkloadReport): readonly string[] {
  if (patterns.habits.length === 0) return [];
  const queries = new Map(workload.queries.map((query) => [query.fingerprint, query]));
  return [
    ...heading(page, 'Queries that ask for more than they need', page.colors.yellow),
    ...habitKinds.flatMap((kind) => {
      const found = patterns.habits.filter((one) => one.kind === kind);
      if (found.length === 0) return [];
      const shown = found.slice(0, page.verbose ? 100 : 5);
      return [
        `${habitWords[kind]}: ${count(found.length, 'query')}`,
        ...shown.map((habit) => {
          const query = queries.get(habit.fingerprint);
          const detail = habitDetail(habit);
          return `  · ${cut(printable(query ? titleOf(query) : ''), page.width - 4 - detail.length)}${detail}`;
        }),
      ];
    }),
  ];
}

function tables(page: Page, loads: readonly TableLoad[]): readonly string[] {
  if (loads.length === 0) return [];
  const shown = page.verbose ? loads : loads.slice(0, most * 2);
  const width = Math.min(36, Math.max(...shown.map((one) => displayWidth(one.table)), 5));
  return [
    ...heading(page, 'Tables', page.colors.cyan),
    page.colors.dim(`${padEnd('table', width)}   queries     reads    writes  time read  time write`),
    ...shown.map((one) => {
      const figures = [
        digits(one.queries).padStart(10),
        callsCell(one.readCalls, one.declaredReadsPerSecond).padStart(10),
        callsCell(one.writeCalls, one.declaredWritesPerSecond).padStart(10),
        time(one.readMilliseconds).padStart(11),
        time(one.writeMilliseconds).padStart(12),
      ];
      return padEnd(cut(printable(one.table), width), width) + figures.join('');
    }),
    ...(shown.length < loads.length ? [page.colors.dim(`and ${digits(loads.length - shown.length)} more`)] : []),
  ];
}

function columns(page: Page, loads: readonly ColumnLoad[]): readonly string[] {
  // What only is returned says nothing of indexes.
  const told = (use: string) => page.verbose || (use !== 'returned' && use !== 'other');
  const found = loads.map((one) => ({ one, text: usesText(one, told) })).filter(({ text }) => text !== '');
  if (found.length === 0) return [];
  const shown: string[] = [];
  for (const [table, columns] of groupedByTable(found)) {
    if (!page.verbose && shown.length > most * 4) break;
    shown.push(printable(table));
    for (const { one, text } of page.verbose ? columns : columns.slice(0, columnsShown)) {
      const name = printable(one.column);
      const [line = '', ...more] = wrap(text, page.width - 32);
      // An expression is only known by all of it.
      if (displayWidth(name) > 28) shown.push(...wrap(name, page.width - 2).map((part) => `  ${part}`));
      shown.push(
        `  ${padEnd(displayWidth(name) > 28 ? '' : name, 28)}  ${line}`,
        ...more.map((part) => ' '.repeat(32) + part),
      );
    }
  }
  return [...heading(page, 'Columns by use, in calls', page.colors.cyan), ...shown];
}

function groupedByTable<T extends { readonly one: ColumnLoad }>(
  found: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const tables = new Map<string, T[]>();
  for (const item of found) tables.set(item.one.table, [...(tables.get(item.one.table) ?? []), item]);
  return tables;
}

function problems(page: Page, report: WorkloadReport): readonly string[] {
  const found = troubles(report);
  if (found.length === 0) return [];
  return [
    ...heading(page, 'Kept out, and what was wrong with the inputs', page.colors.dim),
    ...found.flatMap((one) => hanging(page, '·', printable(cut(one, page.width * 2)))),
  ];
}
