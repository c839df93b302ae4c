import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relvar } from './run-cli.ts';
import { databaseOf } from './sqlite.ts';

const schema = `PRAGMA foreign_keys = ON;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT, country TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), status TEXT NOT NULL,
  total INTEGER, created_at TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), product TEXT, price INTEGER);
CREATE INDEX orders_status ON orders (status);
CREATE INDEX orders_status_total ON orders (status, total);
`;

const queries = `-- name: of a user
-- calls: 100/s
select * from orders where user_id = :u order by created_at desc limit 20;
-- name: products
-- calls: 20/s
select i.product, i.price from orders o join items i on i.order_id = o.id where o.user_id == :u;
-- name: by name
-- calls: 5/s
select [id] from users where name like 'ab%' and country is not 'x';
-- name: dear ones
-- calls: 1/s
select id from orders where status = 'open' and total > 4000;
-- name: inside
-- calls: 1/h
select id from users where name like '%b%';
-- name: pay
-- calls: 3/s
update orders set status = 'paid' where id = :id;
`;

let folder: string;
let out: string;
let report: {
  readonly create: readonly {
    readonly sql: readonly string[];
    readonly waits: string;
    readonly why: readonly string[];
  }[];
  readonly drop: readonly { readonly index: string }[];
  readonly queries: readonly { readonly title: string; readonly costBefore: number; readonly costAfter: number }[];
  readonly nextSteps: readonly string[];
};

const flags = (...more: readonly string[]) => [
  'indexes',
  join(folder, 'schema.sql'),
  '--workload',
  join(folder, 'queries.sql'),
  '--rows',
  'orders=5M,users=1M,items=20M',
  ...more,
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-test-'));
  await writeFile(join(folder, 'schema.sql'), schema);
  await writeFile(join(folder, 'queries.sql'), queries);
  const done = await relvar(flags('--format', 'json'));
  expect(done.error).toBe('');
  report = JSON.parse(done.out);
  out = (await relvar(flags('--verbose'))).out;
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('indexes for a workload on SQLite', () => {
  it('tells no step of builds beside writes, which the engine has not', () => {
    expect(report.nextSteps[0]).toMatch(/^Create the indexes in this order; the first: CREATE INDEX/);
    expect(report.nextSteps.join(' ')).not.toMatch(/concurrent|invalid|is valid|transaction/);
  });

  it('are those that the planner takes', () => {
    const sql = report.create.map((one) => one.sql.join(' ').replaceAll(/\s+/g, ' '));
    expect(
      sql.some((one) => /ON orders \(user_id, created_at/.test(one)),
      sql.join('\n'),
    ).toBe(true);
    expect(
      sql.some((one) => /ON items \(order_id/.test(one)),
      sql.join('\n'),
    ).toBe(true);
    expect(
      sql.some((one) => /ON users \(name COLLATE NOCASE/.test(one)),
      sql.join('\n'),
    ).toBe(true);
  });

  it('can be made, one after the other, in the engine', async () => {
    const database = await databaseOf(schema);
    for (const { sql } of report.create) for (const one of sql) await database.exec(one);
    await database.close();
  });

  it('hold up writes while they are made, and have no columns beside their keys', () => {
    expect(new Set(report.create.map(({ waits }) => waits))).toEqual(new Set(['writes']));
    expect(JSON.stringify(report.create)).not.toMatch(/INCLUDE/);
  });

  it('leave out those that others stand in for', () => {
    expect(report.drop.map(({ index }) => index)).toEqual(['main.orders_status']);
  });

  it('make the queries cheaper, as a second run finds', async () => {
    const before = Object.fromEntries(report.queries.map((one) => [one.title, one]));
    const gain = (name: string) => (before[name]?.costBefore ?? 0) / (before[name]?.costAfter ?? 0);
    expect(gain('of a user')).toBeGreaterThan(1000);
    expect(gain('pay')).toBe(1);
    await writeFile(
      join(folder, 'schema.sql'),
      `${schema};${report.create.flatMap(({ sql }) => sql).join(';\n')}; DROP INDEX orders_status;`,
    );
    const again = JSON.parse((await relvar(flags('--format', 'json'))).out);
    await writeFile(join(folder, 'schema.sql'), schema);
    expect([again.create, again.drop]).toEqual([[], []]);
  });

  it('are told in words of SQLite', () => {
    const foreign =
      /PostgreSQL|\bpg_|VACUUM|\bHOT\b|heap-only|\bGIN\b|trigrams serves|INCLUDE|CONCURRENTLY|all-visible|text_pattern_ops|::/i;
    expect(foreign.exec(out)?.[0], out).toBeUndefined();
  });

  it('come as a script', async () => {
    const { out: script } = await relvar(flags('--format', 'sql'));
    const database = await databaseOf(schema);
    await database.exec(script);
    await database.close();
  });
});
