import { expect, it } from 'vitest';
import { checked, testHazard } from '../../../test/hazard.ts';
import { hazard } from './work-under-lock.ts';

testHazard(hazard, {
  flags: {
    REFRESH: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create materialized view v as select * from orders;',
      migration: 'refresh materialized view v;',
    },
    'a partition that must be looked through': {
      schema: 'create table p (a int) partition by range (a); create table q (a int);',
      migration: 'alter table p attach partition q for values from (0) to (9);',
    },
    'a partition beside a default one': {
      schema: 'create table p (a int) partition by range (a); create table p_rest partition of p default;',
      migration: 'create table p_new partition of p for values from (0) to (9);',
    },
  },
  allows: {
    'REFRESH CONCURRENTLY': {
      schema:
        'create table o (id int primary key); create materialized view v as select id from o; create unique index on v (id);',
      migration: 'refresh materialized view concurrently v;',
    },
    'REINDEX CONCURRENTLY': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'reindex table concurrently orders;',
    },
    'a partition whose check proves its rows': {
      schema:
        'create table p (a int) partition by range (a); create table q (a int, check (a is not null and a >= 0 and a < 9));',
      migration: 'alter table p attach partition q for values from (0) to (9);',
    },
  },
});

it('tells of the tables that REFRESH reads that they are read, where the view has indexes, too', async () => {
  const schema =
    'create table o (id int primary key); create materialized view v as select id from o; create unique index on v (id);';
  const { results } = await checked({ schema, migration: 'refresh materialized view v;' });
  const found = results.filter((one) => one.items.length > 0);
  expect(found.map((one) => one.hazard.id).toSorted()).toEqual(['lock-without-timeout', 'work-under-lock']);
  expect(found.find((one) => one.hazard === hazard)?.items.map((one) => one.message)).toEqual([
    'public.o is read or built through while public.v is locked ACCESS EXCLUSIVE',
  ]);
});

it('names the view that REFRESH locks, and what its gentle form needs', async () => {
  const schema = 'create table o (id int primary key); create materialized view v as select id from o;';
  const { results } = await checked({ schema, migration: 'refresh materialized view v;' });
  const items = results.filter((one) => one.hazard === hazard).flatMap((one) => one.items);
  expect(items.map((one) => one.message)).toEqual([
    'public.o is read or built through while public.v is locked ACCESS EXCLUSIVE; CONCURRENTLY needs a unique index of public.v over columns, without WHERE',
  ]);
});
