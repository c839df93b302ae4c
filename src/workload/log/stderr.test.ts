import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { gather } from '../../../test/workload.ts';
import { inferPrefix } from './infer-prefix.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function file(content: string | Uint8Array, ending = '.log'): string {
  const path = join(folder, `${++files}${ending}`);
  writeFileSync(path, content);
  return path;
}

const at = (second: number) => `2024-05-01 10:00:${String(second).padStart(2, '0')}.000 UTC`;
const call = (second: number, sql: string, milliseconds = 1) =>
  `${at(second)} [7] me@app LOG:  duration: ${milliseconds}.500 ms  statement: ${sql}\n`;

describe('the prefix of lines', () => {
  test.each([
    ['%m [%p] %q%u@%d ', ['2024-05-01 10:00:00.123 CEST [42] me@app ', '2024-05-01 10:00:00.123 CEST [42] ']],
    [
      '%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ',
      ['2024-05-01 10:00:00 UTC [42]: [3-1] user=me,db=app,app=the shop,client=10.0.0.1 '],
    ],
    ['%t:%r:%u@%d:[%p]:', ['2024-05-01 10:00:00 UTC:10.0.0.1(5432):me@app:[42]:']],
    ['%n [%p] %q%u@%d ', ['1714557600.123 [42] me@app ']],
    ['%m [%c] ', ['2024-05-01 10:00:00.123 +02 [66321a20.2a] ']],
    // Azure's.
    ['%t-%c-', ['2024-05-01 10:00:00 UTC-66321a20.2a-']],
    ['%u@%d:%p:%m:', ['me@app:42:2024-05-01 10:00:00.123 UTC:']],
    ['%m %r %u@%d [%p] ', ['2024-05-01 10:00:00.123 UTC 10.0.0.1(5432) me@app [42] ']],
    ['[%p] %m from=<%r> ', ['[42] 2024-05-01 10:00:00.123 UTC from=<2001:db8::7(5432)> ']],
    ['%t:%r:%u@%d:[%p]:', ['2024-05-01 10:00:00 UTC:::1(5432):me@app:[42]:']],
    ['', ['', '']],
    ['%m [%p] café → ', [Buffer.from('2024-05-01 10:00:00.123 UTC [42] café → ').toString('latin1')]],
  ])('%s is told from the lines', (prefix, samples) => {
    expect(inferPrefix(samples)?.text).toBe(prefix);
  });

  test('of their own making are told by their look', () => {
    const prefix = inferPrefix(['<app> pid=42 at 2024-05-01 10:00:00.123 UTC db=shop usr=me | ']);
    expect(prefix?.text).toBe('<app> pid=%p at %m db=%d usr=%u | ');
  });
});

describe('times', () => {
  test.each([
    ['2024-05-01 10:00:00 UTC-66321a20.2a-', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01T10:00:00.000000+02:00 app[postgres.42]: [DATABASE] ', '2024-05-01T08:00:00.000Z'],
    ['2024-05-01 10:00:00.000 -0330 [42] ', '2024-05-01T13:30:00.000Z'],
  ])('of %s', async (prefix, first) => {
    const { workload, notes } = await gather([
      file(`${prefix}LOG:  duration: 1.500 ms  statement: select a from t where b = 1\n`),
    ]);
    expect(workload.since).toBe(first);
    expect(notes).toEqual([]);
  });
});

describe('bad logs', () => {
  test('in UTF-16, as some terminals redirect, it is read all the same', async () => {
    const bytes = Buffer.from(`\ufeff${call(1, 'select a from t where b = 1').replace('\n', '\r\n')}`, 'utf16le');
    const { totals, inputs } = await gather([file(bytes)]);
    expect(inputs[0]).toMatchObject({ kind: 'stderr log', records: 1 });
    expect(totals.executions).toBe(1);
  });

  test('without a prefix nothing is said of sessions, so that no loop is made of what many did', async () => {
    const lines = Array.from(
      { length: 8 },
      (_, one) => `LOG:  duration: 1.000 ms  statement: select a from t where b = ${one}\n`,
    );
    const { workload } = await gather([file(lines.join(''))]);
    expect(workload.queries).toMatchObject([{ calls: 8 }]);
    expect(workload.queries[0]?.sessions).toBeUndefined();
    expect(workload.repeated).toBeUndefined();
  });

  test('an empty one holds nothing', async () => {
    const { inputs, totals } = await gather([file('')]);
    expect(inputs[0]).toMatchObject({ kind: 'empty', records: 0 });
    expect(totals.executions).toBe(0);
  });

  test('cut in the last line, the line is left out and told', async () => {
    const whole = call(1, 'select a from t where b = 1');
    const { totals, notes } = await gather([file(whole + call(2, 'select a from t where b = 2').slice(0, -9))]);
    expect(totals.executions).toBe(1);
    expect(notes.map(({ kind, count }) => [kind, count])).toEqual([['line cut short', 1]]);
  });

  test('statements that are cut or do not parse are counted by class', async () => {
    const { totals, workload } = await gather([
      file(
        call(1, "select a from t where b = 'open") +
          call(2, 'select a from t where b =') +
          call(3, 'selec a from t') +
          call(4, 'begin') +
          call(5, 'select * from pg_class') +
          call(6, 'select a from t where b = 1'),
      ),
    ]);
    expect(Object.fromEntries(totals.keptOut.map(({ why, count }) => [why, count]))).toEqual({
      'cut off': 2,
      'does not parse': 1,
      utility: 1,
      'system catalogs': 1,
    });
    expect(totals).toMatchObject({ executions: 6, milliseconds: 9 });
    expect(workload.queries).toHaveLength(1);
  });

  test('a clock that goes back, other encodings, lines of others, nulls', async () => {
    const latin = Buffer.from(call(30, "select a from t where b = 'Größe'"), 'latin1');
    const parts = [
      Buffer.from(call(40, 'select a from t where b = 1')),
      latin,
      Buffer.from('kernel: out of memory\n\n\0\0\0\n'),
      Buffer.from(call(41, "select a from t where b = 'Größe'")),
    ];
    const { workload, notes } = await gather([file(Buffer.concat(parts))]);
    expect(Object.fromEntries(notes.map(({ kind, count }) => [kind, count]))).toEqual({
      'clock went back': 1,
      'line of another program': 1,
      'line that is not UTF-8, read as Windows-1252': 1,
      'bytes that are no text': 1,
    });
    expect(workload.queries).toMatchObject([{ calls: 3, firstSeen: '2024-05-01T10:00:30.000Z' }]);
    expect(workload.queries[0]?.examples?.map(({ parameters }) => parameters[0])).toEqual(['1', 'Größe', 'Größe']);
  });

  test('of another engine are told to be nothing that can be read', async () => {
    const { inputs } = await gather([file('2024-05-01T10:00:00.000000Z 0 [System] [MY-010116] mysqld starting\n')]);
    expect(inputs[0]?.kind).toBe('unknown');
  });

  test('an archive without its end gives what it holds', async () => {
    const lines = Array.from({ length: 20_000 }, (_, one) => call(one % 60, `select a from t where b = ${one * 7919}`));
    const packed = gzipSync(lines.join(''));
    const whole = await gather([file(packed, '.log.gz')]);
    expect(whole.totals.executions).toBe(20_000);
    const cut = await gather([file(packed.subarray(0, packed.length / 2), '.log.gz')]);
    expect(cut.totals.executions).toBeGreaterThan(1000);
    expect(cut.notes.map(({ kind }) => kind)).toContain('archive cut short');
  });
});

test('a log in pieces of any size is read the same', async () => {
  const text = Array.from({ length: 3000 }, (_, one) =>
    call(one % 60, `select a,\n\tb from t\n\twhere c = ${one}`),
  ).join('');
  const [one, two] = [file(text.slice(0, 100_000)), file(text)];
  const { totals } = await gather([two]);
  expect(totals.executions).toBe(3000);
  expect((await gather([one])).totals.executions).toBeGreaterThan(500);
});

test('without values nothing of a row is left', async () => {
  const path = file(call(1, "select a from t where b = 'secret' /* secret */") + call(2, "select 'secret', from from"));
  const { workload, totals } = await gather([path], { values: false });
  expect(JSON.stringify([workload, totals])).not.toContain('secret');
});

describe('loops', () => {
  const children = (from: number, count: number) =>
    Array.from({ length: count }, (_, one) =>
      call(from, `select * from items where order_id = ${from * 100 + one}`),
    ).join('');
  const parent = (second: number) => call(second, `select id from orders where user_id = ${second}`);

  test('are told with their parent, each run by itself', async () => {
    const { workload } = await gather([file(parent(1) + children(1, 8) + parent(2) + children(2, 6))]);
    const [query, of] = ['items', 'orders'].map((name) => workload.queries.find(({ sql }) => sql.includes(name)));
    expect(workload.repeated).toEqual([
      {
        query: query?.fingerprint,
        parent: of?.fingerprint,
        occurrences: 2,
        calls: 14,
        longestRun: 8,
        milliseconds: 21,
        parameter: 1,
      },
    ]);
  });

  test.each([
    ['the same value each time', Array.from({ length: 9 }, () => call(1, 'select a from t where b = 1')).join('')],
    [
      'two values that take turns',
      Array.from({ length: 12 }, (_, n) => call(1, `select a from t where b = ${n % 2}`)).join(''),
    ],
    [
      'a second apart and more',
      Array.from({ length: 9 }, (_, n) => call(n * 5, `select a from t where b = ${n}`)).join(''),
    ],
    [
      'several that change',
      Array.from({ length: 9 }, (_, n) => call(1, `select a from t where b = ${n} and c = ${n}`)).join(''),
    ],
    ['writes', Array.from({ length: 9 }, (_, n) => call(1, `update t set a = 1 where b = ${n}`)).join('')],
  ])('are not seen in %s', async (_, text) => {
    const { workload } = await gather([file(text)]);
    expect(workload.repeated).toBeUndefined();
  });
});

test('durations in lines of their own belong to the statement before in the session', async () => {
  const line = (process: number, message: string) => `${at(1)} [${process}] me@app ${message}\n`;
  const { totals, workload } = await gather([
    file(
      line(7, 'LOG:  statement: select a from t where b = 1') +
        line(8, 'LOG:  execute <unnamed>: select c from t where b = $1') +
        line(8, "DETAIL:  parameters: $1 = 'it''s'") +
        line(7, 'LOG:  duration: 4.000 ms') +
        line(8, 'LOG:  duration: 2.000 ms') +
        line(7, 'LOG:  statement: select a from t where b = 2') +
        line(7, 'LOG:  checkpoint starting: time'),
    ),
  ]);
  expect(totals).toMatchObject({ executions: 3, milliseconds: 6 });
  expect(workload.queries).toMatchObject([
    { calls: 2, totalMilliseconds: 4 },
    { calls: 1, totalMilliseconds: 2, examples: [{ parameters: ["it's"] }] },
  ]);
});

test('files with prefixes of their own are read in one run, and one database is picked out', async () => {
  const other = `1714557600.123 [9] you@shop LOG:  duration: 3.000 ms  statement: select a from t where b = 9\n`;
  const paths = [file(call(1, 'select a from t where b = 1')), file(other)];
  const { workload } = await gather(paths);
  expect(workload.queries).toMatchObject([
    { calls: 2, sessions: 2, databases: ['app', 'shop'], lastSeen: '2024-05-01T10:00:01.000Z' },
  ]);
  const picked = await gather(paths, { database: 'shop' });
  expect(picked.workload.queries).toMatchObject([{ calls: 1, databases: ['shop'], user: 'you' }]);
});

describe('statements of several lines', () => {
  test('whose tabs a collector took away are one all the same', async () => {
    const sql = (b: number) => `select a\n  from t\nwhere b = ${b}\n-- the rest\nAND c = 1`;
    const { workload, notes } = await gather([file(call(1, sql(1)) + call(2, sql(2)))]);
    expect(workload.queries).toMatchObject([{ calls: 2, examples: [{ parameters: ['1', '1'] }, {}] }]);
    expect(workload.queries[0]?.sql).toMatch(/^select a\s+from t\s+where b = \$1\s+AND c = \$2$/);
    expect(notes).toEqual([]);
  });

  test('lines of other programs are none of them', async () => {
    const { workload, notes } = await gather([
      file(`${call(1, 'select a from t')}Starting the backup of t\nprocess 12 started\n${call(2, 'select a from t')}`),
    ]);
    expect(workload.queries).toMatchObject([{ calls: 2, sql: 'select a from t' }]);
    expect(notes).toMatchObject([{ kind: 'line of another program', count: 2 }]);
  });
});

test('two queries that take turns are two loops after one parent', async () => {
  const turn = (key: number) =>
    call(2, `select name from users where id = ${key}`) + call(2, `select c from comments where post_id = ${key + 50}`);
  const turns = Array.from({ length: 8 }, (_, key) => turn(key)).join('');
  const request = call(1, 'select id, user_id from posts limit 8') + turns;
  const { workload } = await gather([file(request + request)]);
  const named = new Map(workload.queries.map(({ fingerprint, sql }) => [fingerprint, sql]));
  expect(
    (workload.repeated ?? []).map(({ query, parent, calls, occurrences }) => [
      named.get(query),
      named.get(parent ?? ''),
      calls,
      occurrences,
    ]),
  ).toEqual([
    ['select name from users where id = $1', 'select id, user_id from posts limit $1', 16, 2],
    ['select c from comments where post_id = $1', 'select id, user_id from posts limit $1', 16, 2],
  ]);
});
