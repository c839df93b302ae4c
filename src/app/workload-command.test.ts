import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect, test } from 'vitest';
import { relvar } from '../../test/run-cli.ts';
import { readWorkloadFile } from '../sources/workload/workload-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-workload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const log = join(folder, 'postgresql.log');
const line = (sql: string) => `2024-05-01 10:00:00 UTC [7] LOG:  duration: 1.0 ms  statement: ${sql}\n`;
writeFileSync(log, Array.from({ length: 9 }, (_, n) => line(`select * from items where key = 'secret ${n}'`)).join(''));
const stored = join(folder, 'workload.json');

test('writes a file that its schema describes and that can be read again', async () => {
  const { code, out, error } = await relvar(['workload', log, '-o', stored]);
  expect([code, error]).toEqual([0, `relvar: workload of 1 query written to ${stored}\n`]);
  expect(out).toContain('Heaviest by time');
  expect(out).toContain('Loops of queries');
  const text = readFileSync(stored, 'utf8');
  const schema = JSON.parse(readFileSync(new URL('../../schemas/workload.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  const { workload } = readWorkloadFile(text, stored);
  expect(workload).toMatchObject({ queries: [{ calls: 9, totalMilliseconds: 9 }], repeated: [{ calls: 9 }] });
  const again = JSON.parse((await relvar(['workload', stored, '--format', 'json'])).out);
  expect(again.workload.queries).toEqual(workload.queries);
  expect(again.workload.repeated).toEqual(workload.repeated);
});

test('--no-values leaves nothing of a row, of a log or of a workload', async () => {
  await relvar(['workload', log, '-o', stored]);
  expect(readFileSync(stored, 'utf8')).toContain('secret');
  for (const input of [log, stored]) {
    const bare = `${stored}.bare`;
    for (const format of ['pretty', 'json', 'markdown']) {
      const { out } = await relvar(['workload', input, '--no-values', '--format', format, '-o', bare]);
      expect(out).not.toContain('secret');
    }
    expect(readFileSync(bare, 'utf8')).not.toContain('secret');
  }
});

test.each([
  ['nowhere.log', 'nowhere.log: there is no such file or folder — check its path'],
  ['-', 'standard input: no query was found: it is empty'],
])('%s is told in one line', async (input, message) => {
  const { code, error } = await relvar(['workload', input], { input: '' });
  expect(code).toBe(2);
  expect(error).toContain(`relvar: ${message}`);
  expect(error.trim().split('\n')).toHaveLength(1);
});

test.each([
  [(text: string) => text.slice(0, 300), 'not-a-workload'],
  [() => '{"format":"other"}', 'not-a-workload'],
  [(text: string) => text.replace('"version": 1', '"version": 9'), 'workload-too-new'],
  [(text: string) => text.replace('"calls":9', '"calls":"many"'), 'bad-workload'],
])('a workload file that is none says so (%#)', (change, code) => {
  const text = readFileSync(stored, 'utf8');
  expect(() => readWorkloadFile(change(text), 'w.json')).toThrow(expect.objectContaining({ code }));
});

test('what was kept out is told by class, and what another database was asked for', async () => {
  const file = join(folder, 'upkeep.sql');
  writeFileSync(file, 'vacuum orders; set x = 1; select from where;');
  const told = await relvar(['workload', file]);
  expect(told.code).toBe(2);
  expect(told.error).toContain('what it holds is kept out: 2 statements (utility), 1 statement (does not parse)');
  const named = join(folder, 'named.log');
  writeFileSync(named, line('select 1').replace('[7] ', '[7] root@shop ').repeat(3));
  const other = await relvar(['workload', named, '--log-line-prefix', '%m [%p] %u@%d ', '--database', 'elsewhere']);
  expect(other.error).toContain('holds no statement of the database elsewhere');
  expect(other.error).not.toContain('log_min_duration_statement');
});

test('groups queries that only SQLite understands, by its own grammar', async () => {
  const file = join(folder, 'app.sql');
  writeFileSync(
    file,
    `SELECT a FROM t WHERE b IS NOT ?1;
SELECT \`a\` FROM \`t\` WHERE c GLOB 'x*';
SELECT \`a\` FROM \`t\` WHERE c GLOB 'secret*';
INSERT OR REPLACE INTO t (a) VALUES (?) RETURNING a;
SELECT a FROM t WHERE b IS NOT ?2;
`,
  );
  const { out, code } = await relvar(['workload', file, '--no-values', '--format', 'json']);
  expect(code).toBe(0);
  const { workload, totals } = JSON.parse(out);
  expect(totals.keptOut).toEqual([]);
  expect(workload.queries.map(({ sql }: { readonly sql: string }) => sql).sort()).toEqual([
    'INSERT OR REPLACE INTO t (a) VALUES ($1) RETURNING a',
    'SELECT `a` FROM `t` WHERE c GLOB ?',
    'SELECT a FROM t WHERE b IS NOT $1',
  ]);
});
