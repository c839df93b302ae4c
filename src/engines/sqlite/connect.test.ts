import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import driver from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { openableFile } from './database-file.ts';
import { introspect } from './introspect/index.ts';
import { committedPages } from './write-ahead-log.ts';

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-test-'));
  const database = new driver.Database(path('plain.db'));
  database.exec('create table a (id integer primary key, b text)');
  for (let row = 0; row < 300; row++) database.run('insert into a (b) values (?)', ['x'.repeat(row)]);
  database.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a database file', () => {
  it('is read, and nothing is left beside it', async () => {
    const before = readdirSync(folder);
    const connection = await connect(`sqlite:${path('plain.db')}`);
    expect((await introspect(connection)).tables.map(({ name }) => name)).toEqual(['a']);
    expect(readdirSync(folder)).toEqual(before);
    await connection.close();
  });

  it('is opened for reading', async () => {
    const connection = await connect(path('plain.db'));
    await expect(connection.exec('delete from a')).rejects.toThrow(/readonly/);
    await connection.close();
  });

  it.each([
    ['text', Buffer.from('create table t (a);'), /is text, not a database file/],
    ['noise', Buffer.from(Array.from({ length: 8192 }, (_, at) => (at * 7919 + 13) % 251)), /or an encrypted one/],
    [
      'an encrypted body',
      Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 120)]),
      /encrypted or damaged/,
    ],
    ['nothing', Buffer.alloc(0), /is empty/],
  ])('that is %s is told in one line', async (name, content, message) => {
    writeFileSync(path(name), content);
    await expect(connect(path(name))).rejects.toThrow(message);
  });

  it('in WAL mode is read by who may not write it', async () => {
    const database = new driver.Database(path('plain-wal.db'));
    database.exec('create table a (id integer)');
    database.close();
    const bytes = readFileSync(path('plain-wal.db'));
    bytes.set([2, 2], 18);
    writeFileSync(path('read-only.db'), bytes, { mode: 0o444 });
    const opened = await openableFile(path('read-only.db'));
    // Whoever is root may write everything: the rights of the copy tell.
    expect(statSync(opened.file).mode & 0o200).not.toBe(0);
    await opened.release();
  });

  it('that is cut off is told in one line', async () => {
    writeFileSync(path('cut.db'), readFileSync(path('plain.db')).subarray(0, 5000));
    await expect(connect(path('cut.db'))).rejects.toMatchObject({ code: 'database-damaged' });
  });

  it('with a damaged page is told in one line, and not one with rows against its constraints', async () => {
    const bytes = readFileSync(path('plain.db'));
    // Leaves of the table, behind the page of the schema.
    bytes.fill(0xa5, 5 * 4096 + 8, 5 * 4096 + 200);
    writeFileSync(path('bad-page.db'), bytes);
    await expect(connect(path('bad-page.db'))).rejects.toMatchObject({ code: 'database-damaged' });
    copyFileSync(path('plain.db'), path('against.db'));
    const database = new driver.Database(path('against.db'));
    database.exec("create table c (n integer check (n > 0), page text not null default 'tree 5')");
    database.exec('pragma ignore_check_constraints = on; insert into c (n) values (-1)');
    database.close();
    await (await connect(path('against.db'))).close();
  });

  it('that is being written is told in one line', async () => {
    copyFileSync(path('plain.db'), path('busy.db'));
    writeFileSync(path('busy.db-journal'), Buffer.from('d9d505f920a163d7', 'hex'));
    await expect(connect(path('busy.db'))).rejects.toMatchObject({ code: 'database-locked' });
  });

  it('that is not there is told in one line', async () => {
    await expect(connect('sqlite:nowhere.db')).rejects.toThrow('nowhere.db: there is no such file');
  });
});

const shell = (() => {
  try {
    return execFileSync('sqlite3', ['--version'], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
})();

describe('a write-ahead log', () => {
  it('that is none commits nothing', () => {
    expect(committedPages(Buffer.alloc(0)).pages.size).toBe(0);
    expect(committedPages(Buffer.alloc(100, 7)).pages.size).toBe(0);
  });

  it.skipIf(shell === undefined)('is read with what it has committed', async () => {
    // The log stays where the writer is killed before it closes the file.
    const script = `pragma journal_mode = wal; create table a (id integer primary key); create table b (a references a);
insert into a values (1), (2); begin; insert into a values (3);
.shell cp ${path('live.db')} ${path('copy.db')}
.shell cp ${path('live.db')}-wal ${path('copy.db')}-wal
`;
    execFileSync('sqlite3', [path('live.db')], { input: script });
    const connection = await connect(path('copy.db'));
    expect((await introspect(connection)).tables.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(await connection.query('select count(*) as rows from a')).toEqual([{ rows: 2 }]);
    await connection.close();
  });
});
