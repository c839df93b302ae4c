import { expect, it } from 'vitest';
import { checked, testHazard } from '../../../test/hazard.ts';
import { hazard } from './rows-copied-at-once.ts';

const schema = `create table orders (id bigint primary key, customer_id bigint, status text, at date);
  create table archive (id bigint primary key, customer_id bigint, status text, at date);
  create table totals (n bigint);`;

testHazard(hazard, {
  flags: {
    'all rows of a large table': {
      schema,
      migration: 'insert into archive select * from orders;',
      rows: ['orders=50M'],
    },
    'old rows, of which nobody told how many there are': {
      schema,
      migration: `insert into archive select * from orders where at < '2001-01-01';`,
      rows: ['orders=50M'],
    },
    'a table that is made of a query': {
      schema,
      migration: 'create table copy as select * from orders;',
      rows: ['orders=50M'],
    },
    'a query with a common table': {
      schema,
      migration: 'with old as (select * from orders) insert into archive select * from old;',
      rows: ['orders=50M'],
    },
    'rows that are made': { schema, migration: 'insert into totals select generate_series(1, 120000);' },
  },
  allows: {
    'a small table': { schema, migration: 'insert into archive select * from orders;', rows: ['orders=2000'] },
    'few rows of a large one': {
      schema,
      migration: 'insert into archive select * from orders where id between 1 and 5000;',
      rows: ['orders=50M'],
    },
    'one row that is counted': {
      schema,
      migration: 'insert into totals select count(*) from orders;',
      rows: ['orders=50M'],
    },
    'a table without its rows': {
      schema,
      migration: 'create table copy as select * from orders with no data;',
      rows: ['orders=50M'],
    },
    'rows that are written out': { schema, migration: `insert into archive values (1, 2, 'x', '2024-01-01');` },
  },
});

it('says how many rows and what is locked', async () => {
  const { results } = await checked({
    schema,
    migration: 'insert into archive select * from orders;',
    rows: ['orders=50M'],
  });
  const [item] = results.flatMap((one) => (one.hazard.id === hazard.id ? one.items : []));
  expect(item?.message).toBe(
    'about 50 000 000 rows of public.orders (50 000 000 rows (declared)) are copied into public.archive in one statement, with ROW EXCLUSIVE on public.archive and ACCESS SHARE on public.orders to the end of its transaction',
  );
  expect(item?.severity).toBe('high');
});
