import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import driver from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relvar } from './run-cli.ts';

const schema = `PRAGMA foreign_keys = ON;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT, country TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), status TEXT NOT NULL,
  total INTEGER, created_at TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), product TEXT, price INTEGER);
CREATE INDEX orders_status ON orders (status);
`;

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-test-'));
  await writeFile(path('schema.sql'), schema);
  // As .dump writes what ANALYZE found.
  const analysed = `ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 VALUES ('orders', 'orders_status', '3000000 30000'), ('users', 'sqlite_autoindex_users_1', '100000 1');`;
  await writeFile(path('dump.sql'), schema + analysed);
  const database = new driver.Database(path('app.db'));
  database.exec(`${schema}
    PRAGMA foreign_keys = OFF;
    WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 50000)
    INSERT INTO orders SELECT v, 1 + v % 100, CASE WHEN v % 1000 = 0 THEN 'open' ELSE 'sent' END, v, '2026-01-01' FROM n;
    INSERT INTO users SELECT id, 'u' || id, 'x', 'LU' FROM orders WHERE id <= 100; ANALYZE`);
  database.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const explain = async (source: string, ...more: readonly string[]) => {
  const { out, error, code } = await relvar(['explain', path(source), '--format', 'json', ...more]);
  if (code !== 0) throw new Error(error);
  return JSON.parse(out);
};

const ofUser = ['--query', 'select * from orders where user_id = ? order by created_at desc limit 20'];

describe('explain on SQLite', () => {
  it('finds the index that a query lacks, at declared sizes', async () => {
    const { basis, causes, remedies, plan } = await explain('schema.sql', '--rows', 'orders=5M,users=100k', ...ofUser);
    expect(basis).toBe('shadow');
    expect(plan.root).toMatchObject({ kind: 'Limit', children: [{ kind: 'Sort', children: [{ kind: 'Seq Scan' }] }] });
    expect(causes[0].sign).toBe('sequential-scan-discards-rows');
    expect(remedies[0]).toMatchObject({
      sql: [expect.stringMatching(/ON orders \(user_id, created_at\)/)],
      evidence: expect.arrayContaining([{ kind: 'rehearsed', text: expect.any(String) }]),
    });
    expect(remedies[0].effect.after).toBeLessThan(remedies[0].effect.before / 1000);
  });

  it('reads the statistics of a dump', async () => {
    const query = ['--query', "select * from orders where status = 'open'"];
    const { plan } = await explain('dump.sql', ...query);
    expect(plan.root).toMatchObject({ index: 'orders_status', rows: 30_000 });
  });

  it('reads the statistics of a file, with its samples', async () => {
    const of = (status: string) =>
      explain('app.db', '--query', 'select * from orders where status = ?', '--parameter', `1=${status}`);
    const [open, sent] = [await of('open'), await of('sent')];
    expect(open.plan.root).toMatchObject({ index: 'orders_status', rows: 50 });
    expect(sent.plan.root).toMatchObject({ kind: 'Seq Scan' });
    const average = await explain('app.db', ...ofUser);
    expect(average.assumptions.join()).not.toMatch(/main\.orders \d/);
  });

  it('grows with the tables', async () => {
    const { scale } = await explain('app.db', '--scale', '1,100', ...ofUser);
    const [now, later] = scale;
    expect(later.cost / now.cost).toBeGreaterThan(50);
  });

  it.each([
    ["select * from users where name like 'ab%'", /\(name COLLATE NOCASE\)/],
    ["select * from users where name glob 'ab*'", /\(name\)/],
    [
      'select o.total from users u join orders o on o.user_id = u.id where u.email = ?',
      /\(user_id\)|\(user_id, total\)/,
    ],
    ['select max(total) from orders', /\(total\)/],
    ['select * from orders where date(created_at) = ?', /date\(created_at\)/],
  ])('proposes what the engine can have: %s', async (query, index) => {
    const { remedies } = await explain('schema.sql', '--rows', 'orders=5M,users=2M', '--query', query);
    expect(remedies.map((one: { sql: string[] }) => one.sql.join()).join('\n')).toMatch(index);
  });

  it('finds the two indexes that a chain of joins lacks, of which neither is enough', async () => {
    const query =
      'select u.name, count(*) from users u join orders o on o.user_id = u.id join items i on i.order_id = o.id where u.email = ? group by u.name';
    const rows = 'items=50M,orders=2M,users=500k';
    const { causes, remedies } = await explain('schema.sql', '--rows', rows, '--query', query);
    expect(causes[0]).toMatchObject({
      sign: 'missing-join-index',
      message: expect.stringMatching(/of items i .*order_id/),
    });
    expect(remedies[0].sql.join()).toMatch(/ON items \(order_id.*ON orders \(user_id/);
    expect(remedies[0].effect.after).toBeLessThan(remedies[0].effect.before / 10_000);
  });

  it('fills no LIMIT by look-ups that find nothing, and tries the indexes of both sides together', async () => {
    const query =
      "select i.id, o.total from items i join orders o on o.id = i.order_id where o.user_id = 42 and i.product >= 'k' order by i.product limit 10";
    const asked = ['--rows', 'items=50M,orders=2M,users=500k', '--query', query];
    await writeFile(path('ordered.sql'), `${schema}CREATE INDEX items_product ON items (product);`);
    const { causes, remedies, plan } = await explain('ordered.sql', ...asked);
    expect(causes[0]).toMatchObject({ sign: 'missing-join-index' });
    expect(remedies[0].sql.join()).toMatch(/ON items \(order_id.*ON orders \(user_id/);
    expect(remedies[0].effect.after).toBeLessThan(remedies[0].effect.before / 10_000);
    // Which index finds the one row of a key changes nothing of the rows that are left.
    const covering = 'CREATE INDEX orders_user ON orders (user_id, id, total);';
    await writeFile(path('covered.sql'), `${schema}CREATE INDEX items_product ON items (product); ${covering}`);
    const covered = await explain('covered.sql', ...asked);
    expect(covered.plan.root.totalCost).toBeGreaterThan(plan.root.totalCost / 100);
  });

  it('sees tables that no condition joins, and makes no index for them', async () => {
    for (const query of ['select * from users, orders', "select * from users, orders where users.country = 'LU'"]) {
      const { causes, remedies, advice } = await explain(
        'schema.sql',
        '--rows',
        'orders=5M,users=100k',
        '--query',
        query,
      );
      expect(causes[0]).toMatchObject({
        sign: 'join-multiplies-rows',
        message: expect.stringMatching(/without a condition/),
      });
      expect(remedies).toEqual([]);
      expect(JSON.stringify(advice)).toMatch(/Add the condition that joins (?:users to orders|orders to users)/);
    }
  });

  it('looks for no rows that are equal to NULL', async () => {
    const query = ['--query', 'select * from orders where total = null'];
    const { causes, remedies, plan } = await explain('schema.sql', '--rows', 'orders=5M', ...query);
    expect(causes[0]).toMatchObject({ sign: 'comparison-with-null' });
    expect([plan.root.rows, remedies]).toEqual([0, []]);
  });

  it('tells what NOT IN with a sub-query does, and of the NULL in it', async () => {
    const query = 'select * from orders where total not in (select price from items)';
    const { causes, remedies } = await explain('schema.sql', '--rows', 'orders=1M,items=5M', '--query', query);
    expect(causes[0]).toMatchObject({
      sign: 'not-in-subquery',
      message: expect.stringMatching(/a list of 5 000 000 values.*items\.price may be NULL, and one NULL/),
    });
    expect(remedies[0].sql).toEqual([expect.stringMatching(/ON items \(price\)/)]);
  });

  it('speaks of no statement that the engine does not have', async () => {
    const query = ['--query', "select * from orders where status = 'sent' and total > 5"];
    expect(JSON.stringify(await explain('dump.sql', ...query))).not.toContain('CLUSTER');
  });

  it('explains what PostgreSQL cannot read', async () => {
    const query = "select [name] from users as \"u\" where `country` == 'DE' and name is not 'x' and email glob 'a*'";
    expect((await explain('schema.sql', '--query', query)).plan.root.kind).toBe('Index Scan');
  });

  it('takes a plan as the shell prints it', async () => {
    await writeFile(path('plan.txt'), 'QUERY PLAN\n|--SCAN orders\n`--USE TEMP B-TREE FOR ORDER BY\n');
    const { plan, doubts } = await explain('schema.sql', '--plan', path('plan.txt'), ...ofUser);
    expect(plan.root).toMatchObject({ kind: 'Sort', children: [{ kind: 'Seq Scan' }] });
    expect(doubts.join()).not.toMatch(/otherwise/);
    const alone = await relvar(['explain', '--plan', path('plan.txt'), '--engine', 'sqlite']);
    expect(alone).toMatchObject({ code: 0, error: '' });
  });

  it('explains the queries of views, sub-queries, CTEs and set operations', async () => {
    const query = `with busy as (select user_id, count(*) n from orders group by user_id)
      select u.name, (select max(price) from items i join orders o on o.id = i.order_id where o.user_id = u.id) from users u
      join busy b on b.user_id = u.id where u.id in (select user_id from orders where status = 'x') or u.country = 'LU'
      union select product, price from items order by 1`;
    const { plan } = await explain('schema.sql', '--rows', 'orders=50k,users=5k,items=200k', '--query', query);
    expect(plan.root.totalCost).toBeGreaterThan(0);
    expect(Number.isFinite(plan.root.totalCost)).toBe(true);
  });
});

describe('explain on SQLite says in one line', () => {
  it.each([
    [['--query', 'select * fro users'], /^relvar: --query:1:10: near "fro": syntax error/],
    [['--query', 'select * from user'], /no table or view user — did you mean users\?/],
    [['--query', 'select abs(1, 2) from users'], /wrong number of arguments to function abs\(\)/],
    [['--query', 'create table x (a)'], /this is no query/],
    [
      ['--query', 'select * from users where id = ?', '--parameter', 'x=1'],
      /the query has no such parameter — it has \?: write --parameter 1=…/,
    ],
    [['--query', 'select * from users where id = ?', '--parameter', '5'], /for example --parameter 1=42/],
    [['--analyze', '--query', 'select 1'], /no measured plans of SQLite are read/],
    [['--lab', 'postgres://localhost/x', '--query', 'select 1'], /--lab is for servers, and SQLite has none/],
    [['--plan', 'README.md', '--query', 'select 1'], /no query plan of SQLite: line 1 is none/],
  ])('what is wrong with %j', async (flags, message) => {
    const { code, error, out } = await relvar(['explain', path('schema.sql'), ...flags]);
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
  });
});

/** Words that mean something in PostgreSQL alone. */
const foreignWords =
  /\bpg_|PostgreSQL|work_mem|shared_buffers|VACUUM|autovacuum|\bHOT\b|heap-only|\bTOAST|\bGIN\b|\bGiST\b|\bBRIN\b|hash join|INCLUDE|CONCURRENTLY|EXPLAIN ANALYZE|psql|enable_\w+|::/i;

it('explains SQLite in words of SQLite', async () => {
  const queries = [
    "select * from users where name like '%x%'",
    'select count(*) from orders',
    'select distinct o.status from orders o join items i on i.order_id = o.id order by o.created_at',
    'select user_id, count(*), max(total) from orders group by user_id having count(*) > 3 order by 2 desc',
    'select * from orders o, items i where o.total = i.price',
    'select * from orders order by random() limit 3',
    'select * from orders order by created_at limit 10 offset 100000',
    'select * from orders where lower(status) = ? or cast(user_id as text) = ? or total > 3',
    'select * from users where id not in (select user_id from orders where total > 5)',
    'select * from users u where exists (select 1 from orders o where o.user_id = u.id and o.total > 5)',
    'select *, (select count(*) from orders o where o.user_id = u.id) from users u',
    'select * from orders union select * from orders order by total',
    "update orders set status = 'x' where total = 3",
    'delete from users where country = ?',
    'select *, row_number() over (partition by user_id order by total) from orders',
    'select * from items where order_id in (1, 2, 3) and price <> 5',
  ];
  for (const query of queries) {
    const { out, error } = await relvar([
      'explain',
      path('schema.sql'),
      '--rows',
      'orders=5M,users=2M,items=20M',
      '--verbose',
      '--query',
      query,
    ]);
    expect(error).toBe('');
    expect(foreignWords.exec(out)?.[0], `${query}\n${out}`).toBeUndefined();
  }
});

it('tells how a plan for SQLite is run by hand, so that it stops at the first error', async () => {
  const changed = schema.replace('total INTEGER', 'total INTEGER NOT NULL');
  await writeFile(path('changed.sql'), changed);
  const folder = path('plan');
  const { code } = await relvar(['migrate', 'plan', path('schema.sql'), path('changed.sql'), '-o', folder]);
  expect(code).toBe(0);
  const script = await readFile(join(folder, '2-migrate.sql'), 'utf8');
  expect(script).toContain('-- By hand: sqlite3 -bail app.db < 2-migrate.sql\n');
});
