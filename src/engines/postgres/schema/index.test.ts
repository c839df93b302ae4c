import { beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { emptyCatalog } from '../../../catalog/catalog.ts';
import { introspect } from '../introspect/index.ts';
import { schemaStatements } from './index.ts';

// That nothing is lost on the way is shown in test/catalog-equality.test.ts; here is in which order it goes.
beforeEach(resetDatabase);

async function statements(sql: string): Promise<readonly string[]> {
  const database = await embedded();
  await database.exec(sql);
  return [...schemaStatements(await introspect(database))];
}

/** The statements run one after the other, none tried again. */
async function runs(all: readonly string[]): Promise<void> {
  const database = await embedded();
  await resetDatabase();
  const { error } = await database.batch(all);
  expect(error).toBeUndefined();
}

test('nothing makes nothing', () => {
  expect([...schemaStatements(emptyCatalog)]).toEqual([]);
});

test('parents come before those who inherit, whatever their names', async () => {
  const all = await statements(
    `create table z (id int); create table m () inherits (z); create table a (more text) inherits (m, z)`,
  );
  expect(all.filter((sql) => sql.startsWith('CREATE TABLE')).map((sql) => sql.split(' ')[2])).toEqual([
    'public.z',
    'public.m',
    'public.a',
  ]);
  await runs(all);
});

test('keys stand before the foreign keys that need them, of partitioned tables too', async () => {
  await runs(
    await statements(`create table z (id int primary key, at date not null, unique (id, at)) ;
      create table a (id int references z, p int) partition by list (id);
      create table a_1 partition of a for values in (1);
      create table p (id int primary key) partition by hash (id);
      create table p_0 partition of p for values with (modulus 1, remainder 0);
      create table b (p int references p, a int);
      create materialized view v as select id from z; create unique index on v (id);
      create type t as (a int); create domain d as t; create function f(d) returns int language sql as 'select 1'`),
  );
});

test('a schema without public is made without it', async () => {
  const all = await statements('drop schema public; create schema app; create table app.t (id int)');
  expect(all.slice(0, 2)).toEqual(['DROP SCHEMA public', 'CREATE SCHEMA app']);
});

test('no index is made twice, and none for a constraint', async () => {
  const all = await statements('create table t (id int primary key, a int unique, b int); create index on t (b)');
  expect(all.filter((sql) => sql.includes('INDEX'))).toEqual(['CREATE INDEX t_b_idx ON public.t USING btree (b)']);
});
