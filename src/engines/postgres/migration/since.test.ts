import { describe, expect, it } from 'vitest';
import { openStatementReader } from './read.ts';

/** A statement of each form, with the first version that takes it. */
const forms: readonly (readonly [number, string])[] = [
  [14, 'alter table t alter a set compression pglz'],
  [14, 'create table t (a text compression pglz)'],
  [14, 'alter table t detach partition p concurrently'],
  [14, 'create or replace trigger g before insert on t for each row execute function f()'],
  [14, 'create function f() returns int begin atomic select 1; end'],
  [14, 'create table t (m int4multirange)'],
  [14, 'create type r as range (subtype = int, multirange_type_name = mr)'],
  [14, 'create index on t using brin (a int4_bloom_ops)'],
  [14, 'create statistics s on a, lower(b) from t'],
  [15, 'alter table t add unique nulls not distinct (a)'],
  [15, 'alter table t add column c int unique nulls not distinct'],
  [15, 'create unique index on t (a) nulls not distinct'],
  [15, 'create view v with (security_invoker) as select 1'],
  [15, 'alter view v set (security_invoker = true)'],
  [15, 'alter table t add foreign key (a, b) references p on delete set null (b)'],
  [15, 'create publication p for table t (a)'],
  [15, 'create publication p for table t where (a > 1)'],
  [15, 'create publication p for tables in schema s'],
  [15, 'create unlogged sequence s'],
  [15, 'alter sequence s set unlogged'],
  [15, 'alter table t set access method heap'],
  [15, 'merge into t using u on t.a = u.a when matched then delete'],
  [16, 'alter table t alter a set storage default'],
  [16, 'create table t (a text storage external)'],
  [16, 'create statistics on a, b from t'],
  [16, 'create view v as select a is json from t'],
  [17, 'alter table t alter a set expression as (b + 1)'],
  [17, "create collation c (provider = builtin, locale = 'C')"],
  [17, 'grant maintain on t to someone'],
  [17, "create view v as select json_value(a, '$') from t"],
  [14, "create index on t (date_bin('1 day', a, '2020-01-01'))"],
  [15, "alter table t add check (regexp_like(a, 'x'))"],
  [16, 'create view v as select any_value(a) from t'],
  [17, 'alter table t alter a set default to_bin(1)'],
  [18, 'create table t (id uuid default pg_catalog.uuidv7())'],
  [18, 'alter table t add column a int generated always as (b + 1) virtual'],
  [18, 'alter table t add check (a > 0) not enforced'],
  [18, 'alter table t add constraint n not null a not valid'],
  [18, 'create table t (a int, d daterange, primary key (a, d without overlaps))'],
  [18, 'alter table t alter constraint f not enforced'],
  [18, 'alter table t alter constraint f no inherit'],
];

describe('what needs a newer server than 13', () => {
  it('is told with the version that brought it', async () => {
    const read = await openStatementReader();
    for (const [version, sql] of forms) expect([sql, read(sql).since?.version]).toEqual([sql, version]);
  });

  it('is not what 13 has', async () => {
    const read = await openStatementReader();
    for (const sql of [
      'create table t (a int generated always as identity, b int generated always as (a + 1) stored, c text not null unique, check (a > 0))',
      'alter table t alter a set storage external',
      'alter table t add constraint u unique (a)',
      'create view v with (security_barrier) as select now()',
      'create publication p for table t, u',
      'alter table t set logged',
      'create table t (id uuid default public.uuidv7(), n float default random())',
      'grant select on t to public',
    ])
      expect([sql, read(sql).since]).toEqual([sql, undefined]);
  });
});
