import { expect, it } from 'vitest';
import { checked, testHazard } from '../../../test/hazard.ts';
import { hazard } from './unbatched-write.ts';

const withRoutines = `create table orders (id bigint primary key, customer_id bigint, status text); create table kinds (id int primary key);
  create function backfill() returns void language plpgsql as $$ begin update orders set status = 'x'; end $$;
  create function backfill_sql() returns void language sql as $$ update orders set status = 'x' $$;
  create function counted() returns bigint language sql as $$ select count(*) from orders $$;`;

testHazard(hazard, {
  flags: {
    'a condition that no index serves': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x' where amount is null;",
    },
    DELETE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'delete from orders;',
      rows: ['orders=50M'],
    },
    'UPDATE in a block of code': {
      schema: withRoutines,
      migration: `do $$ begin update orders set status = 'x'; end $$`,
      rows: ['orders=50M'],
    },
    'a loop in a block of code': {
      schema: withRoutines,
      migration: `do $$ declare n int; begin loop update orders set status = 'z' where id in (select id from orders where status is null limit 500); get diagnostics n = row_count; exit when n = 0; end loop; end $$`,
      rows: ['orders=50M'],
    },
    'a statement made of a text': {
      schema: withRoutines,
      migration: `do $$ begin execute 'delete from orders'; end $$`,
      rows: ['orders=50M'],
    },
    'a function in PL/pgSQL': {
      schema: withRoutines,
      migration: `select backfill()`,
      rows: ['orders=50M'],
    },
    'a function in SQL': {
      schema: withRoutines,
      migration: `select backfill_sql()`,
      rows: ['orders=50M'],
    },
    'EXPLAIN ANALYZE': {
      schema: withRoutines,
      migration: `explain analyze update orders set status = 'x'`,
      rows: ['orders=50M'],
    },
    'SELECT FOR UPDATE': {
      schema: withRoutines,
      migration: `select * from orders for update`,
      rows: ['orders=50M'],
    },
  },
  allows: {
    'one row in a block of code': {
      schema: withRoutines,
      migration: `do $$ begin update orders set status = 'x' where id = 5; end $$`,
      rows: ['orders=50M'],
    },
    EXPLAIN: {
      schema: withRoutines,
      migration: `explain update orders set status = 'x'`,
      rows: ['orders=50M'],
    },
    'one row for update': {
      schema: withRoutines,
      migration: `select 1 from orders where id = 4 for update`,
      rows: ['orders=50M'],
    },
    'a function that reads': {
      schema: withRoutines,
      migration: `select counted()`,
      rows: ['orders=50M'],
    },
    'a block that writes another table': {
      schema: withRoutines,
      migration: `do $$ begin insert into kinds select count(*) from orders; end $$`,
      rows: ['orders=50M'],
    },
    'one row': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x' where id = 5;",
      rows: ['orders=50M'],
    },
    'a small table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x';",
      rows: ['orders=50'],
    },
    'a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "create table fresh as select * from orders; update fresh set status = 'x';",
    },
  },
});

it.each([
  ['UPDATE', "update orders set status = 'x';"],
  ['an alias', "update orders o set status = 'x' where o.note is null;"],
  ['its own name', 'update orders set status = note where orders.note is null;'],
  ['DELETE', 'delete from orders;'],
  ['a volatile default', 'alter table orders add column t uuid default gen_random_uuid();'],
])('advises pieces that go on from the last key: %s', async (_, migration) => {
  const schema = 'create table orders (region text, id bigint, status text, note text, primary key (region, id));';
  const { results } = await checked({ schema, migration, rows: ['orders=50M'] });
  const sql = results
    .filter(({ hazard: { id } }) => id === 'unbatched-write' || id === 'volatile-default')
    .flatMap(({ items }) => items.flatMap((item) => item.sql))
    .join('\n');
  expect(sql).toMatch(/\((?:\w+\.)?region, (?:\w+\.)?id\) > \(/);
  expect(sql).toMatch(/ORDER BY (?:\w+\.)?region, (?:\w+\.)?id LIMIT 5000/);
  expect(sql).toContain('COMMIT;');
  // Rows that somebody has are not passed over: the piece ends before the first of them.
  expect(sql).toContain('held.relvar_place < (SELECT relvar_end FROM reach)');
});

it.each([
  ["update orders set status = 'x';", 'long lock'],
  ["update orders set status = 'x' where note is null;", 'long lock'],
  ["update orders set status = 'x' where id = 5;", 'online'],
  ["insert into orders values (1, 'new', null);", 'online'],
])('is classed by the rows that stay locked: %s', async (migration, wanted) => {
  const schema = 'create table orders (id bigint primary key, status text, note text);';
  const { statements } = await checked({ schema, migration, rows: ['orders=50M'] });
  expect(statements.map((one) => one.class)).toEqual([wanted]);
});

const sized = `create table customers (id bigint primary key, name text);
  create table orders (id bigint primary key, customer_id bigint not null references customers, status text not null, note text, at timestamptz not null default now());
  create index on orders (status); create index on orders (customer_id);`;

it.each([
  ['a value that many rows have', "update orders set note = 'y' where status = 'x';", 'long lock'],
  ['days that nobody told of', "update orders set note = 'y' where at < '2020-01-01';", 'long lock'],
  ['the key', "update orders set note = 'y' where id = 5;", 'online'],
  ['some keys', "update orders set note = 'y' where id in (1, 2, 3);", 'online'],
  ['a range of the key', 'delete from orders where id between 1 and 10;', 'data loss'],
  [
    'a batch',
    "update orders set note = 'y' where id in (select id from orders where status = 'x' limit 5000);",
    'online',
  ],
  [
    'a batch in a WITH',
    "with b as (select id from orders where status = 'x' limit 5000) update orders o set note = 'y' from b where b.id = o.id;",
    'online',
  ],
  [
    'a join',
    "update orders o set note = c.name from customers c where c.id = o.customer_id and o.status = 'x';",
    'long lock',
  ],
  [
    'a join of few',
    'update orders o set note = c.name from customers c where c.id = o.customer_id and c.id = 7;',
    'online',
  ],
  [
    'a merge',
    'merge into orders o using customers c on c.id = o.customer_id when matched then update set note = c.name;',
    'long lock',
  ],
  [
    'a column that is new',
    "alter table orders add column kind text; update orders set kind = 'y' where id = 5;",
    'online',
  ],
])('asks the planner how many rows a condition means: %s', async (_, migration, wanted) => {
  const { statements } = await checked({ schema: sized, migration, rows: ['orders=50M', 'customers=1M'] });
  expect(statements.at(-1)?.class).toBe(wanted);
});

it('tells how many rows, and the batches instead', async () => {
  const { results } = await checked({
    schema: sized,
    migration: "update orders set note = 'y' where status = 'x';",
    rows: ['orders=50M'],
  });
  const [item] = results.find((one) => one.hazard.id === hazard.id)?.items ?? [];
  expect(item?.message).toMatch(
    /^UPDATE changes about \d+ \d{3} \d{3} rows of public\.orders \(50 000 000 rows \(declared\)\)/,
  );
  expect(item?.evidence.map((one) => one.kind)).toContain('planned');
  expect(item?.severity).toBe('critical');
  expect(item?.sql.join()).toContain('COMMIT;');
});

it('takes a table of unknown size for a large one', async () => {
  const migration = "update orders set note = 'y' where status = 'x'; update orders set note = 'y' where id = 5;";
  const { statements, results } = await checked({ schema: sized, migration });
  expect(statements.map((one) => one.class)).toEqual(['long lock', 'online']);
  expect(results.find((one) => one.hazard.id === hazard.id)?.items[0]?.message).toMatch(/about \d+% of public\.orders/);
});

const dated = 'create table orders (id bigint primary key, at timestamptz not null, note text);';

it.each([
  ['old rows', "update orders set note = 'x' where at < '2020-01-01';", true],
  ['rows removed', "delete from orders where at < '2020-01-01';", true],
  ['the first keys', "update orders set note = 'x' where id < 1000;", false],
  ['two ends', "update orders set note = 'x' where at >= '2025-01-01' and at < '2025-01-02';", false],
])('does not call rows few whose values nobody told: %s', async (_, migration, flagged) => {
  const { results } = await checked({ schema: dated, migration, rows: ['orders=50M'] });
  const [item] = results.find((one) => one.hazard.id === hazard.id)?.items ?? [];
  expect(item !== undefined).toBe(flagged);
  if (!item) return;
  expect(item.message).toMatch(/maybe \d+ \d{3} \d{3} rows of public\.orders/);
  expect(item.evidence.map((one) => one.kind)).toContain('presumed');
});

it('takes few rows for few where somebody told what the column holds', async () => {
  const migration = "update orders set note = 'x' where at < '2020-01-01';";
  const at = {
    nullFraction: 0,
    averageWidth: 8,
    distinct: -1,
    correlation: 1,
    histogram: Array.from({ length: 20 }, (_, at) => `20${20 + at}-01-01`),
  };
  const orders = { origin: 'observed', rows: 50_000_000, pages: 500_000, columns: { at } } as const;
  const known = { settings: {}, tables: { 'public.orders': orders }, indexes: {}, sequences: {} };
  const { results } = await checked({ schema: dated, migration, known });
  expect(results.find((one) => one.hazard.id === hazard.id)?.items[0]?.message).toBeUndefined();
});
