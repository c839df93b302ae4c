import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from './embedded.ts';
import { expectRefusal, relvar } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, sql: string): string {
  const path = join(folder, name);
  writeFileSync(path, sql);
  return path;
}

const before = file(
  'before.sql',
  `create type status as enum ('new', 'lost');
  create table users (id serial primary key, mail text unique, note text);
  create table orders (id serial primary key, user_id int references users, total int, s status default 'new');
  create index on orders (user_id);
  create view v as select total from orders;`,
);
const after = file(
  'after.sql',
  `create type status as enum ('new', 'cancelled');
  create table users (id serial primary key, email text unique, remark text);
  create table purchases (id serial primary key, user_id int references users, amount int, s status default 'new');
  create index on purchases (user_id);
  create view v as select amount as total from purchases;`,
);
const renames = ['--rename', 'orders=purchases,orders.total=amount,status.lost=cancelled,users.note=remark'];

describe('relvar diff', () => {
  it('moves an extension with all that uses it, and plans tell who does not find it any more', async () => {
    const schema = (of: string) =>
      `create schema ext; create schema others;
      create extension "uuid-ossp" schema ${of}; create extension pg_trgm schema ${of}; create extension citext schema ${of};
      create table u (id uuid primary key default ${of}.uuid_generate_v4(), mail ${of}.citext not null unique, name text,
        check (mail operator(${of}.<>) 'x'));
      create index on u using gin (name ${of}.gin_trgm_ops);
      create view v as select id, mail, ${of}.similarity(name, 'x') as near from u;
      create domain d as ${of}.citext check (value operator(${of}.<>) '');`;
    const [was, now] = [file('extensions-here.sql', schema('ext')), file('extensions-there.sql', schema('others'))];
    const { out } = await relvar(['diff', was, now, '--format', 'sql']);
    expect(out.match(/^[A-Z].*$/gm)).toEqual([
      'ALTER EXTENSION citext SET SCHEMA others;',
      'ALTER EXTENSION pg_trgm SET SCHEMA others;',
      'ALTER EXTENSION "uuid-ossp" SET SCHEMA others;',
    ]);
    const plan = await relvar(['migrate', 'plan', was, now, '-o', join(folder, 'extensions-moved')]);
    expect(plan.code).toBe(0);
    expect(plan.out.replace(/\s+/g, ' ')).toContain(
      'whatever finds what lies in citext as that of ext, or without a schema and with no others in its search_path',
    );
    const back = await relvar(['diff', now, was, '--format', 'sql']);
    expect(back.out).toContain('ALTER EXTENSION citext SET SCHEMA ext;');
  });

  it('takes attributes for renamed, or as is said, and tells what columns lose with those that go', async () => {
    const old = file(
      'old-type.sql',
      'create type ct as (a int, b text); create table t (id int primary key, m ct, n ct[]);',
    );
    const renamed = file(
      'new-type.sql',
      'create type ct as (a int, bb text); create table t (id int primary key, m ct, n ct[]);',
    );
    const { out } = await relvar(['diff', old, renamed, '--format', 'sql']);
    expect(out).toContain('RENAME ATTRIBUTE b TO bb');
    const other = file(
      'other-type.sql',
      'create type ct as (a int, city text); create table t (id int primary key, m ct, n ct[]);',
    );
    const asked = JSON.parse((await relvar(['diff', old, other, '--format', 'json'])).out);
    expect(asked.questions.map((one: { key: string }) => one.key)).toEqual(['attribute public.ct.b']);
    expect(asked.changes.map((one: { loses?: string }) => one.loses)).toContain(
      'all values of attribute b in public.t.m, public.t.n',
    );
    const told = await relvar(['diff', old, other, '--rename', 'ct.b=city', '--format', 'sql']);
    expect(told.out).toContain('RENAME ATTRIBUTE b TO city');
    expect(told.out).not.toContain('Loses');
  });

  it('refuses statements that the server lacks, and tells of them where none are asked for', async () => {
    const plain = file('of-15.sql', 'create table t (id int primary key, c int);');
    const newer = file(
      'of-18.sql',
      'create table t (id int primary key, c int, d int generated always as (c + 1) virtual);',
    );
    const sql = ['diff', plain, newer, '--format', 'sql'];
    expectRefusal(
      await relvar([...sql, '--target', '15']),
      /PostgreSQL 15 does not have .*a virtual generated column \(needs 18\)/,
    );
    expectRefusal(
      await relvar(['migrate', 'plan', plain, newer, '--target', '15', '-o', join(folder, 'plan-15')]),
      /a virtual generated column \(needs 18\)/,
    );
    expect((await relvar(sql)).code).toBe(0);
    expect((await relvar(['diff', plain, newer, '--target', '15'])).out).toMatch(
      /does not have a virtual generated column/,
    );
  });

  it('refuses calls of functions that the server lacks, and not of those that the schema has', async () => {
    const plain = file('ids-of-none.sql', 'create table t (id uuid primary key);');
    const called = file('ids.sql', 'create table t (id uuid primary key default uuidv7());');
    const sql = ['--format', 'sql', '--target', '17'];
    expectRefusal(await relvar(['diff', plain, called, ...sql]), /the function uuidv7 \(needs 18\)/);
    const own = `create function public.uuidv7() returns uuid language sql as 'select gen_random_uuid()';`;
    const [before, after] = ['', ' default public.uuidv7()'].map((text, at) =>
      file(`own-${at}.sql`, `${own} create table t (id uuid primary key${text});`),
    );
    const { code, out } = await relvar(['diff', before ?? '', after ?? '', ...sql]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('DEFAULT public.uuidv7()') });
  });

  it('says that values go which were never stored', async () => {
    const old = file(
      'virtual.sql',
      'create table t (id int primary key, c int, d int generated always as (c + 1) virtual);',
    );
    const plain = file('plain.sql', 'create table t (id int primary key, c int, d int);');
    expect((await relvar(['diff', old, plain])).out).toContain('loses all values of public.t.d');
  });

  it('says nothing of a schema and itself', async () => {
    const { out, code } = await relvar(['diff', before, before, '--exit-code']);
    expect(out).toContain('no difference');
    expect(code).toBe(0);
  });

  it('takes a rename for one when nothing but the name differs, and asks about the others', async () => {
    const { out, code } = await relvar(['diff', before, after, '--format', 'json']);
    expect(code).toBe(0);
    const validate = new Ajv2020().compile(JSON.parse(readFileSync('schemas/diff.schema.json', 'utf8')));
    const report = JSON.parse(out);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.renames.map((one: { from: string }) => one.from)).toContain('column public.users.mail');
    expect(report.questions.map((one: { key: string }) => one.key)).toEqual([
      'table public.orders',
      'column public.users.note',
      'enum value public.status.lost',
    ]);
    const losing = report.changes.filter((one: { loses?: string }) => one.loses !== undefined);
    expect(losing.map((one: { loses: string }) => one.loses)).toEqual([
      'all rows of public.orders',
      'all values of public.users.note',
    ]);
  });

  it('carries renames that were told through keys, indexes, sequences and views, and loses nothing', async () => {
    const { out } = await relvar(['diff', before, after, '--format', 'sql', ...renames]);
    expect(out).not.toMatch(/DROP|CREATE/);
    await resetDatabase();
    const database = await embedded();
    await database.exec(readFileSync(before, 'utf8'));
    await database.exec(
      `insert into users (mail) values ('a'); insert into orders (user_id, total, s) values (1, 5, 'lost')`,
    );
    await database.exec(out);
    expect(await database.query('select user_id, amount, s from purchases')).toEqual([
      { user_id: 1, amount: 5, s: 'cancelled' },
    ]);
    expect(await database.query('select total from v')).toEqual([{ total: 5 }]);
  });

  it('takes answers from a file, in which null means gone', async () => {
    const answers = file(
      'answers.json',
      JSON.stringify({ orders: 'purchases', 'public.users.note': null, 'column public.orders.total': 'amount' }),
    );
    const { out } = await relvar(['diff', before, after, '--format', 'json', '--answers', answers]);
    const report = JSON.parse(out);
    expect(report.questions.map((one: { key: string }) => one.key)).toEqual(['enum value public.status.lost']);
    const losses = report.changes.flatMap((one: { loses?: string }) => one.loses ?? []);
    expect(losses.sort()).toEqual(['all values of public.users.note', 'value lost (fails on rows that hold it)']);
  });

  it('takes what --drop names for gone, and refuses it beside a new name', async () => {
    const dropped = ['--drop', 'orders', '--drop', 'users.note', '--drop', 'status.lost'];
    const { out } = await relvar(['diff', before, after, '--format', 'json', ...dropped]);
    expect(JSON.parse(out).questions).toEqual([]);
    expectRefusal(
      await relvar(['diff', before, after, '--rename', 'orders=purchases', '--drop', 'orders']),
      /orders is said to be renamed, and to be dropped/,
    );
  });

  it('does not take a computed column for a new name of a plain one', async () => {
    const [plain, computed] = [
      file('plain.sql', 'create table t (id int primary key, n int, total int)'),
      file('computed.sql', 'create table t (id int primary key, n int, totals int generated always as (n * 2) stored)'),
    ];
    const { renames: found, questions } = JSON.parse((await relvar(['diff', plain, computed, '--format', 'json'])).out);
    expect([found, questions]).toEqual([[], []]);
  });

  it('takes a new name with its schema, too, and refuses one that is not there', async () => {
    const [from, to] = [join(folder, 'street.sql'), join(folder, 'line.sql')];
    writeFileSync(from, 'create table addr (id int primary key, street text)');
    writeFileSync(to, 'create table addresses (id int primary key, line text, code int, of text[], at date)');
    for (const rename of ['addr=addresses', 'addr=public.addresses', 'table public.addr=table public.addresses']) {
      const { out } = await relvar(['diff', from, to, '--rename', rename, '--format', 'sql']);
      expect(out).toContain('ALTER TABLE public.addr RENAME TO addresses');
      expect(out).not.toContain('CREATE TABLE');
    }
    expectRefusal(await relvar(['diff', from, to, '--rename', 'addr=adresses']), /cannot be renamed to adresses/);
  });

  it('takes what is the same in another schema for moved, and what was told of whatever became of it', async () => {
    const from = file(
      'moved-1.sql',
      "create schema a; create type a.e as enum ('x'); create table a.t (id int primary key, e a.e); create table a.u (x int);",
    );
    const to = file(
      'moved-2.sql',
      "create schema b; create type b.e as enum ('x'); create table b.t (id int primary key, e b.e); create table b.w (y text);",
    );
    const sql = async (...more: readonly string[]) =>
      (await relvar(['diff', from, to, '--format', 'sql', ...more])).out;
    const guessed = await sql('--drop', 'a.u');
    for (const moved of ['TYPE a.e', 'TABLE a.t'])
      expect(guessed).toMatch(new RegExp(`ALTER ${moved}\\s+SET SCHEMA b`));
    expect(guessed).not.toMatch(/DROP TABLE a\.t|DROP TYPE/);
    const told = await sql('--rename', 'a.u=b.w', '--rename', 'a.t=b.t');
    expect(told).toMatch(/ALTER TABLE a\.u\s+SET SCHEMA b[\s\S]*ALTER TABLE b\.u\s+RENAME TO w/);
    expect(told).not.toContain('DROP TABLE');
  });

  it.each([
    [
      'of the same name in another schema',
      'create schema a; create schema b; create table a.t (id int primary key, x text, p int, q int);',
      'create schema a; create schema b; create table b.t (id bigint primary key, r date, s date, x varchar(9));',
      ['table a.t'],
    ],
    [
      'with most of its columns, whatever became of their types',
      'create table customers (id serial primary key, email text not null, name varchar(200), tags text[]);',
      `create table clients (id bigint generated always as identity primary key, email varchar(99), name text, tags text[] not null default '{}', active boolean);`,
      ['table public.customers'],
    ],
    [
      'that the same foreign key points at',
      'create table users (id int primary key, mail text, pw text); create table o (id int primary key, user_id int references users);',
      'create table accounts (id bigint primary key, login text, secret bytea, at date); create table o (id int primary key, user_id bigint references accounts);',
      ['table public.users'],
    ],
    [
      'and not about one with which it shares the usual columns only',
      'create table tags (id int primary key, label text, colour text, created_at date);',
      'create table payments (id bigint primary key, cents int, paid_on date, reference text, created_at date);',
      [],
    ],
  ])('asks about a table that may be the same: one %s', async (_, before, after, asked) => {
    const [from, to] = [file('asked-1.sql', before), file('asked-2.sql', after)];
    const { questions } = JSON.parse((await relvar(['diff', from, to, '--format', 'json'])).out);
    expect(questions.map((one: { key: string }) => one.key)).toEqual(asked);
  });

  it('takes a name that keys put into quotes without them', async () => {
    const from = file('bare-1.sql', 'create table tö (id int primary key, "Größe" int, a int, b int);');
    const to = file('bare-2.sql', 'create table größen (id int primary key, wert text, c date);');
    const { out } = await relvar(['diff', from, to, '--rename', 'tö=größen,tö.Größe=wert', '--format', 'sql']);
    expect(out).toMatch(/ALTER TABLE public."?tö"? RENAME TO "?größen/);
    expect(out).toMatch(/RENAME COLUMN "?Größe"? TO wert|RENAME "?Größe"? TO wert/);
  });

  it('turns times with a zone into times without by a zone that it tells of, and by no session', async () => {
    const from = file(
      'zone-1.sql',
      'create table t (id int, a timestamp, b timestamptz, d date, e timestamp[], f text);',
    );
    const to = file(
      'zone-2.sql',
      'create table t (id int, a timestamptz, b timestamp, d timestamptz, e timestamptz[], f timestamptz);',
    );
    const report = async (...more: readonly string[]) =>
      JSON.parse((await relvar(['diff', from, to, '--format', 'json', ...more])).out);
    const [plain, told] = [await report(), await report('--time-zone', 'Europe/Berlin')];
    expect(plain.notes).toEqual([
      'public.t.a, public.t.b, public.t.d: times without a zone are taken as those of UTC; --time-zone names another.',
      'public.t.e, public.t.f: values are converted by the time zone of the session that does it; see that it is the one that was meant.',
    ]);
    expect(told.notes[0]).toBe(
      'public.t.a, public.t.b, public.t.d: times without a zone are taken as those of Europe/Berlin.',
    );
    const sql = told.changes.map((one: { sql: readonly string[] }) => one.sql.join()).join('\n');
    expect(sql.match(/AT TIME ZONE 'Europe\/Berlin'/g)).toHaveLength(3);
    expectRefusal(
      await relvar(['diff', from, to, '--time-zone', '+02:00']),
      /--time-zone \+02:00: not the name of a time zone/,
    );
  });

  it('asks of what may have another name and became something else at once', async () => {
    const sql = (table: string, column: string) =>
      `create schema shop; create table ${table} (id int primary key, note text, at date); create table t (id int, ${column}, note text);`;
    const from = file('twofold-1.sql', sql('orders', 'amount int'));
    const to = file('twofold-2.sql', sql('shop.purchases', 'amount_cents bigint'));
    const { out } = await relvar(['diff', from, to]);
    expect(out).toMatch(/--rename public\.orders=shop\.purchases/);
    expect(out).toMatch(/--rename public\.t\.amount=amount_cents/);
    const told = ['--rename', 'orders=shop.purchases', '--rename', 't.amount=amount_cents', '--format', 'json'];
    const { changes } = JSON.parse((await relvar(['diff', from, to, ...told])).out);
    expect(changes.map((one: { sql: readonly string[] }) => one.sql.join()).join('; ')).not.toMatch(/DROP/);
    // Neither its name nor its use speaks for it.
    const other = file('twofold-3.sql', sql('orders', 'paid boolean'));
    expect((await relvar(['diff', from, other])).out).not.toContain('--rename');
  });

  it('says why two cannot exchange their names', async () => {
    const from = file('moved-5.sql', 'create table t (a int, b int);');
    const to = file('moved-6.sql', 'create table t (b int, a int);');
    expectRefusal(
      await relvar(['diff', from, to, '--rename', 't.a=b', '--rename', 't.b=a']),
      /column public\.t\.a cannot be renamed to b: \S+ has column public\.t\.b already — where two exchange their names/,
    );
  });

  it('enables row security when the policies are there, and disables it before they go', async () => {
    const [open, guarded] = [join(folder, 'open.sql'), join(folder, 'guarded.sql')];
    const table = 'create table t (id int primary key, owner text);';
    writeFileSync(open, table);
    writeFileSync(
      guarded,
      `${table} alter table t enable row level security; create policy own on t using (owner = current_user);`,
    );
    const { out } = await relvar(['diff', open, guarded, '--format', 'sql']);
    expect(out.indexOf('ENABLE ROW LEVEL SECURITY')).toBeGreaterThan(out.indexOf('CREATE POLICY'));
    const back = (await relvar(['diff', guarded, open, '--format', 'sql'])).out;
    expect(back.indexOf('DROP POLICY')).toBeGreaterThan(back.indexOf('DISABLE ROW LEVEL SECURITY'));
  });

  it('tells what scripts say of the server, which is not compared', async () => {
    const from = file('server-1.sql', 'create table t (id int);');
    const to = file(
      'server-2.sql',
      `create role zed login password 'secret'; alter role zed set work_mem = '1MB';\ngrant zed to postgres;
      alter role zed createdb; create table t (id int); grant select on t to zed; revoke select on t from zed;
      create subscription s connection 'host=x password=secret' publication p; security label on table t is 'x';`,
    );
    const { notes } = JSON.parse((await relvar(['diff', from, to, '--format', 'json'])).out);
    const told = notes.map((note: string) => note.replaceAll(to, 'to.sql'));
    expect(told).toEqual([
      'Not compared, since it is of the server and not of the schema: CREATE ROLE (to.sql:1), ALTER ROLE (to.sql:1 and 1 more), GRANT (to.sql:2), CREATE SUBSCRIPTION (to.sql:4), SECURITY LABEL (to.sql:4).',
    ]);
  });

  it('begins with nothing and ends with nothing, and refuses what only fails', async () => {
    const nothing = file('nothing.sql', '');
    const remark = file('remark.sql', '-- the first migration comes here\n');
    const schema = file('only-schema.sql', 'create schema s;');
    const failing = file('failing.sql', 'create tabel t (a int);');
    for (const empty of [nothing, remark]) {
      expect((await relvar(['diff', empty, before, '--format', 'sql'])).out).toContain('CREATE TABLE public.orders');
      expect((await relvar(['diff', before, empty])).out).toContain('loses all rows of public.orders');
    }
    expect((await relvar(['diff', nothing, remark])).out).toContain('no difference');
    expect((await relvar(['diff', schema, before, '--format', 'sql'])).out).toContain('DROP SCHEMA s');
    expectRefusal(await relvar(['diff', failing, before]), /failing\.sql holds no schema: .*failing\.sql:1/);
    expectRefusal(await relvar(['migrate', 'plan', before, nothing]), /nothing\.sql is empty/);
    expect((await relvar(['migrate', 'check', before, '--on', nothing])).out).toContain('nothing found');
  });

  it('takes nothing for a schema of the engine on the other side', async () => {
    const nothing = file('no-statement.sql', '-- nothing yet\n');
    const told = file('told.sql', 'CREATE TABLE `t` (`a` int, `b` varchar(9), PRIMARY KEY (`a`)) ENGINE=InnoDB;');
    const { out } = await relvar(['diff', nothing, told, '--format', 'sql']);
    expect(out).toMatch(/varchar\(9\)/);
    expect(out).not.toContain('public.');
    expect(out).not.toContain('\n\n\n');
    expect((await relvar(['diff', told, nothing])).out).toContain('loses all rows');
  });

  it('refuses what is not there', async () => {
    expectRefusal(
      await relvar(['diff', before, after, '--rename', 'nothing=something']),
      /nothing is not in the schema before/,
    );
    expectRefusal(await relvar(['diff', before, after, '--rename', 'orders']), /not old=new/);
    expectRefusal(await relvar(['diff', before, join(folder, 'none.sql')]), /none\.sql/);
  });

  it('ends with 1 when told to, and leaves out what is ignored', async () => {
    expect((await relvar(['diff', before, after, '--exit-code'])).code).toBe(1);
    const { out } = await relvar(['diff', before, after, '--ignore', 'public.*', '--format', 'json']);
    expect(JSON.parse(out).changes).toEqual([]);
  });

  it('fits a terminal, and breaks no option that is to be copied', async () => {
    const from = file(
      'wide-old.sql',
      'create table orders (id int primary key, amount_of_all int, number_of_all int);',
    );
    const to = file('wide-new.sql', 'create table orders (id int primary key, total_amount int, counted_items int);');
    const asked = (await relvar(['diff', from, to])).out;
    expect(asked).toMatch(/Renamed\? column public\.orders\.amount_of_all/);
    expect(asked).toMatch(/--rename public\.orders\.amount_of_all=\w+$/m);
    const taken = (await relvar(['diff', before, after])).out;
    for (const line of `${asked}${taken}`.split('\n').filter((line) => !line.includes(folder)))
      expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('says in English what a value that goes takes along', async () => {
    const to = file('fewer.sql', readFileSync(before, 'utf8').replace(", 'lost'", ''));
    expect((await relvar(['diff', before, to])).out).toContain('loses value lost (fails on rows that hold it)');
    const { out } = await relvar(['diff', before, to, '--format', 'sql']);
    expect(out).toContain('-- Loses value lost (fails on rows that hold it)');
  });

  it('tells it all in markdown', async () => {
    const { out } = await relvar(['diff', before, after, '--format', 'markdown']);
    expect(out).toContain('## Renamed?');
    expect(out).toContain('**loses all rows of public.orders**');
  });
});

it('renames with the views out of the way over which the engine stumbles, and puts them back', async () => {
  const schema = (column: string, more = '') =>
    `create table t (id integer primary key, ${column} text, note text); create view w as select ${column} from t; create view w2 as select ${column} from w; create view w3 as select * from w; create table u (x text); create trigger tr after insert on u begin select ${column} from w2; end;${more}`;
  const [from, to] = [file('views-mail.sql', schema('mail')), file('views-email.sql', schema('email'))];
  const told = [from, to, '--engine', 'sqlite', '--rename', 't.mail=email'];
  const { out } = await relvar(['diff', ...told, '--format', 'sql']);
  expect(out).toContain('ALTER TABLE t RENAME COLUMN mail TO email');
  expect(out).not.toMatch(/DROP COLUMN|w3/);
  expect(out.indexOf('DROP VIEW w2')).toBeLessThan(out.indexOf('RENAME COLUMN'));
  expect(out.indexOf('CREATE VIEW w2')).toBeGreaterThan(out.indexOf('RENAME COLUMN'));
});

it('refuses a rename that was told of and that the engine does not take', async () => {
  // The new name is one that the table has, in another case.
  const [from, to] = [
    file('taken-before.sql', 'create table t (id integer primary key, mail text, Note text);'),
    file('taken-after.sql', 'create table t (id integer primary key, note text);'),
  ];
  const args = [from, to, '--engine', 'sqlite'];
  const told = ['--rename', 't.mail=note'];
  expectRefusal(
    await relvar(['diff', ...args, ...told]),
    /column main\.t\.mail cannot be renamed to column main\.t\.note: SQLite .* refuses it \(/,
  );
  expectRefusal(await relvar(['migrate', 'plan', ...args, ...told]), /cannot be renamed/);
});
