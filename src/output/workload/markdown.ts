import { printable } from '../printable.ts';
import { count, digits, short } from '../words.ts';
import type { WorkloadReport } from './report.ts';
import {
  callsCell,
  habitDetail,
  habitWords,
  heaviest,
  oneLine,
  placed,
  summary,
  time,
  titleOf,
  troubles,
  uncounted,
  usesText,
  wanted,
} from './words.ts';

/** The report for a page, an issue or a pull request. */
export function workloadMarkdown(report: WorkloadReport): string {
  const { workload, patterns } = report;
  const queries = new Map(workload.queries.map((query) => [query.fingerprint, query]));
  const sqlOf = (fingerprint: string | undefined) => code(oneLine(queries.get(fingerprint ?? '')?.sql ?? ''));
  const sections = [
    '# Workload',
    summary(report).map(escaped).join('\n'),
    ...(['time', 'calls', 'rows'] as const).map((by) => {
      const rows = heaviest(workload, by, 20).map(({ query, share }) => [
        `${(share * 100).toFixed(1)}%`,
        short(query.calls ?? 0),
        query.totalMilliseconds === undefined ? '' : time(query.totalMilliseconds),
        query.meanMilliseconds === undefined ? '' : time(query.meanMilliseconds),
        query.rows === undefined ? '' : short(query.rows),
        escaped(wanted(query)) + code(titleOf(query)),
      ]);
      return section(`Heaviest by ${by}`, table(['share', 'calls', 'total', 'mean', 'rows', 'query'], rows));
    }),
    section(
      'Queries without counters',
      uncounted(workload)
        .map((query) => `- ${code(titleOf(query))}${escaped(placed(query))}`)
        .join('\n'),
    ),
    section(
      'Loops of queries (N+1)',
      patterns.loops
        .map((loop, at) =>
          [
            `${at + 1}. ${sqlOf(loop.query)}`,
            `   - ${count(loop.occurrences, 'time')}, ${count(loop.calls, 'call')} in all, ${time(loop.milliseconds)}, with another $${loop.parameter} each time`,
            ...(loop.parent === undefined ? [] : [`   - after ${sqlOf(loop.parent)}`]),
            ...(loop.join === undefined ? [] : [`   - one join: ${code(oneLine(loop.join))}`]),
            ...(loop.batch === undefined ? [] : [`   - one call: ${code(oneLine(loop.batch))}`]),
          ].join('\n'),
        )
        .join('\n'),
    ),
    section(
      'Queries that ask for more than they need',
      patterns.habits
        .map((habit) => `- ${habitWords[habit.kind]}${habitDetail(habit)}: ${sqlOf(habit.fingerprint)}`)
        .join('\n'),
    ),
    section(
      'Tables',
      table(
        ['table', 'queries', 'reads', 'writes', 'time read', 'time write'],
        patterns.tables.map((one) => [
          code(one.table),
          digits(one.queries),
          callsCell(one.readCalls, one.declaredReadsPerSecond),
          callsCell(one.writeCalls, one.declaredWritesPerSecond),
          time(one.readMilliseconds),
          time(one.writeMilliseconds),
        ]),
      ),
    ),
    section(
      'Columns by use, in calls',
      table(
        ['column', 'uses'],
        patterns.columns.map((one) => [
          code(one.expression ? `${one.table}: ${one.column}` : `${one.table}.${one.column}`),
          usesText(one),
        ]),
      ),
    ),
    section(
      'Kept out, and what was wrong with the inputs',
      troubles(report)
        .map((one) => `- ${escaped(one)}`)
        .join('\n'),
    ),
  ];
  return `${sections.filter((one) => one !== '').join('\n\n')}\n`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

/** Inline code whose marks are longer than any inside. */
function code(text: string): string {
  const safe = printable(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return longest === 0 ? `${mark}${safe}${mark}` : `${mark} ${safe} ${mark}`;
}

function escaped(text: string): string {
  return printable(text).replace(/[\\`*_<>[\]|#]/g, '\\$&');
}
