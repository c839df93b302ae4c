import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from './embedded.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';
import { databaseOf } from './sqlite.ts';

const server = await findMariaDb('convert_meaning');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-meaning-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(resetDatabase);

interface Result {
  readonly statements: readonly string[];
  readonly losses: readonly { readonly what: string; readonly why: string }[];
}

async function converted(sql: string, engine: string, to: string): Promise<Result & { readonly sql: string }> {
  const file = join(folder, 'schema.sql');
  writeFileSync(file, sql);
  const { out, code } = await relvar(['convert', file, '--engine', engine, '--to', to, '--format', 'json']);
  expect(code).toBe(0);
  const result: Result = JSON.parse(out);
  return { ...result, sql: result.statements.map((one) => `${one};`).join('\n') };
}

const toldOf = ({ losses }: Result, what: string) => losses.filter((one) => one.what === what).map(({ why }) => why);

/** What queries give in the engine of an embedded database that a script is loaded into, numbers as numbers. */
async function valuesIn(engine: string, script: string, rows: string, queries: readonly string[]): Promise<unknown[]> {
  const database = engine === 'sqlite' ? await databaseOf(script) : await embedded();
  if (engine !== 'sqlite') await database.exec(script);
  await database.exec(rows);
  const all: unknown[] = [];
  for (const query of queries) all.push(numbers(await database.query(query)));
  if (engine === 'sqlite') await database.close();
  return all;
}

const numbers = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.map((row) =>
    Object.values(row).map((value) => (value === null ? null : Math.round(Number(value) * 1000) / 1000)),
  );

const mine = `CREATE TABLE t (id INT PRIMARY KEY, d INT NOT NULL, amt DECIMAL(10,2), code VARCHAR(20) COLLATE utf8mb4_bin,
    nm VARCHAR(20) COLLATE utf8mb4_general_ci, CHECK (code LIKE 'A%' OR d < 9));
  CREATE VIEW divided AS SELECT id, d/2 AS h, AVG(d)/3 AS q, SUM(d)/COUNT(*) AS r, amt/2 AS a, d/amt AS b, d*3/2/5 AS c, 7/2 AS e
    FROM t GROUP BY id, d, amt;
  CREATE VIEW below AS SELECT id, h/3 AS h FROM divided;
  CREATE VIEW apart AS SELECT id FROM t WHERE code LIKE 'a%' OR code LIKE '%[_]\\\\_*' OR code NOT LIKE '_%';
  CREATE VIEW alike AS SELECT id FROM t WHERE nm LIKE 'a_c%';`;
const myRows = `INSERT INTO t (id, d, amt, code, nm) VALUES (1, 5, 5, 'Abc', 'Abc'), (2, -7, 2.25, 'abc', 'xabc'),
  (3, 3, 1, 'a', 'ABCD'), (4, 1, 7, 'q[x]_*', 'ab'), (5, 2, 9, 'q[x]a*', NULL), (6, 4, 3, '', 'aXc');`;
const myQueries = ['divided', 'below', 'apart', 'alike'].map((view) => `SELECT * FROM ${view} ORDER BY id`);

test.runIf(server).each(['sqlite', 'postgres'])(
  'MariaDB to %s: views divide and find texts as they did',
  async (to) => {
    const { sql, losses } = await converted(mine, 'mariadb', to);
    const byZero = to === 'postgres' ? ['a division by zero gives an error, no longer NULL'] : [];
    expect(losses.filter(({ what }) => what.startsWith('view')).map(({ why }) => why)).toEqual(byZero);
    expect(await server?.load(`${mine}${myRows}`)).toBeUndefined();
    const there: unknown[] = [];
    for (const query of myQueries) there.push(numbers((await server?.writer.query(query)) ?? []));
    expect(await valuesIn(to, sql, myRows, myQueries)).toEqual(there);
    await resetDatabase();
    await expect(valuesIn(to, sql, "INSERT INTO t (id, d, code) VALUES (9, 9, 'abc')", [])).rejects.toThrow(
      /constraint/i,
    );
  },
);

const theirs = `create table t (id int primary key, n int, big bigint, amt numeric(10,2), f float8, code text check (code like 'A%' or n < 9));
  create view divided as select id, n / 2 as h, n::numeric / 2 as x, amt / 2 as a, amt / n as b, n * f / 4 as c, (n + 1) / (n - 9) as e,
    sum(amt) / count(*) as s, round(amt) / 2 as r from t group by id;
  create view sums as select 1 as id, sum(big) / count(*) as s from t;
  create view found as select id from t where code like 'A_%' or code ilike 'X%' or code not like '%c%';`;
const theirRows = `insert into t values (1, 5, 5, 5, 5, 'Abc'), (2, 3, 4, 7, 2, 'abc'), (3, 8, 9, 2.5, 3, 'xc'), (4, 1, 1, 3, 1, 'Q');`;

test('PostgreSQL to SQLite: decimals without a fraction are divided exactly, patterns tell cases apart', async () => {
  const result = await converted(theirs, 'postgres', 'sqlite');
  const queries = ['divided', 'sums', 'found'].map((view) => `select * from ${view} order by id`);
  const there = await valuesIn('postgres', theirs, theirRows, queries);
  expect(await valuesIn('sqlite', result.sql, theirRows, queries)).toEqual(there);
  expect(toldOf(result, 'view divided')).toEqual(['a division by zero gives NULL, no longer an error']);
  expect(toldOf(result, 'view found')).toEqual([]);
});

test('PostgreSQL to MariaDB: a cast to a number keeps a division exact, and ILIKE over texts told apart is told', async () => {
  const result = await converted(
    `create table t (n int, half numeric generated always as (n::numeric / 2) stored, whole int generated always as (n / 2) stored,
       name text, constraint held check (name like 'A%'), constraint aside check (name ilike 'a%'));`,
    'postgres',
    'mariadb',
  );
  expect(result.sql).toMatch(/half .* AS \(.*n.* \/ .*2.*\)/);
  expect(result.sql).toContain('n DIV 2');
  expect(toldOf(result, 'check held of t')).toEqual([]);
  expect(toldOf(result, 'check aside of t')).toEqual(['LIKE finds letters in both cases told apart']);
});

test.each([
  ['mysql', 'sqlite', 'a text and a number are compared as texts, no longer compared as numbers'],
  ['sqlite', 'mysql', 'a text and a number are compared as numbers, no longer compared as texts'],
  ['sqlite', 'postgres', 'a text and a number are not compared, which is an error, no longer compared as texts'],
])('%s to %s: a text beside a number is told, and no other comparison', async (engine, to, told) => {
  const result = await converted(
    `create table t (id integer primary key, s varchar(9), n integer, constraint more check (s > 5), constraint less check (-1.5 <= s),
       constraint texts check (s > '5'), constraint numbers check (n >= 5 and s <> 'a' or n = 7));
     create view v as select id from t where t.s = 10 and n < 3;`,
    engine,
    to,
  );
  // Without a server of its own no view is written for MySQL.
  const views = to === 'mysql' ? [] : ['view v'];
  for (const what of ['check more of t', 'check less of t', ...views]) expect(toldOf(result, what)).toContain(told);
  for (const what of ['check texts of t', 'check numbers of t']) expect(toldOf(result, what)).not.toContain(told);
});

test('a text beside a number passes in SQLite as a text, as is told', async () => {
  const database = await databaseOf('create table t (s text)');
  await database.exec('insert into t values (10)');
  expect(await database.query('select s > 5 as more from t')).toEqual([{ more: 0 }]);
  await database.close();
});

test('SQLite to PostgreSQL and MariaDB: LIKE that takes both cases for one is carried, or told', async () => {
  const lite = `CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, nm TEXT COLLATE NOCASE, CHECK (code LIKE 'A%'), CONSTRAINT ci CHECK (nm LIKE 'b%'));
    CREATE VIEW v AS SELECT id, id / 2 AS h FROM t WHERE code NOT LIKE '%z';
    CREATE VIEW mean AS SELECT sum(id) / count(*) AS m FROM t;`;
  const postgres = await converted(lite, 'sqlite', 'postgres');
  expect(toldOf(postgres, 'view v')).toEqual([]);
  expect(toldOf(postgres, 'view mean')).toEqual([
    'a division by zero gives an error, no longer NULL',
    'what it divides may be divided to a whole number by one of the engines, and exactly by the other',
  ]);
  const rows = `INSERT INTO t VALUES (1, 'abZ', 'Bb'), (3, 'AB', 'bb');`;
  expect(await valuesIn('postgres', postgres.sql, rows, ['SELECT * FROM v'])).toEqual(
    await valuesIn('sqlite', lite, rows, ['SELECT * FROM v']),
  );
  const maria = await converted(lite, 'sqlite', 'mariadb');
  expect(toldOf(maria, 'check t_code_check of t')).toEqual(['LIKE finds letters in both cases told apart']);
  expect(toldOf(maria, 'check ci of t')).toEqual([]);
});

test.runIf(server).each(['postgres', 'mariadb'])(
  'SQLite to %s: rows number themselves where they did, and keys without NULL are told',
  async (to) => {
    const lite = `CREATE TABLE strict (id INTEGER PRIMARY KEY, x INT) STRICT;
    CREATE TABLE plain (id INTEGER PRIMARY KEY, x INT);
    CREATE TABLE apart (id INTEGER, x INT, PRIMARY KEY (id DESC));
    CREATE TABLE down (id INTEGER PRIMARY KEY DESC, x INT);
    CREATE TABLE word (id TEXT PRIMARY KEY, x INT);
    CREATE TABLE pair (a TEXT NOT NULL, b INT, PRIMARY KEY (a, b));
    CREATE TABLE held (id INT PRIMARY KEY, x INT) STRICT;`;
    const tables = ['strict', 'plain', 'apart', 'down', 'word', 'held'];
    const number = (table: string) => `INSERT INTO ${table} (x) VALUES (1)`;
    const source = await databaseOf(lite);
    const ids: unknown[] = [];
    for (const table of tables) {
      const { error } = await source.batch([number(table)]);
      ids.push(error ? 'refused' : (await source.query(`SELECT id FROM ${table}`))[0]?.['id']);
    }
    await source.close();
    expect(ids).toEqual([1, 1, 1, null, null, 'refused']);
    const result = await converted(lite, 'sqlite', to);
    const takesNull = ['that it takes NULL in its primary key: there must be none'];
    expect(toldOf(result, 'column down.id')).toEqual(expect.arrayContaining(takesNull));
    expect(toldOf(result, 'column word.id')).toEqual(expect.arrayContaining(takesNull));
    expect(toldOf(result, 'column pair.b')).toEqual(expect.arrayContaining(takesNull));
    for (const one of ['strict.id', 'plain.id', 'apart.id', 'pair.a', 'held.id'])
      expect(toldOf(result, `column ${one}`)).not.toEqual(expect.arrayContaining(takesNull));
    if (to === 'postgres') await (await embedded()).exec(result.sql);
    else expect(await server?.load(result.sql)).toBeUndefined();
    const writer = to === 'postgres' ? await embedded() : server?.writer;
    for (const table of tables) {
      const quoted = result.sql.includes(`\`${table}\``) ? `\`${table}\`` : table;
      const error = await (writer?.batch([number(quoted)]) ?? Promise.reject(new Error('no server'))).then(
        (done) => done.error,
        (reason: unknown) => reason,
      );
      if (['strict', 'plain', 'apart'].includes(table)) expect(error).toBeUndefined();
      else expect(error).toBeDefined();
    }
  },
);

test.runIf(server)('tells once what ^ and starts of substr() below 1 mean elsewhere', async () => {
  const mine = `CREATE TABLE t (id INT PRIMARY KEY, n INT, s VARCHAR(9), CONSTRAINT bits CHECK (n ^ 3 = 1 OR n ^ 3 = 2),
      CONSTRAINT ends CHECK (substr(s, -2) = 'ab' OR substr(s, -3) = 'abc'), CONSTRAINT begins CHECK (substr(s, 1, 2) <> 'x'));`;
  const postgres = await converted(mine, 'mariadb', 'postgres');
  expect(toldOf(postgres, 'check bits of t')).toEqual(['^ gives the power of numbers in it']);
  const [told, ...others] = toldOf(postgres, 'check ends of t');
  expect(others).toEqual([]);
  expect(told).toMatch(/^substr\(\) counts a start below 1 from the beginning/);
  expect(toldOf(postgres, 'check begins of t')).toEqual([]);
  const starts = "SELECT length(substr('ab', -3)) AS past, length(substr('abc', -2)) AS within";
  expect(await valuesIn('sqlite', '', '', [starts])).toEqual([[[2, 2]]]);
  expect(await valuesIn('postgres', '', '', [starts])).toEqual([[[2, 3]]]);
  expect(numbers((await server?.writer.query(starts)) ?? [])).toEqual([[0, 2]]);
});

const meant = `CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL, b INT, f DOUBLE, ts DATETIME NOT NULL);
  CREATE VIEW same AS SELECT id, CAST(a AS CHAR) AS ca, CAST(a AS CHAR(2)) AS cc, LOG(b) AS lg, CAST(f AS SIGNED) AS fs, b/4 AS q,
    EXTRACT(YEAR FROM CAST(ts AS DATE)) AS y FROM t;
  CREATE VIEW safe AS SELECT id, a / nullif(b, 0) AS q, a % 3 AS m FROM t;
  CREATE VIEW other AS SELECT id, GREATEST(a, b) AS gr, a/b AS d, a % b AS m FROM t;`;
const meantRows =
  "INSERT INTO t (id, a, b, f, ts) VALUES (1, 123, 5, 1.7, '2024-01-05 10:00:00'), (2, -7, 10, -2.2, '2023-12-31 23:59:59');";

test.runIf(server)('MariaDB to PostgreSQL: casts and logarithms give what they gave, or it is told', async () => {
  const { sql, losses } = await converted(meant, 'mariadb', 'postgres');
  for (const view of ['same', 'safe']) expect(toldOf({ statements: [], losses }, `view ${view}`)).toEqual([]);
  expect(toldOf({ statements: [], losses }, 'view other')).toEqual([
    'a division by zero gives an error, no longer NULL',
  ]);
  await server?.load(`${meant}${meantRows}`);
  const query = 'SELECT * FROM same ORDER BY id';
  expect(await valuesIn('postgres', sql, meantRows, [query])).toEqual([
    numbers((await server?.writer.query(query)) ?? []),
  ]);
});

test.runIf(server)('MariaDB to SQLite: computed values and checks are of what they were of', async () => {
  const from = `CREATE TABLE g (id INT PRIMARY KEY, a INT, b INT, ts DATETIME, f DOUBLE, ca VARCHAR(12) AS (CAST(a AS CHAR)) STORED,
    lg DOUBLE AS (LOG(b)) STORED, fs INT AS (CAST(f AS SIGNED)) STORED, hx VARCHAR(20) AS (HEX(a)) STORED, rr INT AS (ROUND(a, -1)) STORED,
    CONSTRAINT recent CHECK (CAST(ts AS DATE) >= '2000-01-01'));`;
  const rows = "INSERT INTO g (id, a, b, ts, f) VALUES (1, 123, 5, '2024-01-05 10:00:00', 1.7);";
  const { sql } = await converted(from, 'mariadb', 'sqlite');
  await server?.load(`${from}${rows}`);
  const query = "SELECT ca, lg, fs, rr, hx = '7B' AS hx FROM g";
  expect(await valuesIn('sqlite', sql, rows, [query])).toEqual([numbers((await server?.writer.query(query)) ?? [])]);
});

test('SQLite to PostgreSQL: letters that LIKE takes for alike, and divisions by zero, are told', async () => {
  const result = await converted(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, a INTEGER, b INTEGER);
     CREATE VIEW found AS SELECT id FROM t WHERE name LIKE 'ä%';
     CREATE VIEW plain AS SELECT id, a / 2 AS half FROM t WHERE name LIKE 'a%';
     CREATE VIEW shares AS SELECT id, a / b AS share FROM t;`,
    'sqlite',
    'postgres',
  );
  expect(toldOf(result, 'view found').join()).toContain('all letters, not those of ASCII alone');
  expect(toldOf(result, 'view plain')).toEqual([]);
  expect(toldOf(result, 'view shares').join()).toContain('a division by zero gives an error');
});

const called = `CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, ts DATETIME, d DATE, f DOUBLE, nm VARCHAR(9) COLLATE utf8mb4_bin,
    ca VARCHAR(12) AS (CAST(a AS CHAR)) STORED, gr INT AS (GREATEST(a, b)) STORED, le INT AS (LEAST(a, b, id)) STORED, lg DOUBLE AS (LOG(b)) STORED,
    dd DATE AS (CAST(ts AS DATE)) STORED, rr INT AS (ROUND(a, -1)) STORED, dv DECIMAL(9, 2) AS (CAST(f AS DECIMAL(9, 2))) STORED,
    CONSTRAINT day CHECK (CAST(ts AS DATE) >= '2000-01-01'), CONSTRAINT text CHECK (CAST(a AS CHAR) <> '1'),
    CONSTRAINT midnight CHECK (ts <> '2024-01-02' AND ts NOT IN ('2024-01-03', '2024-01-04') AND ts NOT BETWEEN '2023-01-01' AND '2023-02-01'));
  CREATE VIEW computed AS SELECT id, CAST(ca AS SIGNED) AS ca, gr, le, lg, rr, dv, CAST(dd AS CHAR) = '2024-01-05' AS day, CAST(f AS CHAR(1)) AS one FROM t;
  CREATE VIEW ranked AS SELECT id, RANK() OVER (ORDER BY a DESC) AS r, ROW_NUMBER() OVER (PARTITION BY f > 0 ORDER BY b, id DESC) AS n FROM t;`;
const calledRows = `INSERT INTO t (id, a, b, ts, d, f, nm) VALUES (1, 123, 5, '2024-01-05 10:00:00', '2024-01-05', 1.25, 'x'), (2, NULL, 7, NULL, NULL, 2.5, 'y'),
  (3, -15, NULL, '2024-01-05 00:00:00', '2023-12-31', 3.75, 'Z'), (4, 8, 2, '2023-02-01 00:00:01', '2024-02-29', 4, NULL);`;

test.runIf(server).each(['sqlite', 'postgres'])(
  'MariaDB to %s: functions and casts that have one name and two meanings give what they gave',
  async (to) => {
    const { sql } = await converted(called, 'mariadb', to);
    const queries = ['computed', 'ranked'].map((view) => `SELECT * FROM ${view} ORDER BY id`);
    expect(await server?.load(`${called}${calledRows}`)).toBeUndefined();
    const there: unknown[] = [];
    for (const query of queries) there.push(numbers((await server?.writer.query(query)) ?? []));
    expect(await valuesIn(to, sql, calledRows, queries)).toEqual(there);
    for (const time of ['2024-01-02 00:00:00', '2024-01-04 00:00:00', '2023-02-01 00:00:00', '1999-12-31 10:00:00']) {
      await resetDatabase();
      const row = `INSERT INTO t (id, a, ts) VALUES (9, 9, '${time}')`;
      await expect(valuesIn(to, sql, row, [])).rejects.toThrow(/constraint/i);
      await expect(server?.writer.query(row)).rejects.toThrow(/CONSTRAINT/);
    }
  },
);

test.runIf(server)('MariaDB to others: what stays otherwise is told', async () => {
  const mine = `CREATE TABLE t (id INT PRIMARY KEY, a INT, f DOUBLE, s VARCHAR(9), d DATE, CONSTRAINT digits CHECK (hex(a) <> 'B'), CONSTRAINT bits CHECK (~a <> 1),
      CONSTRAINT days CHECK (d - 1 > 20000101), CONSTRAINT bytes CHECK (ascii(s) < 200), CONSTRAINT halves CHECK (round(f) = 2),
      CONSTRAINT letters CHECK (upper(s) <> 'X'), CONSTRAINT years CHECK (CAST(s AS INET6) IS NULL));`;
  const lite = await converted(mine, 'mariadb', 'sqlite');
  expect(lite.sql).toContain("printf('%X'");
  for (const name of ['bits', 'days', 'halves', 'letters', 'years'])
    expect([name, toldOf(lite, `check ${name} of t`)]).toEqual([name, [expect.any(String)]]);
  const postgres = await converted(mine, 'mariadb', 'postgres');
  for (const name of ['bits', 'days', 'bytes'])
    expect([name, toldOf(postgres, `check ${name} of t`)]).toEqual([name, [expect.any(String)]]);
  expect(toldOf(postgres, 'check letters of t')).toEqual([]);
});

const counted = `create table t (id int primary key, a int, b int, d date, e date not null, "Day" date, blob bytea check (blob <> '\\x00'::bytea));
  create view days as select id, d + 1 = '2024-01-06' as later, e - 2 < '2024-01-04' as before, d - e as apart, "Day" + a > d as own,
    greatest(a, b) as most, least(a, b, id) as least, log(id) as digits from t;
  create view ranked as select id, rank() over (order by a desc) as r, row_number() over (order by b, e) as n from t;
  create view first as select id from t order by b desc limit 2;`;
const countedRows = `insert into t (id, a, b, d, e, "Day") values (1, 5, null, '2024-01-05', '2024-01-03', '2024-01-05'), (2, null, 7, '2023-12-31', '2024-01-07', null),
  (3, null, null, null, '2024-02-29', '2024-01-01'), (4, -1, 3, '2024-03-01', '2024-02-29', '2024-02-01');`;

test('PostgreSQL to SQLite: days are counted, NULL is passed over, and stands where it stood', async () => {
  const result = await converted(counted, 'postgres', 'sqlite');
  const queries = ['days', 'ranked', 'first'].map((view) => `select * from ${view} order by id`);
  const there = await valuesIn('postgres', counted, countedRows, [
    (queries[0] ?? '').replace('*', 'id, later::int, before::int, apart, own::int, most, least, digits'),
    ...queries.slice(1),
  ]);
  expect(await valuesIn('sqlite', result.sql, countedRows, queries)).toEqual(there);
  expect(result.losses.filter(({ what }) => what.startsWith('view'))).toEqual([]);
  expect(result.sql).toContain("blob <> x'00'");
});

test('SQLite to PostgreSQL: NULL, the greatest value, bytes and casts stay; a collation of an expression is told', async () => {
  const lite = `CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, f REAL, s TEXT, CHECK (CAST(f AS INTEGER) < 3));
    CREATE VIEW v AS SELECT id, max(a, id) AS most, min(a, id) AS least, row_number() OVER (ORDER BY a, id) AS n, CAST(f AS INTEGER) AS whole,
      length(CAST(a AS TEXT)) AS digits, log(id) AS l FROM t;
    CREATE VIEW alike AS SELECT id FROM t WHERE s = 'x' COLLATE NOCASE OR s = 'y' COLLATE BINARY;
    CREATE VIEW bytes AS SELECT id, x'6162' AS b FROM t;`;
  const result = await converted(lite, 'sqlite', 'postgres');
  expect(result.sql).not.toMatch(/COLLATE/i);
  expect(result.sql).toContain("'\\x6162'::bytea");
  expect(toldOf(result, 'view alike')).toEqual(['texts that differ in the case of letters are told apart']);
  const rows = "INSERT INTO t VALUES (1, NULL, 2.75, 'x'), (2, 12, -2.75, 'y'), (3, 1, NULL, NULL);";
  const queries = ['SELECT * FROM v ORDER BY id'];
  expect(await valuesIn('postgres', result.sql, rows, queries)).toEqual(await valuesIn('sqlite', lite, rows, queries));
});
