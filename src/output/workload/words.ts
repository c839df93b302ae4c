import type { QueryPlace, Workload, WorkloadQuery } from '../../catalog/workload.ts';
import type { ColumnLoad, Habit } from '../../workload/patterns.ts';
import { callsText } from '../explain/words.ts';
import { count, digits, joined, short } from '../words.ts';
import type { WorkloadReport } from './report.ts';

/** `12 µs`, `0.123 ms`, `45 ms`, `3.2 s`, `5 min`, `2.5 h`. */
export function time(milliseconds: number): string {
  const three = (value: number) => String(Number(value.toPrecision(3)));
  if (milliseconds > 0 && milliseconds < 0.1) return `${three(milliseconds * 1000)} µs`;
  if (milliseconds < 1000) return `${three(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${three(milliseconds / 1000)} s`;
  return milliseconds < 7_200_000 ? `${three(milliseconds / 60_000)} min` : `${three(milliseconds / 3_600_000)} h`;
}

/** On one line, without runs of blanks. */
export function oneLine(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}

/** `2024-05-01T10:00:00.000Z` → `2024-05-01 10:00`. */
function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

/** What was read and what it comes to, a sentence each. */
export function summary({ inputs, totals, workload, prefix }: WorkloadReport): readonly string[] {
  const size = inputs.reduce((sum, one) => sum + one.bytes, 0);
  const kinds = [...new Set(inputs.map((one) => one.kind))];
  const calls = workload.queries.reduce((sum, one) => sum + (one.calls ?? 0), 0);
  const milliseconds = workload.queries.reduce((sum, one) => sum + (one.totalMilliseconds ?? 0), 0);
  const declared = workload.queries.filter((one) => one.calls === undefined && one.callsPerSecond !== undefined);
  const perSecond = declared.reduce((sum, one) => sum + (one.callsPerSecond ?? 0), 0);
  const { since, until } = workload;
  const span =
    since === undefined
      ? ''
      : `, ${until === undefined ? 'since ' : ''}${minute(since)}${until === undefined ? '' : ` to ${minute(until)}`} UTC`;
  return [
    `${count(inputs.length, 'input')} (${joined(kinds)}), ${short(size)}B${prefix === undefined ? '' : `, log_line_prefix '${prefix}'`}${span}.`,
    totals.executions === 0
      ? `${count(workload.queries.length, 'different query')}, whose calls nobody counted.`
      : `${count(totals.executions, 'execution')} in ${time(totals.milliseconds)}; of these ${count(calls, 'call')} of ${count(workload.queries.length, 'different query')} in ${time(milliseconds)}.`,
    ...(declared.length === 0
      ? []
      : [
          `${count(declared.length, 'query')} ${declared.length === 1 ? 'declares how often it runs' : 'declare how often they run'}, ${callsText(perSecond)}${declared.length === 1 ? '' : ' together'}: such figures end in /h.`,
        ]),
  ];
}

export type Ranking = 'time' | 'calls' | 'rows';

const weights: Readonly<Record<Ranking, (query: WorkloadQuery) => number>> = {
  time: (query) => query.totalMilliseconds ?? 0,
  calls: (query) => query.calls ?? 0,
  rows: (query) => query.rows ?? 0,
};

/** The heaviest queries of a ranking, with their share of it; none when nothing is known of it. */
export function heaviest(
  { queries }: Workload,
  ranking: Ranking,
  most: number,
): readonly { readonly query: WorkloadQuery; readonly share: number }[] {
  const weight = weights[ranking];
  const total = queries.reduce((sum, one) => sum + weight(one), 0);
  if (total === 0) return [];
  // The order of the workload decides between equals.
  return [...queries]
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, most)
    .filter((query) => weight(query) > 0)
    .map((query) => ({ query, share: weight(query) / total }));
}

/** Queries that were declared or found in code, where nobody counted calls, the most often called first. */
export function uncounted({ queries }: Workload): readonly WorkloadQuery[] {
  return queries
    .filter((query) => query.calls === undefined)
    .sort((a, b) => (b.callsPerSecond ?? 0) - (a.callsPerSecond ?? 0));
}

export const habitWords: Readonly<Record<Habit['kind'], string>> = {
  'no limit': 'without LIMIT',
  'select star': 'SELECT *',
  'deep offset': 'deep OFFSET',
  'in a loop': 'in a loop of the code (N+1 where it runs for each row)',
};

/** In the order in which they are told. */
export const habitKinds: readonly Habit['kind'][] = ['in a loop', 'no limit', 'deep offset', 'select star'];

/** `, in the loop of line 12`, of a place in code. */
function loopText({ loop, line }: QueryPlace): string {
  if (loop === undefined) return '';
  return loop === line ? ', in a loop' : `, in the loop of line ${loop}`;
}

export function habitDetail({ kind, rows }: Habit): string {
  if (rows === undefined) return kind === 'deep offset' ? ' (as deep as the caller asks)' : '';
  return kind === 'deep offset' ? ` (passes over ${count(rows, 'row')})` : ` (${count(rows, 'row')} a call)`;
}

/** Calls as counted, as declared (`2.34k/h`), or both: `12k + 2.34k/h`. */
export function callsCell(counted: number, declaredPerSecond: number): string {
  if (declaredPerSecond === 0) return short(counted);
  const hourly = declaredPerSecond * 3600;
  const declared = `${hourly < 10 ? Number(hourly.toPrecision(2)) : short(hourly)}/h`;
  return counted === 0 ? declared : `${short(counted)} + ${declared}`;
}

/** `equality 12k, order 2.34k/h`: the uses that `told` lets pass. */
export function usesText(
  { calls, declaredPerSecond }: ColumnLoad,
  told: (use: string) => boolean = () => true,
): string {
  // A use has a number of calls, if only 0.
  return (Object.keys(calls) as (keyof typeof calls)[])
    .filter(told)
    .map((use) => {
      const [counted, declared] = [calls[use] ?? 0, declaredPerSecond[use] ?? 0];
      return counted === 0 && declared === 0 ? use : `${use} ${callsCell(counted, declared)}`;
    })
    .join(', ');
}

/** `goal 100 ms: `, before a query that has one. */
export function wanted({ goalMilliseconds }: WorkloadQuery): string {
  return goalMilliseconds === undefined ? '' : `goal ${time(goalMilliseconds)}: `;
}

/** `4k rows`, `1 row`. */
export function rowsText(rows: number): string {
  const shown = short(rows);
  return `${shown} ${shown === '1' ? 'row' : 'rows'}`;
}

/** Where a query stands and what is declared of it, in brackets. */
export function placed({ places = [], callsPerSecond, goalMilliseconds }: WorkloadQuery): string {
  const [first, ...more] = places;
  const facts = [
    ...(first
      ? [
          `${first.file}:${first.line}${loopText(first)}${more.length > 0 ? ` and ${count(more.length, 'more place')}` : ''}`,
        ]
      : []),
    ...(callsPerSecond === undefined ? [] : [`${callsText(callsPerSecond)}, declared`]),
    ...(goalMilliseconds === undefined ? [] : [`goal ${time(goalMilliseconds)}`]),
  ];
  return facts.length === 0 ? '' : ` (${facts.join('; ')})`;
}

/** The query's name, else its text. */
export function titleOf(query: WorkloadQuery): string {
  return query.name === undefined ? oneLine(query.sql) : `${query.name}: ${oneLine(query.sql)}`;
}

/** What was kept out and what was wrong with the inputs, a line each. */
export function troubles({ totals, notes, inputs }: WorkloadReport): readonly string[] {
  return [
    ...totals.keptOut.map(({ why, count: number, milliseconds, example }) => {
      const shown = example === undefined ? '' : `, such as: ${oneLine(example)}`;
      return `${digits(number)} × ${why}, kept out (${time(milliseconds)})${shown}`;
    }),
    ...inputs.filter((one) => one.kind === 'empty').map((one) => `${one.name} is empty`),
    ...inputs
      .filter((one) => one.kind === 'unknown' || one.kind === 'binary')
      .map((one) => `${one.name} is nothing that can be read: no log, no export, no SQL, no code`),
    ...[...new Set(notes.map((one) => one.kind))].map((kind) => {
      const all = notes.filter((one) => one.kind === kind);
      const [first] = all;
      const place = first?.line === undefined ? first?.file : `${first.file}:${first.line}`;
      const files = all.length === 1 ? '' : ` in ${count(all.length, 'file')}, first`;
      const detail = first?.detail === undefined ? '' : ` (${oneLine(first.detail)})`;
      return `${digits(all.reduce((sum, one) => sum + one.count, 0))} × ${kind}${files}: ${place ?? ''}${detail}`;
    }),
  ];
}
