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
    "create table first (a integer); create table last (n text, m text); insert into last values ('lost', '10')",
  );
  // What a comparison with a column of texts makes of texts in a column of numbers is only known when they are in it.
  writeFileSync(
    path('strict.sql'),
    'create table first (a integer, b text); create table last (n integer, m text, check (n < m));',
  );
  const planned = await relvar(['migrate', 'plan', path('loose.db'), path('strict.sql'), '-o', path('strict')]);
  expect(planned.code, planned.error).toBe(0);
  const run = () => relvar(['migrate', 'apply', path('strict'), '--to', path('loose.db'), '--yes']);
  const { code, error } = await run();
  expect([code, error]).toEqual([2, expect.stringMatching(/CHECK\s+constraint\s+failed/)]);
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
  const owner = 'create table owner (id integer primary key);';
  test.each([
    [
      'a foreign key',
      'owner_id integer references owner (id), name text, zip text',
      'Every owner_id of pet is in owner',
      2,
    ],
    ['a unique key', 'owner_id integer, name text unique, zip text', 'No rows of pet are alike in name', 1],
    [
      'a unique key that takes more for alike',
      'owner_id integer, name text, zip text, unique (zip collate nocase)',
      'No rows of pet are alike in zip',
      1,
    ],
    [
      'an index of expressions',
      'owner_id integer, name text, zip text); create unique index i on pet (lower(zip)) where owner_id > 0',
      'No rows of pet are alike in lower',
      1,
    ],
    ['a check', "owner_id integer, name text, zip text, check (name <> 'Rex')", 'Every row of pet passes the check', 2],
    [
      'a check of a new column',
      'owner_id integer, name text, zip text, age integer default 5, check (age >= length(zip) + 4)',
      'Every row of pet passes the check',
      1,
    ],
    ['a value that is there no more', 'owner_id integer, name text, zip text not null', 'No row of pet lacks zip', 1],
    [
      'a value that none has',
      'owner_id integer, name text, zip text, age integer not null',
      'pet has no row, which would have nothing in age',
      4,
    ],
    [
      'a strict type',
      'owner_id integer, name integer, zip text) strict',
      'Every name of pet can be stored as integer',
      4,
    ],
    [
      'another affinity',
      'owner_id integer, name text, zip numeric',
      'No zip of pet becomes another value as numeric',
      1,
    ],
    [
      'another affinity beside a new name',
      'owner_id integer, name text, code numeric',
      'No zip of pet becomes another value as numeric',
      1,
    ],
  ])('%s: are counted before, and nothing is changed', async (_, columns, holds, rows) => {
    await writeDatabase(
      path('pets.db'),
      `${owner} create table pet (id integer primary key, owner_id integer, name text, zip text);
       insert into pet (owner_id, name, zip) values (9, 'Rex', '007'), (9, 'Rex', 'a'), (null, 'Cat', 'A'), (null, 'Dog', null);
       insert into pet (owner_id, name, zip) select 0, 'x' || id, 'A7' from pet where 0;`,
    );
    await writeDatabase(path('pets.db'), 'update pet set owner_id = 1 where id = 3; insert into owner values (1);');
    const whole = /\) (?:strict|where)|\); /.test(columns);
    writeFileSync(
      path('pets.sql'),
      `-- SQLite\n${owner} create table pet (id integer primary key, ${columns}${whole ? '' : ')'};`,
    );
    const told = columns.includes('code') ? ['--rename', 'pet.zip=code'] : [];
    const planned = await relvar(['migrate', 'plan', path('pets.db'), path('pets.sql'), '-o', path('pets'), ...told]);
    expect(planned.code, planned.error).toBe(0);
    const { code, error } = await relvar(['migrate', 'apply', path('pets'), '--to', path('pets.db'), '--yes']);
    expect(code).toBe(1);
    const said = error.replace(/\s+/g, ' ');
    expect(said).toContain(holds);
    expect(said).toContain(`: ${rows} row${rows === 1 ? '' : 's'} against it`);
    // Whoever runs the script without asking loses nothing, either.
    const connection = await openMemory();
    await connection.exec(`${owner} create table pet (id integer primary key, owner_id integer, name text, zip text)`);
    await connection.exec(
      "insert into pet values (1, 9, 'Rex', '007'), (2, 9, 'Rex', 'a'), (3, 1, 'Cat', 'A'), (4, null, 'Dog', null)",
    );
    const plan = JSON.parse(readFileSync(path('pets/plan.json'), 'utf8'));
    const statements = plan.steps.flatMap((step: { work: { statements: { sql: string }[] } }) => step.work.statements);
    const { error: failure } = await connection.batch(statements.map(({ sql }: { sql: string }) => sql));
    expect(failure).toBeDefined();
    await connection.close();
  });

  test('who refers to none in a table that nobody touches is in nobody\u2019s way', async () => {
    await writeDatabase(
      path('old.db'),
      `pragma foreign_keys = off; create table a (id integer primary key); create table b (a_id integer references a (id)); create table c (x text, y references a (missing));
       create table d (id integer primary key, b_id integer references b (a_id), a_id integer references a (id)); insert into d values (1, 1, 9);`,
    );
    await writeDatabase(
      path('old.db'),
      'pragma foreign_keys = off; insert into b values (9); insert into c values (1, 2);',
    );
    writeFileSync(
      path('old.sql'),
      `-- SQLite
       create table a (id integer primary key, n text not null default 'x'); create table b (a_id integer not null references a (id)); create table c (x text not null, y references a (missing));
       create table d (id integer primary key, b_id integer references b (a_id), a_id integer not null references a (id));`,
    );
    const planned = await relvar(['migrate', 'plan', path('old.db'), path('old.sql'), '-o', path('old')]);
    expect(planned.code, planned.error).toBe(0);
    const { code, error } = await relvar(['migrate', 'apply', path('old'), '--to', path('old.db'), '--yes']);
    expect(code, error).toBe(0);
    expect((await relvar(['diff', path('old.db'), path('old.sql')])).out).toContain('no difference');
  });

  test('rows against a constraint that lets rows go are not let go', async () => {
    await writeDatabase(path('loose.db'), "create table t (a text); insert into t values ('x'), ('x'), (null)");
    const connection = await connect(path('loose.db'));
    await connection.close();
    writeFileSync(
      path('loose.sql'),
      '-- SQLite\ncreate table t (a text not null on conflict ignore unique on conflict replace);',
    );
    expect((await relvar(['migrate', 'plan', path('loose.db'), path('loose.sql'), '-o', path('loose')])).code).toBe(0);
    const plan = JSON.parse(readFileSync(path('loose/plan.json'), 'utf8'));
    const memory = await openMemory();
    await memory.exec("create table t (a text); insert into t values ('x'), ('x'), (null)");
    const { error } = await memory.batch([plan.steps[0].work.statements[0].sql]);
    expect(error?.message).toMatch(/UNIQUE|NOT NULL/);
    await memory.close();
  });
});
