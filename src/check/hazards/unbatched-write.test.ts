import { expect, it } from 'vitest';
import { checked, testHazard } from '../../../test/hazard.ts';
import { hazard } from './unbatched-write.ts';

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
  },
  allows: {
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
  expect(sql).toContain('(region, id) > (');
  expect(sql).toContain('ORDER BY region, id LIMIT 5000');
  expect(sql).toContain('COMMIT;');
  expect(sql).not.toContain('SKIP LOCKED');
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
