import { expect, it } from 'vitest';
import type { Subject } from '../../../findings/finding.ts';
import { locator } from './locate.ts';
import { readScript } from './read.ts';

/** Finds `line` for each subject, written `kind schema.object names…`. */
async function lines(sql: string, subjects: readonly string[]): Promise<readonly string[]> {
  const script = await readScript([
    {
      name: 'x.sql',
      async *read() {
        yield sql;
      },
    },
  ]);
  const locate = await locator(script.statements);
  return subjects.map((text) => {
    const [kind = '', object = '', ...names] = text.split(' ');
    const [schema = '', name = ''] = object.split('.');
    const subject = {
      kind,
      object: { schema, name },
      ...(names.length === 0 ? {} : { names: [names.join(' ')] }),
    } as Subject;
    return `${text}: ${locate(subject)?.line}`;
  });
}

/** Each line that ends in `-- <subject>` is where that subject must be found. */
async function check(sql: string): Promise<void> {
  const expected = sql.split('\n').flatMap((line, i) => {
    const marks = /-- (.*)$/.exec(line)?.[1];
    return (marks?.split('; ') ?? []).map((mark) => `${mark}: ${i + 1}`);
  });
  expect(
    await lines(
      sql,
      expected.map((one) => one.replace(/: \d+$/, '')),
    ),
  ).toEqual(expected);
}

it('finds what a table holds at its own lines', async () => {
  await check(`
create table orders ( -- table public.orders; column public.orders no_such; constraint public.orders other_name
  "größe 😀" text,
  id bigint generated always as identity primary key, -- column public.orders id; constraint public.orders orders_pkey; index public.orders orders_pkey; sequence public.orders_id_seq
  customer int not null -- column public.orders customer; constraint public.orders orders_customer_not_null
    references customers (id), -- constraint public.orders orders_customer_fkey
  total numeric check (total > 0), -- column public.orders total; constraint public.orders orders_total_check
  constraint orders_once -- constraint public.orders orders_once; index public.orders orders_once
    unique (customer, total),
  foreign key (total, customer) references b -- constraint public.orders orders_total_customer_fkey
);
create index on orders (customer, lower(id::text)); -- index public.orders orders_customer_expr_idx
create index orders_total on only orders (total); -- index public.orders orders_total
alter table orders
  add column note text unique, -- column public.orders note; constraint public.orders orders_note_key
  add constraint c check (note <> ''); -- constraint public.orders c
create policy p on orders using (true); -- policy public.orders p
create trigger t before insert on orders for each row execute function f(); -- trigger public.orders t
`);
});

it('finds objects of every kind, the last definition of each', async () => {
  await check(`
create schema app; -- schema .app
create type app.mood as enum ('sad'); -- type app.mood
create domain d as text; -- type public.d
create type pair as (a int, b int); -- type public.pair
create type span as range (subtype = int); -- type public.span
create view v as select 1;
create or replace view v as select 1; -- view public.v
create materialized view m as select 1 as a; -- view public.m; column public.m a
create table copy as select 1 as a; -- table public.copy
create sequence s; -- sequence public.s
create function f(a int, out b int) returns int language sql as 'select 1'; -- routine public.f f(integer)
create function f(a numeric(10,2), b text[] default '{}') returns int language sql as 'select 1'; -- routine public.f f(numeric, text[])
create procedure p() language sql as ''; -- routine public.p p()
create aggregate total(int) (sfunc = int4pl, stype = int); -- routine public.total total(integer)
create foreign table far (a int) server s; -- table public.far
`);
});

it('takes unqualified names for those of the search path', async () => {
  await check(`
create schema s create table inside (a int) -- table s.inside
;
set search_path = s, public;
create table a (id int); -- table s.a; column s.a id
set search_path = public, s;
alter table a add column b int; -- column s.a b
create table a2 (id int); -- table public.a2
select pg_catalog.set_config('search_path', '', false);
create index i on s.a (id); -- index s.a i
reset search_path;
create table c (id int); -- table public.c
`);
});

it('follows renames, moves and drops', async () => {
  await check(`
create table a (id int, b int); -- table s.z; column s.z c
create index i on a (id); -- index s.z j
alter table a rename column b to c;
alter index i rename to j;
alter table a rename to z;
alter table z set schema s;
create table gone (id int);
drop table gone;
create table gone (id int); -- table public.gone
`);
});

it('has no place for what it cannot read', async () => {
  expect(
    await lines('create tabel a (id int);\ncreate table b (id int);', ['table public.a', 'table public.b']),
  ).toEqual(['table public.a: undefined', 'table public.b: 2']);
});
