import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { relvar } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** A database file of three pages, as the engine writes it. */
async function database(): Promise<Buffer> {
  const { default: driver } = await import('node-sqlite3-wasm');
  const file = join(folder, `good-${count++}.db`);
  const made = new driver.Database(file);
  made.exec('CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT); CREATE INDEX a_b ON a (b); INSERT INTO a VALUES (1, 2)');
  made.close();
  return readFileSync(file);
}

const noise = Buffer.from(Array.from({ length: 8192 }, (_, at) => (at * 7919 + 13) % 251));

test.each([
  ['encrypted whole', async () => noise, /encrypted/],
  [
    'encrypted behind its head',
    async () => Buffer.concat([(await database()).subarray(0, 16), noise]),
    /encrypted or damaged/,
  ],
  ['cut off', async () => (await database()).subarray(0, 5000), /damaged/],
  [
    'with a page of noise',
    async () => Buffer.concat([(await database()).subarray(0, 100), noise]),
    /damaged|encrypted/,
  ],
  ['of zero bytes', async () => Buffer.alloc(0), /is empty/],
  ['of text that is no SQL', async () => Buffer.from('Dear reader,\nthis is a letter.\n'), /.+/],
])('a file %s is told in one line, by path and by URL', async (name, content, message) => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.db`);
  writeFileSync(file, await content());
  for (const source of [file, `sqlite:${file}`]) {
    const { code, out, error } = await relvar(['review', source]);
    expect([code, out]).toEqual([2, '']);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(error).toMatch(message);
    expect(error).toContain(file);
  }
});

test('a file that somebody writes is told in one line', async () => {
  const file = join(folder, 'busy.db');
  writeFileSync(file, await database());
  writeFileSync(`${file}-journal`, Buffer.from('d9d505f920a163d7', 'hex'));
  const { code, error } = await relvar(['review', file]);
  expect([code, error.trim().split('\n').length]).toEqual([2, 1]);
  expect(error).toContain('is being written');
});

test('plain SQL is of the engine of what it is held against', async () => {
  const [db, file, migration] = [join(folder, 'held.db'), join(folder, 'plain.sql'), join(folder, 'change.sql')];
  writeFileSync(db, await database());
  writeFileSync(file, 'CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT); CREATE INDEX a_b ON a (b);');
  for (const sides of [
    [db, file],
    [file, db],
  ]) {
    const { out, error, code } = await relvar(['diff', ...sides]);
    expect([error, code]).toEqual(['', 0]);
    expect(out).toContain('no difference');
    expect(out).not.toContain('converted');
  }
  // A migration tells of the schema that it is for.
  writeFileSync(migration, 'PRAGMA foreign_keys = OFF; CREATE TABLE c (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;');
  const { out } = await relvar(['migrate', 'check', migration, '--on', file, '--format', 'json']);
  expect(JSON.parse(out)).toMatchObject({ on: { engine: expect.stringMatching(/^SQLite/) } });
});
