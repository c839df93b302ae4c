import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gather } from '../../../test/workload.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-syslog-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** A file that was last written at the beginning of 2024. */
async function read(lines: readonly string[], options: Parameters<typeof gather>[1] = {}) {
  const path = join(folder, `${++files}.log`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  const written = new Date('2024-01-02T00:00:00Z');
  utimesSync(path, written, written);
  return gather([path], options);
}

const sql = 'select a,\n       b from t where c = $1 and d = $2';

test.each([
  [
    'of RFC 3164, whose sessions come between each other, with a prefix of its own',
    [
      'Dec 31 23:59:59 db1 postgres[7]: [5-1] user=me,db=app LOG:  duration: 1.500 ms  execute <unnamed>: select a,',
      'Jan  1 00:00:00 db1 postgres[8]: [9-1] user=you,db=app LOG:  duration: 2.000 ms  statement: select x',
      'Jan  1 00:00:00 db1 postgres[7]: [5-2] #011       b from t where c = $1 and',
      'Jan  1 00:00:00 db1 kernel: [12.3] out of memory',
      'Jan  1 00:00:00 db1 postgres[8]: [9-2] #011from u where y = 2',
      'Jan  1 00:00:00 db1 postgres[7]: [5-3]  d = 5',
      "Jan  1 00:00:00 db1 postgres[7]: [5-4] user=me,db=app DETAIL:  parameters: $1 = '1'",
    ],
    {
      prefix: 'user=%u,db=%d ',
      since: '2023-12-31T23:59:59.000Z',
      notes: ['times without a year', 'line of another program'],
    },
  ],
  [
    'as rsyslog writes it, in one line each, with times and processes of its own',
    [
      '2024-01-01T01:00:00.5+01:00 db1 postgres[7]: [5] 2023-12-31 23:59:59.000 UTC [7] me@app LOG:  duration: 1.500 ms  statement: select a,#012#011       b from t where c = 1 and d = 5',
      '2024-01-01T01:00:00.5+01:00 db1 postgres[8]: [9] 2024-01-01 00:00:00.000 UTC [8] you@app LOG:  duration: 2.000 ms  statement: select x#012#011from u where y = 2',
    ],
    { prefix: '%m [%p] %q%u@%d ', since: '2023-12-31T23:59:59.000Z', notes: [] },
  ],
  [
    'of RFC 5424, without numbers of messages',
    [
      '<134>1 2023-12-31T23:59:59+00:00 db1 postgres 7 - - [1] LOG:  duration: 1.500 ms  statement: select a,',
      '<134>1 2023-12-31T23:59:59+00:00 db1 postgres 7 - - [2] \t       b from t where c = 1',
      '<134>1 2023-12-31T23:59:59+00:00 db1 postgres 7 - - [3]  and d = 5',
      '<134>1 2023-12-31T23:59:59+00:00 db1 postgres 8 - - [1] LOG:  duration: 2.000 ms  statement: select x',
      '<134>1 2023-12-31T23:59:59+00:00 db1 postgres 8 - - [2] \tfrom u where y = 2',
    ],
    { prefix: '', since: '2023-12-31T23:59:59.000Z', notes: [] },
  ],
] as const)('a log in syslog %s', async (_, lines, expected) => {
  const { workload, totals, notes, inputs, prefix } = await read(lines);
  expect(inputs[0]?.kind).toBe('syslog');
  expect(totals).toMatchObject({ executions: 2, milliseconds: 3.5, keptOut: [] });
  expect(workload.queries).toMatchObject([
    { sql: 'select x\nfrom u where y = $1', calls: 1, sessions: 1 },
    { sql, calls: 1, sessions: 1, examples: [{ parameters: ['1', '5'] }] },
  ]);
  expect(notes.map(({ kind }) => kind)).toEqual(expected.notes);
  expect({ prefix, since: workload.since }).toEqual({ prefix: expected.prefix, since: expected.since });
});

test('a message in syslog of which lines are lost is told, and no other query is made of it', async () => {
  const line = (piece: string, text: string) => `Jan  1 00:00:00 db1 postgres[7]: [${piece}] ${text}`;
  const { workload, notes } = await read([
    line('4-2', '\tfrom nowhere'),
    line('5-1', 'LOG:  duration: 1.500 ms  statement: select a from t'),
    line('5-3', '\twhere c = 1'),
    line('6-1', 'LOG:  duration: 1.500 ms  statement: select b from t'),
  ]);
  expect(workload.queries.map((query) => query.sql)).toEqual(['select b from t']);
  expect(notes.find(({ kind }) => kind.startsWith('message whose'))?.count).toBe(2);
});
