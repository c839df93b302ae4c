import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  writeFileSync(path('strict.sql'), 'create table t (id integer primary key, name text not null) strict;');
  const { code } = await relvar(['convert', path('strict.sql'), '--to', 'postgres', '-o', path('strict.pg.sql')]);
  expect(code).toBe(0);
  const text = readFileSync(path('strict.pg.sql'), 'utf8');
  const [head] = text.split('\n-- All of it is here.\n');
  expect(head?.replace(/\n--\s+/g, ' ')).toMatch(/^-- .*strict\.sql \(SQLite 3\.\d+\) for PostgreSQL 18$/);
  const back = await relvar(['diff', path('strict.pg.sql'), path('strict.pg.sql')]);
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
])('a server takes %s for MariaDB as it is written', async (source, foreignKeys) => {
  const { out, code } = await relvar(['convert', corpus(source), '--to', 'mariadb', '--format', 'json']);
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

/** What is told of one thing, by its name. */
const toldOf = (
  result: { readonly losses: readonly { readonly what: string; readonly why: string }[] },
  what: string,
) => result.losses.filter((one) => one.what === what).map(({ why }) => why);

const mine = `CREATE TABLE users (
    id bigint unsigned NOT NULL AUTO_INCREMENT, email varchar(100) NOT NULL, nick varchar(40) COLLATE utf8mb4_bin,
    price decimal(10,2) unsigned, z int(5) zerofill, secret int INVISIBLE, bits bit(3) DEFAULT b'101',
    label varchar(200) GENERATED ALWAYS AS (concat(email,'-',nick)) STORED,
    token char(36) DEFAULT (uuid()), half decimal(12,4) GENERATED ALWAYS AS (z / 2) VIRTUAL, CHECK (length(email) > 2),
    PRIMARY KEY (id), UNIQUE KEY em (email), KEY zz (z) INVISIBLE) AUTO_INCREMENT=77;
  CREATE TABLE logs (id int NOT NULL AUTO_INCREMENT, d date NOT NULL, user_id bigint unsigned, PRIMARY KEY (id, d))
    PARTITION BY RANGE (year(d)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
  CREATE TABLE marks (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint unsigned,
    CONSTRAINT mu FOREIGN KEY (user_id) REFERENCES users (id));`;

test('MySQL to PostgreSQL: keeps numbering and bits, takes no rights away, and tells all else', async () => {
  writeFileSync(path('mine.sql'), mine);
  const result = await converted(path('mine.sql'), 'postgres');
  const sql = result.statements.join('\n');
  expect(sql).not.toMatch(/REVOKE/);
  expect(sql).toMatch(/CREATE TABLE public\.logs \(\s+id integer GENERATED/);
  expect(sql).toContain("bits bit(3) DEFAULT B'101'");
  expect(sql).toContain('octet_length(email)');
  expect(sql).toContain('z * 1.0 / 2');
  expect(sql).toMatch(/token .* DEFAULT gen_random_uuid\(\)/);
  expect(toldOf(result, 'table logs')).toEqual(['its partitions: it is one table']);
  expect(toldOf(result, 'table users')).toEqual(['that z is shown with zeros before it']);
  expect(toldOf(result, 'column users.id')).toEqual([
    'numbers above 9223372036854775807',
    'that it is never negative',
    'that its next number is 77',
  ]);
  expect(toldOf(result, 'column users.price')).toEqual(['that it is never negative']);
  expect(toldOf(result, 'column users.secret')).toEqual(['that SELECT * leaves it out']);
  expect(toldOf(result, 'index zz of users')).toEqual(['that queries leave it aside']);
  expect(toldOf(result, 'column users.email')).toEqual([
    'texts that differ in the case or accents of letters are told apart',
  ]);
  expect(toldOf(result, 'column users.nick')).toEqual([]);
});

test('MySQL to SQLite: values are computed as they were, also before 3.44', async () => {
  writeFileSync(path('mine.sql'), mine);
  const result = await converted(path('mine.sql'), 'sqlite');
  const sql = result.statements.map((one: string) => `${one};`).join('\n');
  expect(sql).not.toMatch(/concat\(/i);
  expect(toldOf(result, 'column logs.id')).toContain('that it numbers the rows by itself');
  const database = await databaseOf(sql);
  await database.batch([
    "insert into users (email, nick, z) values ('a@b', null, 1)",
    "insert into users (email, nick, z) values ('c@d', 'x', 1)",
  ]);
  const [row] = await database.query('select token from users');
  expect(row?.['token']).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(await database.query('select label, half, bits from users order by id')).toEqual([
    { label: null, half: 0.5, bits: 5 },
    { label: 'c@d-x', half: 0.5, bits: 5 },
  ]);
  expect((await database.batch(["insert into users (email) values ('A@B')"])).error?.message).toMatch(/UNIQUE/);
  await database.close();
});

const theirs = `create type mood as enum ('ok', 'bad');
  create sequence sq; create sequence shared;
  create table posts (id bigint generated always as identity (start 100) primary key,
    title text collate "C" unique check (length(title) > 2), name text unique, tags text[] not null default '{}',
    m mood default 'ok', j jsonb default '{"a":1}', t timetz, day date default current_date,
    half int generated always as (id / 2) stored, n int default nextval('shared'), k int,
    k2 int generated always as (k / 2) stored, b bit(3) default b'101', token uuid default gen_random_uuid());
  create index i1 on posts (lower(title)); create index i2 on posts (k nulls first); create index i3 on posts using hash (k);
  create table kids (id bigint primary key default nextval('sq'),
    post_id bigint references posts (id) deferrable initially deferred, n int default nextval('shared'));
  create table ev (at date not null) partition by range (at);
  create table ev1 partition of ev for values from ('2020-01-01') to ('2021-01-01');`;

test.runIf(server).each(['mysql', 'mariadb'])(
  'PostgreSQL to %s: defaults in brackets, texts told apart, the rest told',
  async (to) => {
    writeFileSync(path('theirs.sql'), theirs);
    const { out } = await relvar(['convert', path('theirs.sql'), '--to', to, '--format', 'json']);
    const result = JSON.parse(out);
    const sql = result.statements.map((one: string) => `${one};`).join('\n');
    expect(sql).toContain("tags longtext NOT NULL DEFAULT ('{}')");
    expect(sql).toContain(`j json DEFAULT ('{"a": 1}')`);
    expect(sql).toContain('char_length(title)');
    expect(sql).toContain('k DIV 2');
    expect(sql).toContain(`token ${to === 'mysql' ? 'char(36)' : 'uuid'} DEFAULT (uuid())`);
    expect(toldOf(result, 'the expression of column posts.half')).toEqual([
      'it reads id, whose numbers the engine gives only later',
    ]);
    expect(toldOf(result, 'foreign key kids_post_id_fkey of kids')).toEqual([
      'that it is checked at the end of the transaction',
    ]);
    expect(toldOf(result, 'column posts.id')).toEqual([
      'that it takes no numbers but its own',
      'that its numbers begin with 100',
    ]);
    expect(toldOf(result, 'column posts.t')).toEqual(['its zone']);
    expect(toldOf(result, 'column posts.n')).toEqual(['that it numbers the rows by itself']);
    expect(toldOf(result, 'index i2 of posts')).toEqual(['where NULLs stand in it']);
    expect(toldOf(result, 'index i3 of posts')).toEqual(['that it finds equal values alone: it is an ordered one']);
    expect(toldOf(result, '1 partition')).toEqual(['their rows stand in the table itself']);
    expect(result.losses.filter(({ what }: { what: string }) => what.startsWith('sequence'))).toEqual([]);
    if (to === 'mysql') expect(sql).toContain('KEY i1 ((lower(title)))');
    else expect(toldOf(result, 'index i1 of posts')).toEqual(['there are no indexes of expressions']);
    if (to === 'mysql' || !server) return;
    expect(await server.load(sql)).toBeUndefined();
    expect(
      (await server.writer.batch(["insert into posts (name, k) values ('a', 5), ('A', 5)"])).error,
    ).toBeUndefined();
    expect(
      await server.writer.query('select cast(k2 as char) as k2, tags, b + 0 as b from posts limit 1'),
    ).toMatchObject([{ k2: '2', tags: '{}' }]);
  },
);

test.each(['mysql', 'sqlite'])(
  'PostgreSQL to %s: keys of tenants, and indexes that hold more than their keys',
  async (to) => {
    writeFileSync(
      path('tenants.sql'),
      `create table ways (tenant_id bigint not null, id bigint not null, primary key (tenant_id, id));
     create table payments (id bigint primary key, tenant_id bigint not null, way_id bigint, other_id bigint, note text,
       constraint way foreign key (tenant_id, way_id) references ways on delete set null (way_id));
     create table marks (tenant_id bigint not null, way_id bigint, note text, unique (tenant_id, way_id),
       constraint way2 foreign key (way_id, tenant_id) references ways (id, tenant_id) on delete cascade);
     create index more on marks (tenant_id, way_id) include (note);
     create index begins on marks (way_id);
     create table other (a int, b int, unique (a, b)); create table odd (a bigint, b bigint, foreign key (a, b) references other (a, b));
     create index kept on odd (a);`,
    );
    const { out } = await relvar(['convert', path('tenants.sql'), '--to', to, '--format', 'json']);
    const result = JSON.parse(out);
    const sql = result.statements.join('\n');
    // To set all would fail at tenant_id.
    expect(sql).toMatch(/CONSTRAINT way FOREIGN KEY \(tenant_id, way_id\)[^;]*?ON DELETE RESTRICT/i);
    expect(toldOf(result, 'foreign key way of payments')).toEqual([
      'that only way_id is set when the row is deleted: such a row is not deleted',
    ]);
    expect(sql).not.toContain('more');
    expect(toldOf(result, 'index more of marks')).toEqual([
      expect.stringMatching(/serves its queries: no columns stand/),
    ]);
    // The key of texts and numbers is not made, so its index stays.
    expect(sql).toMatch(/kept/);
    expect(toldOf(result, 'index begins of marks')).toEqual(
      to === 'mysql' ? ['the index that foreign key way2 gets serves its queries'] : [],
    );
  },
);

test.runIf(server)('SQLite to PostgreSQL and MariaDB: collations and triggers of views are told or kept', async () => {
  writeFileSync(
    path('lite.sql'),
    `CREATE TABLE u (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, half INT GENERATED ALWAYS AS (id/2));
     CREATE TABLE p (id INTEGER PRIMARY KEY, u_id INTEGER REFERENCES u(id) DEFERRABLE INITIALLY DEFERRED, name TEXT);
     CREATE INDEX p_name ON p (name COLLATE RTRIM);
     CREATE VIEW v AS SELECT id, name FROM p;
     CREATE TRIGGER tv INSTEAD OF INSERT ON v BEGIN INSERT INTO p(name) VALUES (new.name); END;`,
  );
  const postgres = await converted(path('lite.sql'), 'postgres');
  expect(toldOf(postgres, 'column u.email')).toEqual(['texts that differ in the case of letters are told apart']);
  expect(toldOf(postgres, 'index p_name of p')).toEqual(['texts that differ in blanks at the end are told apart']);
  expect(toldOf(postgres, 'trigger tv of v')).toEqual(['its statements are in another language']);
  const { out } = await relvar(['convert', path('lite.sql'), '--to', 'mariadb', '--format', 'json']);
  const maria = JSON.parse(out);
  expect(toldOf(maria, 'foreign key p_u_id_fkey of p')).toEqual(['that it is checked at the end of the transaction']);
  expect(toldOf(maria, 'the expression of column u.half')).toHaveLength(1);
  if (!server) return;
  expect(await server.load(maria.statements.map((one: string) => `${one};`).join('\n'))).toBeUndefined();
  const { error } = await server.writer.batch([
    "insert into u (email) values ('a@b')",
    "insert into u (email) values ('A@B')",
  ]);
  expect(error?.message).toMatch(/Duplicate/);
});

test('writes a head that fits a terminal, and names what the engine refuses', async () => {
  const { out } = await relvar(['convert', corpus('mysql/sakila'), '--to', 'postgres']);
  const head = out.slice(0, out.indexOf('\n\n')).split('\n');
  expect(head.length).toBeGreaterThan(5);
  // A path may be longer than a line.
  expect(head.filter((line) => line.length > 80 && !line.includes('/'))).toEqual([]);
  expect(head.join('\n')).toContain('--   view public.actor_info: ');
});

test.each([
  ['mysql', 'sqlite', String.raw`'C:\\temp\\new', '''', '\\d+'`, String.raw`'C:\temp\new'`],
  ['mysql', 'postgres', String.raw`'C:\\temp\\new', '''', '\\d+'`, String.raw`'C:\temp\new'`],
  ['sqlite', 'mysql', String.raw`'C:\temp\new', '''', '\d+'`, String.raw`'C:\\temp\\new'`],
  ['postgres', 'mariadb', String.raw`'C:\temp\new', '''', '\d+'`, String.raw`'C:\\temp\\new'`],
])('%s to %s: a backslash stays one in defaults, checks and lists of values', async (from, to, list, written) => {
  const [first = ''] = list.split(', ');
  writeFileSync(
    path('backslashes.sql'),
    `create table paths (id int primary key, p varchar(50) default ${first}, q varchar(50),
       ${from === 'mysql' ? `e enum(${list}),` : ''} check (q in (${list})));`,
  );
  const { out } = await relvar(['convert', path('backslashes.sql'), '--to', to, '--engine', from, '--format', 'json']);
  const { statements } = JSON.parse(out);
  const made = statements.join('\n');
  expect(made.split(written)).toHaveLength(from === 'mysql' ? 4 : 3);
  expect(made.split(String.raw`\\d+`)).toHaveLength(to === 'mysql' || to === 'mariadb' ? 2 : 1);
  if (to === 'sqlite') {
    const database = await databaseOf(made);
    await database.exec(`insert into paths (id, q, e) values (1, '\\d+', ''''), (2, 'C:\\temp\\new', '\\d+')`);
    expect(await database.query('select p from paths')).toEqual([{ p: 'C:\\temp\\new' }, { p: 'C:\\temp\\new' }]);
    await database.close();
  }
});

test('views stand behind those that they read', async () => {
  writeFileSync(
    path('views.sql'),
    `create table t (a integer); create view z as select a from t; create view m as select a from z; create view b as select m.a from m;`,
  );
  const { out } = await relvar([
    'convert',
    path('views.sql'),
    '--engine',
    'sqlite',
    '--to',
    'postgres',
    '--format',
    'json',
  ]);
  const { statements } = JSON.parse(out) as { readonly statements: readonly string[] };
  expect(statements.flatMap((sql) => /^CREATE VIEW\s+(?:public\.)?(\w+)/i.exec(sql)?.[1] ?? [])).toEqual([
    'z',
    'm',
    'b',
  ]);
});

test.each(['mysql', 'mariadb'])('holds the checks for %s that it takes, and tells of the others', async (to) => {
  writeFileSync(
    path('tickets.sql'),
    `create table agents (id int primary key);
     create table tickets (id int primary key, status text not null, solved_at date,
       agent_id int references agents on delete set null, contact_id int references agents on delete cascade,
       moved_id int references agents on update cascade,
       constraint solved check (status not in ('solved', 'closed') or solved_at is not null),
       constraint contact check (contact_id > 0), constraint moved check (moved_id > 0),
       constraint somebody check (agent_id is not null or contact_id is not null));`,
  );
  const result = JSON.parse((await relvar(['convert', path('tickets.sql'), '--to', to, '--format', 'json'])).out);
  expect(whys(result)).toEqual([
    'check moved of tickets: foreign key tickets_moved_id_fkey sets moved_id, which no check may be of then',
    'check somebody of tickets: foreign key tickets_agent_id_fkey sets agent_id, which no check may be of then',
  ]);
  expect(result.statements.join('\n')).toMatch(/CONSTRAINT contact CHECK[\s\S]*CONSTRAINT solved CHECK/);
  if (to === 'mariadb') expect(await server?.load(result.statements.join(';\n'))).toBeUndefined();
});

describe('between MySQL and MariaDB', () => {
  const ofMySql = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100) COLLATE utf8mb4_0900_as_cs, doc JSON, KEY lower_email ((lower(email))), KEY hid (email) INVISIBLE) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE orders (id INT PRIMARY KEY, user_id INT UNSIGNED, token BINARY(16) DEFAULT (uuid_to_bin(uuid())), CONSTRAINT positive CHECK (id > 0) NOT ENFORCED, CONSTRAINT few CHECK (id < 9), CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
CREATE VIEW mails AS SELECT email FROM users;
DELIMITER //
CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//
DELIMITER ;`;
  const ofMariaDb = `CREATE SEQUENCE s;
CREATE TABLE t (id UUID NOT NULL DEFAULT uuid() PRIMARY KEY, ip INET6, n BIGINT DEFAULT nextval(s), a VARCHAR(20) COLLATE utf8mb4_uca1400_as_ci CHECK (a <> ''), b INT WITHOUT SYSTEM VERSIONING, KEY k (a)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING;
CREATE TABLE u (id INT, f TIMESTAMP(6) GENERATED ALWAYS AS ROW START, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END, doc TEXT, PRIMARY KEY (id), UNIQUE (doc) USING HASH, PERIOD FOR SYSTEM_TIME (f, e)) WITH SYSTEM VERSIONING;
CREATE TABLE v (id INT PRIMARY KEY) ENGINE=Aria;`;

  test('MariaDB takes what it can hold of a schema of MySQL', async () => {
    writeFileSync(path('theirs.sql'), ofMySql);
    const { code } = await relvar(['convert', path('theirs.sql'), '--to', 'mariadb', '-o', path('ours.sql')]);
    expect(code).toBe(0);
    const sql = readFileSync(path('ours.sql'), 'utf8');
    const { out } = await relvar(['convert', path('theirs.sql'), '--to', 'mariadb', '--format', 'json']);
    const result = JSON.parse(out);
    expect(result.made).toMatchObject({ tables: 2, views: 1, foreignKeys: 1 });
    expect(result.losses.map(({ what }: { readonly what: string }) => what).sort()).toEqual([
      'check positive of orders',
      'column orders.token',
      'column users.doc',
      'column users.email',
      'index lower_email of users',
      'table orders',
      'table users',
    ]);
    for (const kept of [
      'uca1400_nopad_as_cs',
      'KEY hid (email) IGNORED',
      'ON DELETE CASCADE',
      'CREATE PROCEDURE',
      'few',
    ])
      expect(sql).toContain(kept);
    // MariaDB 10.10 brought the collations that the newest one has.
    if (server) expect(await server.load(sql)).toBeUndefined();
  });

  test('MySQL takes what it can hold of a schema of MariaDB', async () => {
    writeFileSync(path('ours.sql'), ofMariaDb);
    const { out } = await relvar([
      'convert',
      path('ours.sql'),
      '--to',
      'mysql',
      '--engine',
      'mariadb',
      '--format',
      'json',
    ]);
    const result = JSON.parse(out);
    expect(result.made).toMatchObject({ tables: 3, foreignKeys: 0 });
    expect(result.losses.map(({ what }: { readonly what: string }) => what).sort()).toEqual([
      'column t.a',
      'column t.id',
      'column t.ip',
      'column t.n',
      'index doc of u',
      'sequence s',
      'table t',
      'table u',
      'table u',
      'table v',
      'table v',
    ]);
    const sql = result.statements.join('\n');
    expect(sql).not.toMatch(/uca1400|VERSIONING|PERIOD|nextval|Aria|inet6|\buuid\b(?!\(\))/i);
    expect(sql).toContain('DEFAULT (uuid())');
    expect(sql).toContain("CONSTRAINT t_a CHECK (a <> '')");
  });

  test('a schema of the same product is none to convert', async () => {
    writeFileSync(path('theirs.sql'), ofMySql);
    const { code, error } = await relvar(['convert', path('theirs.sql'), '--to', 'mysql']);
    expect([code, error]).toEqual([2, expect.stringContaining('already')]);
  });
});

describe('what was not read of the source', () => {
  test.each([
    ['postgres', 'create table a (id int primary key);\ncreate table b (id int primary key, x nonsense(((;', 'mysql'],
    [
      'mysql',
      'create table a (id int primary key);\ncreate table b (id int primary key, z foo bar baz qux(1) !!);',
      'postgres',
    ],
    [
      'mysql',
      'create table a (id int primary key);\ncreate table b (id int primary key, z foo bar baz qux(1) !!);',
      'mariadb',
    ],
    ['sqlite', 'create table a (id integer primary key);\ncreate view w as select * from (;', 'postgres'],
  ])('of %s heads the list, with its place, and ends the command with 2', async (engine, sql, to) => {
    writeFileSync(path('broken.sql'), sql);
    const { out, error, code } = await relvar(['convert', path('broken.sql'), '--engine', engine, '--to', to]);
    expect(code).toBe(2);
    expect(out).not.toContain('All of it is here');
    expect(out.replace(/\n--\s+/g, ' ')).toContain('broken.sql:2: not read, and what it makes is not here');
    expect(error).toContain('broken.sql:2: ');
  });
});

test('tells what of MySQL is narrower in PostgreSQL, and stores what an older one cannot compute', async () => {
  writeFileSync(
    path('narrow.sql'),
    'create table t (id int primary key, n int, flag tinyint(1), lasts time, twice int generated always as (n * 2) virtual);',
  );
  const { out } = await relvar([
    'convert',
    path('narrow.sql'),
    '--engine',
    'mysql',
    '--to',
    'postgres',
    '--target',
    '15',
  ]);
  expect(out).toMatch(/for PostgreSQL 15\n/);
  expect(out).toMatch(/column t\.flag: numbers other than 0 and 1/);
  expect(out).toMatch(/column t\.lasts: times below 0:00 and above 24:00/);
  expect(out).toMatch(/\(n \* 2\) STORED/);
  const newest = await relvar(['convert', path('narrow.sql'), '--engine', 'mysql', '--to', 'postgres']);
  expect(newest.out).toMatch(/\(n \* 2\)(?: VIRTUAL)?\n/);
  const none = await relvar(['convert', path('narrow.sql'), '--engine', 'mysql', '--to', 'postgres', '--target', '99']);
  expect([none.code, none.error]).toEqual([2, expect.stringContaining('--target 99')]);
});

test('tells of bits below 0 where ~ turns them, and not where it holds a text against a pattern', async () => {
  writeFileSync(
    path('tilde.sql'),
    "create table t (id int primary key, email text check (email ~ '^[^@]+@'), flags int, constraint turned check (~ flags <> 0 and ~flags < 5));",
  );
  const { out } = await relvar(['convert', path('tilde.sql'), '--engine', 'postgres', '--to', 'mariadb']);
  expect(out).toMatch(/check turned of t: ~ gives numbers\s+(?:--\s+)?below 0/);
  expect(out).not.toMatch(/t_email_check of t: ~|t_email_check of t,/);
  expect(out).toContain('REGEXP');
});

test('tells what SQLite takes and others refuse, and whose time it is', async () => {
  writeFileSync(
    path('loose.sql'),
    `create table loose (id integer primary key, name varchar(40), born date, price decimal(12,2), at datetime default current_timestamp,
       check (name like 'a\\_%'));
     create table strict (id integer primary key, n integer, label text) strict;`,
  );
  const result = await converted(path('loose.sql'), 'postgres');
  const told = whys(result);
  expect(told).toContain('column loose.name: texts that are longer, which SQLite takes: there must be none');
  expect(told.filter((one) => /none of its type/.test(one)).map((one) => one.split(':')[0])).toEqual([
    'column loose.born',
    'column loose.price',
    'column loose.at',
  ]);
  expect(told).toContain(
    "default of column loose.at: the present time is that of the session's zone, no longer that of UTC",
  );
  expect(result.statements.join('\n')).toMatch(/LIKE 'a\\_%' ESCAPE ''/i);
});

test('writes for SQLite what was known to it years ago', async () => {
  writeFileSync(
    path('new.sql'),
    `create table t (id int primary key, n int, a varchar(9), h varchar(40) default (unhex('00')),
       check (if(n > 5, a <> '', a is not null)), check (a like 'x\\\\_%')) ENGINE=InnoDB;`,
  );
  const result = await converted(path('new.sql'), 'sqlite');
  const sql = result.statements.join('\n');
  expect(sql).toMatch(/CASE WHEN n > 5 THEN a <> '' ELSE a IS NOT NULL END/i);
  expect(sql).toMatch(/LIKE 'x\\_%' ESCAPE '\\'/i);
  expect(whys(result)).toContain('default of column t.h: unhex() came with SQLite 3.41: it is left out');
  writeFileSync(
    path('joined.sql'),
    `create table t (id int primary key, a text, b text);
     create view v as select id, concat(a, '-', b) as ab from t;
     create view w as select id, concat_ws('-', a, b) as ab from t;`,
  );
  const views = await converted(path('joined.sql'), 'sqlite');
  expect(views.statements.join('\n')).toContain("coalesce(a, '') || ");
  expect(whys(views)).toContain('view w: concat_ws() came with SQLite 3.44: it is left out');
});
