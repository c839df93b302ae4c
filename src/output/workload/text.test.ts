import { expect, test } from 'vitest';
import { displayWidth } from '../width.ts';
import { workloadJson } from './json.ts';
import { workloadMarkdown } from './markdown.ts';
import type { WorkloadReport } from './report.ts';
import { workloadTextReport } from './text.ts';
import { time } from './words.ts';

const report: WorkloadReport = {
  tool: { name: 'relvar', version: '1.2.3' },
  inputs: [
    { name: 'a.log', kind: 'stderr log', records: 10, bytes: 2_000_000 },
    { name: 'b.log', kind: 'empty', records: 0, bytes: 0 },
  ],
  valuesLeftOut: false,
  prefix: '%m [%p] ',
  totals: {
    executions: 30,
    milliseconds: 4000,
    preparingMilliseconds: 1,
    keptOut: [{ why: 'utility', count: 7, milliseconds: 1000, example: 'begin' }],
  },
  notes: [
    { kind: 'line cut short', count: 1, file: 'a.log' },
    { kind: 'line cut short', count: 2, file: 'c.log' },
  ],
  workload: {
    since: '2024-05-01T10:00:00.000Z',
    until: '2024-05-01T11:30:00.000Z',
    queries: [
      {
        fingerprint: 'aa',
        sql: 'select *\n  from items where order_id = $1 -- `x`|y',
        calls: 20,
        totalMilliseconds: 2700,
        rows: 20,
      },
      { fingerprint: 'bb', sql: 'select id from orders \u001b[31m', calls: 3, totalMilliseconds: 300, rows: 4000 },
      {
        fingerprint: 'cc',
        sql: 'select a from t',
        name: 'named',
        callsPerSecond: 2,
        places: [{ file: 'x.ts', line: 4 }],
      },
    ],
    repeated: [
      { query: 'aa', parent: 'bb', occurrences: 2, calls: 20, longestRun: 11, milliseconds: 27, parameter: 1 },
    ],
  },
  patterns: {
    loops: [
      {
        query: 'aa',
        parent: 'bb',
        occurrences: 2,
        calls: 20,
        longestRun: 11,
        milliseconds: 27,
        parameter: 1,
        join: 'select 1',
        batch: 'select 2',
      },
    ],
    habits: [{ kind: 'no limit', fingerprint: 'bb', rows: 1333.3 }],
    tables: [
      {
        table: 'items',
        readCalls: 20,
        writeCalls: 0,
        declaredReadsPerSecond: 0,
        declaredWritesPerSecond: 0,
        readMilliseconds: 2700,
        writeMilliseconds: 0,
        queries: 1,
      },
      {
        table: 't',
        readCalls: 0,
        writeCalls: 0,
        declaredReadsPerSecond: 2,
        declaredWritesPerSecond: 0,
        readMilliseconds: 0,
        writeMilliseconds: 0,
        queries: 1,
      },
    ],
    columns: [
      { table: 'items', column: 'order_id', calls: { equality: 20, order: 7 }, declaredPerSecond: { order: 1 } },
      {
        table: 't',
        column: 'lower((first_name || last_name))',
        expression: true,
        calls: { equality: 0 },
        declaredPerSecond: { equality: 0.65 },
      },
    ],
  },
};

test('a terminal gets lines that fit and hold no escape', () => {
  const text = workloadTextReport(report, { width: 90 });
  for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(90);
  expect(text).not.toContain('\u001b');
  for (const part of [
    '30 executions in 4 s; of these 23 calls of 3 different queries in 3 s.',
    '90.0%',
    '99.5%',
    'named: select a from t (x.ts:4; 2 calls per second, declared)',
    '2 times, 10 calls each (at most 11), 27 ms in all, with another $1 each time',
    'one join: select 1',
    '1 333 rows a call',
    'equality 20, order 7 + 3.6k/h',
    't             1    7.2k/h         0',
    '  lower((first_name || last_name))\n                                equality 2.34k/h',
    '1 query declares how often it runs, 2 calls per second',
    '7 × utility, kept out (1 s), such as: begin',
    'b.log is empty',
    '3 × line cut short in 2 files, first: a.log',
  ])
    expect(text).toContain(part);
});

test('one of a kind is told as one, and a goal in every form', () => {
  const [first, , declared] = report.workload.queries;
  const query = { ...first, fingerprint: 'aa', sql: 'select 1', calls: 1, rows: 1, goalMilliseconds: 100 };
  const single: WorkloadReport = {
    ...report,
    totals: { ...report.totals, executions: 1 },
    workload: { queries: [query, { fingerprint: 'cc', sql: 'select a', ...declared, goalMilliseconds: 20 }] },
  };
  const text = workloadTextReport(single, { width: 120 });
  expect(text).toContain('1 execution in 4 s; of these 1 call of 2 different queries');
  expect(text).toContain('1 row: goal 100 ms: select 1');
  expect(text).toContain('goal 20 ms)');
  const markdown = workloadMarkdown(single);
  expect(markdown).toContain('goal 100 ms: `select 1`');
  expect(markdown).toContain('goal 20 ms)');
});

test('Markdown keeps SQL as it is', () => {
  const text = workloadMarkdown(report);
  expect(text).toContain('`` select * from items where order_id = $1 -- `x`\\|y ``');
  expect(text).not.toContain('\u001b');
  expect(text).toContain('## Loops of queries (N+1)');
});

test('JSON holds all of it', () => {
  expect(JSON.parse(workloadJson(report))).toEqual({ format: 'relvar-workload-report', version: 1, ...report });
});

test.each([
  [0, '0 ms'],
  [0.0123, '12.3 µs'],
  [999.4, '999 ms'],
  [3210, '3.21 s'],
  [600_000, '10 min'],
  [9_000_000, '2.5 h'],
])('%d ms is told as %s', (milliseconds, text) => {
  expect(time(milliseconds)).toBe(text);
});
