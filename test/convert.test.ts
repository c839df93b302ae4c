import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';
import { catalogOf, databaseOf } from './sqlite.ts';

const server = await findMariaDb('convert');

let folder: string;
const path = (name: string) => join(folder, name);
const corpus = (name: string) => fileURLToPath(new URL(`corpus/${name}.sql`, import.meta.url));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-convert-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function converted(source: string, to: string) {
  const { out, error, code } = await relvar(['convert', source, '--to', to, '--format', 'json']);
  expect([code, error]).toEqual([0, expect.stringContaining('loaded into the embedded')]);
  return JSON.parse(out);
}

const whys = ({ losses }: { readonly losses: readonly { readonly what: string; readonly why: string }[] }) =>
  losses.map(({ what, why }) => `${what}: ${why}`);

test.each([
  ['postgres/chinook', 'sqlite'],
  ['mysql/chinook', 'sqlite'],
  ['sqlite/chinook', 'postgres'],
  ['mysql/chinook', 'postgres'],
])('takes all of %s to %s', async (source, to) => {
  const { made, statements } = await converted(corpus(source), to);
  expect(made).toEqual({ tables: 11, views: 0, indexes: 22, foreignKeys: 11 });
  expect(statements.join('\n')).not.toMatch(/ENGINE=|::/);
});

test('says what SQLite has not, and holds what it can', async () => {
  writeFileSync(
    path('shop.sql'),
    `create type mood as enum ('sad', 'it''s fine');
     create domain short as text check (length(value) < 9);
     create table users (id bigint generated always as identity primary key, feels mood not null default 'sad', nick short,
       tags text[], at timestamptz default now(), active boolean default true, n int default 3 check (n > 2),
       low text generated always as (lower(nick)) stored);
     create index users_tags on users using gin (tags);
     create unique index users_nick on users (lower(nick)) where active;
     create table shouts (user_id bigint references users (id) on delete cascade deferrable, digest text default md5('x'::text),
       primary key (user_id, digest));
     create function f() returns trigger language plpgsql as $$ begin return new; end $$;
     create trigger t before insert on users for each row execute function f();
     create view happy as select id, nick from users where active;
     create view odd as select array_agg(id) as ids from users;`,
  );
  const result = await converted(path('shop.sql'), 'sqlite');
  expect(whys(result)).toEqual(
    expect.arrayContaining([
      'column users.nick: the checks of its domain short',
      'column users.tags: its type, array: it is text',
      'index users_tags of users: there is no index of the kind gin',
      'trigger t of users: its statements are in another language',
      'function f: it is in another language',
      "column shouts.digest: the default md5('x'), which the engine refuses",
    ]),
  );
  expect(whys(result).some((one) => /odd/.test(one))).toBe(true);
  const sql = result.statements.map((one: string) => `${one};`).join('\n');
  const { tables, views } = await catalogOf(sql);
  expect(views.map(({ name }) => name)).toEqual(['happy']);
  expect(
    tables.find(({ name }) => name === 'users')?.indexes.map(({ name, predicate }) => [name, predicate]),
  ).toContainEqual(['users_nick', 'active']);
  const database = await databaseOf(sql);
  const insert = (values: string) => database.batch([`insert into users (feels, n) values (${values})`]);
  expect((await insert("'it''s fine', 3")).error).toBeUndefined();
  expect((await insert("'glad', 3")).error?.message).toMatch(/CHECK constraint failed/);
  expect((await insert("'sad', 1")).error?.message).toMatch(/CHECK constraint failed/);
  expect(await database.query('select active, at is not null as dated, id from users')).toEqual([
    { active: 1, dated: 1, id: 1 },
  ]);
  await database.close();
});

test('writes a script whose head lists what is not in it', async () => {
  const { code } = await relvar(['convert', corpus('sqlite/employee'), '--to', 'postgres', '-o', path('employee.sql')]);
  expect(code).toBe(0);
  const text = readFileSync(path('employee.sql'), 'utf8');
  expect(text).toMatch(/^-- .*employee\.sql \(SQLite 3\.\d+\) for PostgreSQL 18\n-- All of it is here\.\n/);
  const back = await relvar(['diff', path('employee.sql'), path('employee.sql')]);
  expect(back.code).toBe(0);
});

test.each([
  [['--to', 'sqlite'], 'is of SQLite already'],
  [['--to', 'oracle'], 'oracle is no engine'],
  [[], 'for which engine?'],
])('refuses %j', async (flags, told) => {
  const { code, error } = await relvar(['convert', corpus('sqlite/chinook'), ...flags]);
  expect([code, error]).toEqual([2, expect.stringContaining(told)]);
});

test.runIf(server).each([
  ['postgres/chinook', 11],
  ['sqlite/chinook', 11],
  ['postgres/pagila', 19],
  ['postgres/harbor', 12],
])('a server takes %s for MySQL as it is written', async (source, foreignKeys) => {
  const { out, code } = await relvar(['convert', corpus(source), '--to', 'mysql', '--format', 'json']);
  expect(code).toBe(0);
  const { statements, made, losses } = JSON.parse(out);
  expect(await server?.load(statements.map((one: string) => `${one};`).join('\n'))).toBeUndefined();
  const read = await server?.read();
  expect(read?.tables).toHaveLength(made.tables);
  expect(read?.tables.flatMap((one) => one.foreignKeys)).toHaveLength(foreignKeys);
  expect(made).toMatchObject({ foreignKeys, views: 0 });
  if (source === 'postgres/harbor')
    expect(whys({ losses })).toContain(
      'foreign key artifact_accessory_artifact_id_fkey of artifact_accessory: artifact_id is bigint, and what it refers to int',
    );
});

test('writes a head that fits a terminal, and names what the engine refuses', async () => {
  const { out } = await relvar(['convert', corpus('mysql/sakila'), '--to', 'postgres']);
  const head = out.slice(0, out.indexOf('\n\n')).split('\n');
  expect(head.length).toBeGreaterThan(5);
  // A path may be longer than a line.
  expect(head.filter((line) => line.length > 80 && !line.includes('/'))).toEqual([]);
  expect(head.join('\n')).toContain('--   view public.actor_info: ');
});
