import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { connect, openMemory } from '../src/engines/sqlite/connect.ts';
import { introspect } from '../src/engines/sqlite/introspect/index.ts';
import { splitScript } from '../src/engines/sqlite/load/split.ts';
import { relvar } from './run-cli.ts';
import { writeDatabase } from './sqlite.ts';

/** The program as it was built: what a signal does to it can only be seen from outside. */
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const dbmate = fileURLToPath(new URL('tools/node_modules/.bin/dbmate', import.meta.url));

const before = `create table customers (id integer primary key, name text);
create table orders (id integer primary key, customer_id integer references customers (id) on delete cascade, status text, note text);
create index orders_status on orders (status);
create view open_orders as select id, note from orders where status = 'open';
create trigger close_order instead of delete on open_orders begin update orders set status = 'done' where id = old.id; end;
create trigger touched after insert on orders begin update customers set name = name where id = new.customer_id; end;`;
const after = `-- SQLite
PRAGMA foreign_keys = ON;
create table customers (id integer primary key autoincrement, name text not null, email text);
create table orders (id integer primary key, customer_id integer not null references customers (id) on delete cascade, status text check (status in ('open', 'done')), note text);
create index orders_status on orders (status);
create view open_orders as select id, note, customer_id from orders where status = 'open';
create trigger close_order instead of delete on open_orders begin update orders set status = 'done' where id = old.id; end;
create trigger touched after insert on orders begin update customers set name = name where id = new.customer_id; end;`;
const rows = `insert into customers values (1, 'a'), (2, 'b');
with recursive n (i) as (values (1) union all select i + 1 from n where i < 5000)
insert into orders select i, 1 + i % 2, 'open', 'note ' || i from n;`;

/** A database and a plan for it; each test has copies of them. */
let planned: string;
let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  planned = mkdtempSync(join(tmpdir(), 'relvar-sqlite-plan-'));
  const at = (name: string) => join(planned, name);
  await writeDatabase(at('app.db'), `${before}${rows}`);
  writeFileSync(at('after.sql'), after);
  const { code } = await relvar(['migrate', 'plan', at('app.db'), at('after.sql'), '-o', at('plan')]);
  expect(code).toBe(0);
});

afterAll(() => rmSync(planned, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-sqlite-apply-'));
  cpSync(planned, folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function seen(file = path('app.db')) {
  const connection = await connect(file);
  try {
    const [counted] = await connection.query(
      'select (select count(*) from orders) as orders, (select count(*) from customers) as customers',
    );
    const [whole] = await connection.query('pragma integrity_check');
    return { hash: catalogHash(await introspect(connection)), counted, whole: whole?.['integrity_check'] };
  } finally {
    await connection.close();
  }
}

const apply = (...more: readonly string[]) =>
  relvar(['migrate', 'apply', path('plan'), '--to', path('app.db'), ...more]);
const ends = () => {
  const { from, to } = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8'));
  return { from: from.hash as string, to: to.hash as string };
};
const counted = { orders: 5000, customers: 2 };

test('carries a plan out and takes it back, with everything that is in the database', async () => {
  const dry = await apply('--dry-run');
  expect(dry.out).toMatch(/nothing\s+is changed now/);
  expect(await seen()).toEqual({ hash: ends().from, counted, whole: 'ok' });
  const done = await apply('--yes');
  expect(done.error).toContain('done: the schema is the one that the plan ends in');
  expect(await seen()).toEqual({ hash: ends().to, counted, whole: 'ok' });
  const [backup = ''] = readdirSync(path('plan/before')).filter((name) => name.startsWith('app.db-'));
  expect(readFileSync(path(`plan/before/${backup}`), 'utf8')).toContain('CREATE TABLE customers');
  expect((await apply('--yes')).error).toContain('nothing to do');
  const back = await relvar(['migrate', 'rollback', path('plan'), '--to', path('app.db'), '--yes']);
  expect(back.error).toMatch(/^undone$/m);
  expect(await seen()).toEqual({ hash: ends().from, counted, whole: 'ok' });
  expect(readdirSync(folder).filter((name) => name.includes('relvar'))).toEqual([]);
});

test('keeps what the planner knows of tables that are made anew', async () => {
  await writeDatabase(path('analysed.db'), `${before}${rows}; analyze;`);
  const known = async () => {
    const connection = await connect(path('analysed.db'));
    const found = await connection.query('select tbl, idx, stat from sqlite_stat1 order by tbl, idx');
    await connection.close();
    return found;
  };
  const learned = await known();
  expect(learned.map(({ idx }) => idx)).toContain('orders_status');
  for (const command of ['apply', 'rollback']) {
    const { code } = await relvar(['migrate', command, path('plan'), '--to', path('analysed.db'), '--yes']);
    expect([command, code, await known()]).toEqual([command, 0, learned]);
  }
});

test('asks, and does nothing without a yes', async () => {
  expect((await apply()).code).not.toBe(0);
  expect((await seen()).hash).toBe(ends().from);
});

test('stops before rows that stand against it, and changes nothing', async () => {
  await writeDatabase(path('app.db'), 'update customers set name = null where id = 2');
  const { code, error } = await apply('--yes');
  expect(code).toBe(1);
  expect(error).toContain('No row of customers lacks name');
  expect((await seen()).hash).toBe(ends().from);
});

test('undoes all of a step that fails in the middle', async () => {
  await writeDatabase(
    path('loose.db'),
    "create table first (a integer); create table last (n integer); insert into last values ('lost')",
  );
  writeFileSync(path('strict.sql'), 'create table first (a integer, b text); create table last (n integer) strict;');
  const planned = await relvar(['migrate', 'plan', path('loose.db'), path('strict.sql'), '-o', path('strict')]);
  expect(planned.code, planned.error).toBe(0);
  const run = () => relvar(['migrate', 'apply', path('strict'), '--to', path('loose.db'), '--yes']);
  const { code, error } = await run();
  expect([code, error]).toEqual([2, expect.stringContaining('store TEXT value in INTEGER column')]);
  const connection = await connect(path('loose.db'));
  const columns = await connection.query("select name from pragma_table_info('first')");
  await connection.close();
  expect(columns).toEqual([{ name: 'a' }]);
  await writeDatabase(path('loose.db'), 'update last set n = 7');
  expect((await run()).error).toContain('done: the schema is the one');
});

describe('refuses', () => {
  test('a schema that was changed', async () => {
    await writeDatabase(path('app.db'), 'alter table customers add column phone text');
    const { code, error } = await apply('--yes');
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(/^relvar: .*column main\.customers\.phone is there in addition/),
    ]);
  });

  test('a file that another program has open', async () => {
    const child = spawn('sleep', ['30'], { stdio: [openSync(path('app.db'), 'r'), 'ignore', 'ignore'] });
    onTestFinished(() => void child.kill());
    const { code, error } = await apply('--yes');
    expect([code, error]).toEqual([2, expect.stringMatching(new RegExp(`app\\.db is open in process ${child.pid} `))]);
  });

  test.each([
    ['a log that was not written into the file', '-wal', 'has a write-ahead log'],
    ['a write that was cut off', '-journal', 'is being written, or its last write was cut off'],
  ])('%s', async (_, ending, told) => {
    writeFileSync(path(`app.db${ending}`), 'x'.repeat(600));
    const { code, error } = await apply('--yes');
    expect([code, error]).toEqual([2, expect.stringContaining(told)]);
  });

  test.each([
    ['text', 'create table t (a int);', 'is no database'],
    ['another file', '\0\x01\x02', 'no SQLite database'],
  ])('%s', async (_, text, told) => {
    writeFileSync(path('other.db'), text);
    const { code, error } = await relvar(['migrate', 'apply', path('plan'), '--to', path('other.db'), '--yes']);
    expect([code, error]).toEqual([2, expect.stringContaining(told)]);
  });
});

test('may be killed at any time', { timeout: 60_000 }, async () => {
  const allowed = [ends().from, ends().to];
  for (const delay of [250, 400, 500, 600, 700, 850]) {
    const child = spawn(process.execPath, [main, 'migrate', 'apply', path('plan'), '--to', path('app.db'), '--yes'], {
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await ended;
    const now = await seen();
    expect(allowed).toContain(now.hash);
    expect(now).toMatchObject({ counted, whole: 'ok' });
  }
  await apply('--yes');
  expect(await seen()).toEqual({ hash: ends().to, counted, whole: 'ok' });
  expect(readdirSync(folder).filter((name) => name.includes('relvar'))).toEqual([]);
});

describe('exports', () => {
  const exported = async (tool: string) => {
    const { code, error } = await relvar(['migrate', 'export', path('plan'), '--tool', tool, '-o', path(tool)]);
    return { code, error };
  };

  test('statements for tools that run one at a time', async () => {
    expect((await exported('drizzle')).code).toBe(0);
    const [file = ''] = readdirSync(path('drizzle')).filter((name) => name.endsWith('.sql'));
    const statements = readFileSync(path(`drizzle/${file}`), 'utf8').split('--> statement-breakpoint');
    for (const one of statements) expect(splitScript(one, '').parts.length).toBeLessThan(2);
    expect(JSON.parse(readFileSync(path('drizzle/meta/_journal.json'), 'utf8')).dialect).toBe('sqlite');
    const connection = await openMemory();
    await connection.exec(`${before}${rows}`);
    // As its migrator does it: all in one transaction.
    for (const sql of ['BEGIN', ...statements, 'COMMIT']) await connection.exec(sql);
    expect(catalogHash(await introspect(connection))).toBe(ends().to);
    await connection.close();
    for (const tool of ['knex', 'typeorm', 'alembic', 'rails', 'prisma', 'golang-migrate', 'flyway']) {
      expect((await exported(tool)).code, tool).toBe(0);
    }
  });

  test.runIf(existsSync(dbmate))('what dbmate runs, there and back', async () => {
    expect((await exported('dbmate')).code).toBe(0);
    const run = (command: string) =>
      execFileSync(
        dbmate,
        ['--url', `sqlite:${path('app.db')}`, '--migrations-dir', path('dbmate'), '--no-dump-schema', command],
        {
          stdio: 'pipe',
        },
      );
    run('up');
    expect((await seen()).counted).toEqual(counted);
    const connection = await connect(path('app.db'));
    const { tables } = await introspect(connection);
    await connection.close();
    expect(tables.find(({ name }) => name === 'customers')?.columns.map(({ name }) => name)).toContain('email');
    run('rollback');
    await writeDatabase(path('app.db'), 'drop table schema_migrations');
    expect(await seen()).toEqual({ hash: ends().from, counted, whole: 'ok' });
  });

  test('nothing for a tool that cannot keep it in one transaction', async () => {
    const { code, error } = await exported('liquibase');
    expect([code, error]).toEqual([2, expect.stringContaining('liquibase cannot carry out a plan for sqlite')]);
  });
});

test('begins with a database that holds nothing yet', async () => {
  const [empty, wanted] = [path('new.db'), path('wanted.sql')];
  await writeDatabase(empty, 'create table t (a integer); drop table t;');
  writeFileSync(wanted, '-- SQLite\ncreate table notes (id integer primary key, body text not null) strict;');
  const plan = await relvar(['migrate', 'plan', empty, wanted, '-o', path('first')]);
  expect(plan.error).not.toContain('holds no tables');
  const apply = await relvar(['migrate', 'apply', path('first'), '--to', empty, '--yes']);
  expect(apply.code, apply.error).toBe(0);
  expect((await relvar(['diff', empty, wanted])).out).toContain('no difference');
});

describe('rows that stand against a change', () => {
  test.each([
    [
      'a foreign key',
      'pet (id integer primary key, owner_id integer references owner (id), name text)',
      'Every owner_id of pet is in owner',
    ],
    [
      'a unique key',
      'pet (id integer primary key, owner_id integer, name text unique)',
      'No rows of pet are alike in name',
    ],
    [
      'a check',
      "pet (id integer primary key, owner_id integer, name text, check (name <> 'Rex'))",
      'Every row of pet passes the check',
    ],
  ])('%s: are counted before, and nothing is changed', async (_, table, holds) => {
    await writeDatabase(
      path('pets.db'),
      `create table owner (id integer primary key); create table pet (id integer primary key, owner_id integer, name text);
       insert into pet (owner_id, name) values (9, 'Rex'), (9, 'Rex');`,
    );
    writeFileSync(path('pets.sql'), `-- SQLite\ncreate table owner (id integer primary key); create table ${table};`);
    const planned = await relvar(['migrate', 'plan', path('pets.db'), path('pets.sql'), '-o', path('pets')]);
    expect(planned.code, planned.error).toBe(0);
    const { code, error } = await relvar(['migrate', 'apply', path('pets'), '--to', path('pets.db'), '--yes']);
    expect(code).not.toBe(0);
    expect(error.replace(/\s+/g, ' ')).toContain(holds);
    expect(error).not.toContain('number = 0');
  });
});
