import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect, openMemory } from '../src/engines/sqlite/connect.ts';
import { relvar } from './run-cli.ts';
import { writeDatabase } from './sqlite.ts';

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-rebuilds-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function rows(sql: string, file = 'app.db') {
  const connection = await connect(path(file));
  try {
    return await connection.query(sql);
  } finally {
    await connection.close();
  }
}

async function plan(from: string, to: string) {
  await writeDatabase(path('app.db'), from);
  writeFileSync(path('to.sql'), `-- SQLite\n${to}`);
  const planned = await relvar(['migrate', 'plan', path('app.db'), path('to.sql'), '-o', path('plan')]);
  expect([planned.code, planned.error]).toEqual([0, expect.not.stringContaining('does not work')]);
}

const carryOut = async (command: 'apply' | 'rollback') => {
  const { code, error } = await relvar(['migrate', command, path('plan'), '--to', path('app.db'), '--yes']);
  return { code, error: error.replace(/\s+/g, ' ') };
};

describe('a key that is no number of its row, for DESC stands with it', () => {
  const [descending, plain] = ['id integer primary key desc, name text', 'id integer primary key, name text'];

  test('becomes it, and back', async () => {
    await plan(
      `create table a (${descending}); insert into a values (5, 'x'), (3, 'y');`,
      `create table a (${plain});`,
    );
    expect(await carryOut('apply')).toMatchObject({ code: 0 });
    const content = [
      { id: 3, name: 'y' },
      { id: 5, name: 'x' },
    ];
    expect(await rows('select rowid as number, * from a order by id')).toEqual(
      content.map((row) => ({ number: row.id, ...row })),
    );
    expect(await rows("select * from pragma_index_list('a')")).toEqual([]);
    expect(await carryOut('rollback')).toMatchObject({ code: 0 });
    expect(await rows('select * from a order by id')).toEqual(content);
    expect(await rows("select origin from pragma_index_list('a')")).toEqual([{ origin: 'pk' }]);
  });

  test('is asked for rows that have nothing in it, which would be numbered', async () => {
    await plan(
      `create table a (${descending}); insert into a values (5, 'x'), (null, 'y');`,
      `create table a (${plain});`,
    );
    const stopped = await carryOut('apply');
    expect(stopped.code).toBe(1);
    expect(stopped.error).toContain('No row of a lacks id, which would be given a number of its own.');
    // Nor does the script by itself.
    const memory = await openMemory();
    await memory.exec(`create table a (${descending}); insert into a values (5, 'x'), (null, 'y')`);
    const { steps } = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8'));
    expect((await memory.batch([steps[0].work.statements[0].sql])).error?.message).toContain('lacks id');
    await memory.close();
  });

  test('comes to be, the numbers of rows being kept', async () => {
    await plan(
      `create table a (${plain}); insert into a values (7, 'x'), (2, 'y');`,
      `create table a (${descending});`,
    );
    expect(await carryOut('apply')).toMatchObject({ code: 0 });
    expect(await rows('select rowid as number, id from a order by id')).toEqual([
      { number: 2, id: 2 },
      { number: 7, id: 7 },
    ]);
  });

  test.each([
    ['a text, primary key (a desc)', 'a text, primary key (a)'],
    ['a text, b text, unique (a, b collate nocase)', 'a text, b text, unique (a, b)'],
  ])('so does another order of a key: %s', async (before, after) => {
    await plan(`create table k (${before}); insert into k (a) values ('x'), ('y');`, `create table k (${after});`);
    expect(await carryOut('apply')).toMatchObject({ code: 0 });
    expect((await relvar(['diff', path('app.db'), path('to.sql')])).out).toContain('no difference');
  });
});

describe('rows that refer to none before', () => {
  // A key that leads to nothing unique, another that leads to it later, and orphans in both and beside them.
  const database = `pragma foreign_keys = off;
create table a (x text, y integer);
create table odd (id integer primary key, ax text references a (x));
create table users (id integer primary key autoincrement, name text);
create table posts (id integer primary key, user_id integer references users (id));
create table kid (id integer primary key, post_id integer references posts (id), ay integer references a (y));
insert into users values (1, 'n'); insert into posts values (1, 1), (2, 99);
insert into odd values (1, 'q'); insert into kid values (1, 55, 2);`;

  test('stop no script of fixes', async () => {
    await writeDatabase(path('app.db'), database);
    const { out } = await relvar(['review', path('app.db'), '--format', 'sql']);
    expect(out).toContain('a_y_key');
    cpSync(path('app.db'), path('fixed.db'));
    await writeDatabase(path('fixed.db'), out);
    const orphans = 'select "table", rowid, parent from pragma_foreign_key_check order by 1, 3';
    expect(await rows(orphans, 'fixed.db')).toEqual([
      { table: 'kid', rowid: 1, parent: 'a' },
      { table: 'kid', rowid: 1, parent: 'posts' },
      { table: 'odd', rowid: 1, parent: 'a' },
      { table: 'posts', rowid: 2, parent: 'users' },
    ]);
  });

  test('stop it where there are more of them than before', async () => {
    await writeDatabase(path('app.db'), database);
    const { out } = await relvar(['review', path('app.db'), '--format', 'sql']);
    const losing = out.replace(/(FROM users;)/, 'FROM users WHERE id <> 1;');
    expect(losing).not.toBe(out);
    cpSync(path('app.db'), path('fixed.db'));
    await expect(writeDatabase(path('fixed.db'), losing)).rejects.toThrow(/lists more rows that refer to none/);
  });
});

describe('a check on a column that takes other values', () => {
  test.each<[string, string, string, string, number]>([
    [
      'whole numbers of texts',
      'n text',
      "n integer check (typeof(n) = 'integer')",
      "'12', '7.0', 'lost', '1.5', null",
      3,
    ],
    ['a sum', 'n text', 'n integer check (n > 10)', "'9', '100', 'abc', null, '11'", 1],
    ['a text of numbers', 'n integer', 'n text check (n < 5)', '10, 7, 3, null', 1],
    ['a length', 'n', 'n text check (length(n) = 3)', "1.5, 100, 'abc', x'0102', 20000", 2],
    ['a check that was there', 'n text check (n <> 7)', 'n integer check (n <> 7)', "'07', '8'", 1],
    ['a real', 'n', "n real check (typeof(n) = 'real')", "1, '2', 'x', 2.5", 1],
  ])('counts the rows that would fail: %s', async (_, before, after, values, failing) => {
    const list = values.split(/, /).map((value) => `(${value})`);
    await plan(`create table t (${before}); insert into t values ${list.join(', ')};`, `create table t (${after});`);
    const { steps } = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8'));
    const counts = (steps[0].preconditions as { holds: string; count: string }[]).filter(({ holds }) =>
      holds.includes('passes the check'),
    );
    expect(counts.length).toBe(1);
    const [row] = await rows(counts[0]?.count ?? '');
    // The engine's own word, row by row.
    const memory = await openMemory();
    await memory.exec(
      `create table was (${before}); insert into was values ${list.join(', ')}; create table t (${after})`,
    );
    let refused = 0;
    for (let at = 1; at <= list.length; at++) {
      const { error } = await memory.batch([`insert into t select * from was where rowid = ${at}`]);
      if (error) refused += 1;
    }
    await memory.close();
    expect([Object.values(row ?? {})[0], refused]).toEqual([failing, failing]);
    const stopped = await carryOut('apply');
    expect(stopped.code).toBe(1);
    expect(stopped.error).toMatch(/(passes the check|becomes another value)/);
  });
});
