# a view over a column that changes its type, with its comment, rights, index and trigger
create table orders (id int primary key, total int, note text);
create view totals as select id, total from orders where total > 0;
comment on view totals is 'what counts';
comment on column totals.total is 'in cents';
create materialized view sums as select sum(total) as total from totals;
create unique index sums_total on sums (total);
create function on_totals() returns trigger language plpgsql as 'begin return new; end';
create trigger redirect instead of insert on totals for each row execute function on_totals();
---
create table orders (id int primary key, total bigint, note text);
create view totals as select id, total from orders where total > 0;
comment on view totals is 'what counts';
comment on column totals.total is 'in cents';
create materialized view sums as select sum(total) as total from totals;
create unique index sums_total on sums (total);
create function on_totals() returns trigger language plpgsql as 'begin return new; end';
create trigger redirect instead of insert on totals for each row execute function on_totals();

# an enum loses a value and changes its order, used by columns, defaults, arrays, a check, an index, a view and a function
create type state as enum ('new', 'paid', 'lost', 'done');
create table orders (id int primary key, state state not null default 'new', past state[] default '{new}', constraint known check (state <> 'lost'));
create index open on orders (id) where state = 'new';
create view open_orders as select id, state from orders where state = 'new';
create function is_open(s state) returns boolean language sql immutable as $$ select s = 'new' $$;
create index by_open on orders (is_open(state));
---
create type state as enum ('done', 'new', 'paid');
create table orders (id int primary key, state state not null default 'new', past state[] default '{new}', constraint known check (state <> 'done'));
create index open on orders (id) where state = 'new';
create view open_orders as select id, state from orders where state = 'new';
create function is_open(s state) returns boolean language sql immutable as $$ select s = 'new' $$;
create index by_open on orders (is_open(state));

# enum values are added at the start, in the middle and at the end
create type state as enum ('new', 'done');
create table orders (state state);
---
create type state as enum ('idea', 'draft', 'new', 'paid', 'sent', 'done', 'gone', 'lost');
create table orders (state state);

# two tables that need each other
create table a (id int primary key);
---
create table b (id int primary key, c int);
create table c (id int primary key, b int references b);
alter table b add constraint b_c foreign key (c) references c;
create table a (id int primary key, b int references b, c int references c);

# a partitioned table gets an index, a key, a check, a foreign key and a partition
create table owners (id int primary key);
create table measures (id int not null, at date not null, owner int, value numeric) partition by range (at);
create table measures_1 partition of measures for values from ('2024-01-01') to ('2025-01-01');
create table measures_2 (like measures);
---
create table owners (id int primary key);
create table measures (id int not null, at date not null, owner int references owners, value numeric check (value > 0), extra text default 'x', primary key (id, at)) partition by range (at);
create table measures_1 partition of measures for values from ('2024-01-01') to ('2025-01-01');
create table measures_2 partition of measures for values from ('2025-01-01') to ('2026-01-01');
create table measures_3 partition of measures for values from ('2026-01-01') to ('2027-01-01') partition by list (id);
create table measures_3_1 partition of measures_3 for values in (1);
create index by_owner on measures (owner);
create function touched() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before insert on measures for each row execute function touched();

# a partition is added to a table that has everything
create table measures (id int, at date not null, value numeric check (value > 0), primary key (id, at)) partition by range (at);
create index by_value on measures (value);
create table measures_1 partition of measures for values from ('2024-01-01') to ('2025-01-01');
---
create table measures (id int, at date not null, value numeric check (value > 0), primary key (id, at)) partition by range (at);
create index by_value on measures (value);
create table measures_1 partition of measures for values from ('2024-01-01') to ('2025-01-01');
create table measures_2 partition of measures for values from ('2025-01-01') to ('2026-01-01');
create table measures_rest partition of measures default;

# inheritance comes and goes
create table base (id int primary key, name text not null default 'x');
create table child (extra int) inherits (base);
create table other (id int not null, name text not null, more int);
---
create table base (id int primary key, name text not null default 'y', added int default 3, constraint positive check (id > 0));
create table child (extra int, third text) inherits (base);
create table other (id int not null, name text not null, more int);

# defaults, checks, generated columns, indexes and policies that use functions which change
create function twice(a int) returns int language sql immutable as 'select a * 2';
create function mine(a int) returns boolean language sql stable as 'select true';
create table t (a int default twice(2), b int generated always as (twice(a)) stored, c int check (twice(c) > 0));
create index t_twice on t (twice(a));
create policy own on t using (mine(a));
create view v as select twice(a) as a from t;
---
create function twice(a int) returns bigint language sql immutable as 'select a::bigint * 2';
create function mine(a int, b int default 1) returns boolean language sql stable as 'select true';
create table t (a int default twice(2), b int generated always as (twice(a)) stored, c int check (twice(c) > 0));
create index t_twice on t (twice(a));
create policy own on t using (mine(a, 2));
create view v as select twice(a) as a from t;

# domains, composite types and ranges in use change
create domain price as numeric(8, 2) check (value > 0);
create type address as (street text, number int);
create type span as range (subtype = int);
create table t (id int primary key, price price default 1, address address, spans span);
create view prices as select id, price from t;
---
create domain price as numeric(10, 2) default 2 check (value >= 0);
create type address as (street text, number int, city text);
create type span as range (subtype = bigint);
create table t (id int primary key, price price default 1, address address, spans span);
create view prices as select id, price from t;

# serial becomes identity, identity becomes plain, sequences change
create table t (a serial, b int generated always as identity, c int generated by default as identity (start 5 increment 2));
create sequence s start 3;
create table u (x int default nextval('s'));
---
create table t (a int generated by default as identity, b int not null, c bigint generated always as identity (start 7 increment 3));
create sequence s as int start 4 increment 2 maxvalue 1000 cycle owned by t.b;
create table u (x bigserial);

# materialised views upon views upon views, with indexes
create table t (a int, b int);
create view v1 as select a, b from t;
create view v2 as select a from v1;
create materialized view m1 as select a from v2;
create materialized view m2 as select a from m1;
create index m1_a on m1 (a);
create index m2_a on m2 (a);
---
create table t (a int, b text);
create view v1 as select a, b, a as c from t;
create view v2 as select a from v1;
create materialized view m1 as select a, 1 as one from v2;
create materialized view m2 as select a from m1;
create index m1_a on m1 (a);
create index m2_a on m2 (a);

# mixed-case and odd names everywhere
create schema "Odd Schema";
create type "Odd Schema"."Mood" as enum ('ok', 'it''s');
create table "Odd Schema"."Order Items" ("Id" int primary key, "select" text, "Mood" "Odd Schema"."Mood");
create view "Odd Schema"."View ""q""" as select "Id" from "Odd Schema"."Order Items";
---
create schema "Odd Schema";
create type "Odd Schema"."Mood" as enum ('ok', 'it''s', 'Ünï');
create table "Odd Schema"."Order Items" ("Id" bigint primary key, "select" varchar(20) default 'a''b', "Mood" "Odd Schema"."Mood" default 'it''s', "New Col" int);
create view "Odd Schema"."View ""q""" as select "Id" from "Odd Schema"."Order Items";
create index "Odd Index" on "Odd Schema"."Order Items" ("New Col");
comment on table "Odd Schema"."Order Items" is 'it''s \ odd';
comment on column "Odd Schema"."Order Items"."New Col" is 'new';
grant select on "Odd Schema"."Order Items" to "Odd Role";
grant update ("New Col") on "Odd Schema"."Order Items" to "Odd Role";
create function "Odd Schema"."Do It"("A" int) returns int language sql as 'select 1';
comment on function "Odd Schema"."Do It"(int) is 'odd';
grant execute on function "Odd Schema"."Do It"(int) to "Odd Role";

# default privileges, event triggers, publications, foreign data, aggregates, operators, casts, text search
create schema app;
create table app.t (id int primary key, body text);
create foreign data wrapper nowhere;
---
create schema app;
alter default privileges in schema app grant select on tables to reader;
alter default privileges revoke execute on functions from public;
create table app.t (id int primary key, body text);
create table app.u (id int primary key);
create function app.plus(int, int) returns int language sql immutable as 'select $1 + $2';
grant execute on function app.plus(int, int) to public;
create aggregate app.total(int) (sfunc = app.plus, stype = int, initcond = '0');
create operator app.=+= (function = app.plus, leftarg = int, rightarg = int);
create function app.on_ddl() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end execute function app.on_ddl();
create publication feed for table app.t, app.u;
create foreign data wrapper nowhere;
create server far foreign data wrapper nowhere;
create foreign table app.distant (id int, name text) server far options (name 'x');
create text search configuration app.notes (parser = pg_catalog."default");
alter text search configuration app.notes add mapping for asciiword with simple;
create index t_body on app.t using gin (to_tsvector('app.notes', body));
create collation app.german (provider = icu, locale = 'de-DE');
create statistics app.both (dependencies) on id, body from app.t;
comment on statistics app.both is 'two';

# rights are given and taken, with and without the right to pass them on
create table t (a int, b int);
create function f() returns int language sql as 'select 1';
create type mood as enum ('ok');
grant select, insert on t to reader with grant option;
grant update (a) on t to writer;
revoke execute on function f() from public;
---
create table t (a int, b int);
create function f() returns int language sql as 'select 1';
create type mood as enum ('ok');
grant select, delete on t to reader;
grant update (b) on t to writer;
grant insert on t to public;
revoke usage on type mood from public;
grant usage on type mood to reader;

# constraints change their state, keys their columns
create table p (id int primary key, code text unique, a int, b int);
create table c (id int, p int references p, code text references p (code), n int check (n > 0), constraint late unique (id) deferrable);
---
create table p (id int, code text, a int, b int, primary key (id, a), constraint p_id unique (id), constraint p_code_key unique nulls not distinct (code) include (b));
create table c (id int, p int references p (id) deferrable initially deferred, code text references p (code) on delete set null, n int, constraint late unique (id), constraint n_positive check (n > 0) not valid);

# storage, options, replica identity, cluster, row security, unlogged
create table t (a int primary key, b text, c int not null);
create index t_c on t (c);
create unique index t_c_u on t (c);
create view v with (security_barrier = true) as select a from t;
---
create unlogged table t (a int primary key, b text storage external compression pglz, c int not null) with (fillfactor = 70, autovacuum_enabled = false);
create index t_c on t (c) with (fillfactor = 60);
create unique index t_c_u on t (c);
alter table t replica identity using index t_c_u;
alter table t cluster on t_c;
alter table t alter a set statistics 500;
alter table t enable row level security, force row level security;
create view v with (security_invoker = true) as select a from t;

# triggers, rules and policies change
create table t (a int, b int);
create table log (a int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger one before insert on t for each row execute function f();
create trigger two after update of a on t for each row when (old.a is distinct from new.a) execute function f();
create rule keep as on delete to t do also insert into log values (old.a);
create policy p on t for select to reader using (a > 0);
create policy q on t using (true);
---
create table t (a bigint, b int);
create table log (a bigint);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger one before insert or update on t for each row execute function f();
create trigger two after update of a on t for each row when (old.a is distinct from new.a) execute function f();
alter table t disable trigger two;
create rule keep as on delete to t do also insert into log values (old.a + 1);
create policy p on t for select to reader, writer using (a > 1);
create policy q on t as restrictive using (true) with check (b > 0);

# a function's body in SQL of its own, over tables and views that change
create table t (a int, b int);
create function total() returns bigint language sql begin atomic select sum(a) from t; end;
create view v as select total() as total;
---
create table t (a bigint, c int);
create function total() returns numeric language sql begin atomic select sum(a) from t; end;
create view v as select total() as total;

# columns become generated and plain, virtual and stored
create table t (a int, b int generated always as (a * 2) stored, c int generated always as (a + 1), d int generated always as (a * 3) stored);
create index t_b on t (b);
create view v as select b, c from t;
---
create table t (a int, b int generated always as (a * 3) stored, c int generated always as (a + 2), d int);
create index t_b on t (b);
create view v as select b, c from t;

# extensions, and what uses them
create table t (a text);
---
create extension citext;
create extension pg_trgm;
create table t (a citext);
create index t_a on t using gin ((a::text) gin_trgm_ops);

# a table becomes a view of the same name, a view a materialised one
create table data (id int, name text);
create view seen as select 1 as a;
create view upon as select id from data;
---
create table held (id int, name text);
create view data as select * from held;
create materialized view seen as select 1 as a;
create view upon as select id from data;

# not null with a name, not validated, not inherited
create table t (a int, b int not null, c int constraint c_there not null);
---
create table t (a int constraint a_there not null, b int constraint b_there not null, c int, d int);
alter table t add constraint d_there not null d not valid;

# a schema goes with all that is in it
create schema old;
create table old.a (id int primary key);
create table old.b (a int references old.a);
create view old.v as select * from old.b;
create function old.f() returns old.a language sql as 'select * from old.a limit 1';
---
create table a (id int primary key);

# tables, types, functions and sequences move to another schema
create schema a;
create schema b;
create type a.mood as enum ('ok', 'bad');
create function a.f(m a.mood) returns int language sql immutable as 'select 1';
create table a.t (id serial primary key, m a.mood default 'ok', c int default a.f('ok'));
create view a.v as select id, m from a.t;
---
create schema a;
create schema b;
create type b.mood as enum ('ok', 'bad');
create function b.f(m b.mood) returns int language sql immutable as 'select 1';
create table b.t (id serial primary key, m b.mood default 'ok', c int default b.f('ok'));
create view b.v as select id, m from b.t;

# a partition's bound moves, another leaves, a third comes in
create table m (id int not null, at date not null, primary key (id, at)) partition by range (at);
create table m1 partition of m for values from ('2024-01-01') to ('2025-01-01');
create table m2 partition of m for values from ('2025-01-01') to ('2026-01-01');
create table m3 (id int not null, at date not null, primary key (id, at));
---
create table m (id int not null, at date not null, primary key (id, at)) partition by range (at);
create table m1 partition of m for values from ('2023-01-01') to ('2025-01-01');
create table m2 (id int not null, at date not null, primary key (id, at));
create table m3 partition of m for values from ('2026-01-01') to ('2027-01-01');

# a table becomes partitioned, with a view, a foreign key and a function upon it
create table m (id int primary key, at date not null);
create table n (m int references m);
create view v as select id from m;
create function f(m) returns int language sql as 'select 1';
---
create table m (id int primary key, at date not null) partition by hash (id);
create table m_0 partition of m for values with (modulus 1, remainder 0);
create table n (m int references m);
create view v as select id from m;
create function f(m) returns int language sql as 'select 1';

# domains of domains, composites of composites, arrays of both, in columns and functions
create domain short as varchar(10);
create domain shorter as short check (length(value) < 5);
create type place as (street text, code short);
create type person as (name short, home place, others place[]);
create table t (id int primary key, s shorter, p person, ps place[]);
create function f(person, shorter) returns place language sql as 'select $1.home';
create view v as select (p).name, s from t;
---
create domain short as varchar(20);
create domain shorter as short check (length(value) < 7);
create type place as (street text, code short, no int);
create type person as (name short, home place, others place[], age int);
create table t (id int primary key, s shorter, p person, ps place[]);
create function f(person, shorter) returns place language sql as 'select $1.home';
create view v as select (p).name, s from t;

# an enum in a domain, a composite, an array, a generated column, a partition key and a function's default
create type st as enum ('a', 'b', 'c');
create domain std as st default 'a';
create type pair as (x st, y int);
create table t (id int, s st, d std, p pair, l st[], g boolean generated always as (s = 'a') stored);
create table p (s st not null, id int) partition by list (s);
create table p_a partition of p for values in ('a');
create function f(s st default 'a') returns st language sql as 'select $1';
---
create type st as enum ('a', 'b', 'c', 'd');
create domain std as st default 'b';
create type pair as (x st, y int, z st);
create table t (id int, s st, d std, p pair, l st[], g boolean generated always as (s = 'b') stored);
create table p (s st not null, id int) partition by list (s);
create table p_a partition of p for values in ('a', 'd');
create function f(s st default 'b') returns st language sql as 'select $1';

# publications, event triggers, default privileges and foreign tables change
create table t (id int primary key, a text);
create table u (id int primary key);
create publication p for table t;
create function e() returns event_trigger language plpgsql as 'begin end';
create event trigger w on ddl_command_end execute function e();
alter default privileges grant select on tables to reader;
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (a int options (x '1'), b text) server s options (k 'v', l 'm');
---
create table t (id int primary key, a text);
create table u (id int primary key);
create table w (id int);
create publication p for table t (id), u with (publish = 'insert');
create function e() returns event_trigger language plpgsql as 'begin null; end';
create event trigger w on ddl_command_end when tag in ('CREATE TABLE') execute function e();
alter default privileges grant select, insert on tables to writer;
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (a int, b varchar(10), c int) server s options (k 'w', n 'o');

# aggregates, operators, casts and operator classes whose functions change
create function plus(int, int) returns int language sql immutable as 'select $1 + $2';
create aggregate total(int) (sfunc = plus, stype = int, initcond = '0');
create operator === (function = plus, leftarg = int, rightarg = int);
create type w as (a int);
create function to_w(int) returns w language sql immutable as 'select row($1)::w';
create cast (int as w) with function to_w(int);
create view v as select total(x) as t, 1 === 2 as e from (values (1)) as a(x);
---
create function plus(a int, b int) returns int language sql immutable as 'select $1 + $2 + 0';
create aggregate total(int) (sfunc = plus, stype = int, initcond = '1');
create operator === (function = plus, leftarg = int, rightarg = int, commutator = ===);
create type w as (a int, b int);
create function to_w(v int) returns w language sql immutable as 'select row($1, 1)::w';
create cast (int as w) with function to_w(int) as assignment;
create view v as select total(x) as t, 1 === 2 as e from (values (1)) as a(x);

# exclusion, temporal keys, foreign keys over two columns with all their words
create extension btree_gist;
create table r (id int, during daterange, primary key (id, during without overlaps));
create table b (id int, during daterange, exclude using gist (id with =, during with &&));
create table k (a int, b int, unique (a, b));
create table l (a int, b int, foreign key (a, b) references k (a, b) match full on delete cascade);
---
create extension btree_gist;
create table r (id int, during daterange, primary key (id, during without overlaps));
create table b (id int, during daterange, exclude using gist (during with &&));
create table s (id int, during daterange, foreign key (id, period during) references r (id, period during));
create table k (a int, b int, constraint k_key unique (b, a));
create table l (a int, b int, foreign key (a, b) references k (a, b) on update set null on delete set default (a) deferrable);

# functions and tables that need each other by way of defaults and row types
create table seed (id int);
---
create table seed (id int);
create table t (id int, name text);
create function next_id() returns int language sql as 'select coalesce(max(id), 0) + 1 from t';
create function name_of(t) returns text language sql as 'select $1.name';
alter table t alter id set default next_id();
alter table t add check (name_of(t) <> '');
create table tree (id int primary key, parent int references tree);
create procedure p(int) language sql as 'insert into t values ($1)';
create function z() returns int language sql as 'select a()';
create function a() returns int language sql as 'select 1';

# text search configurations and extended statistics change
create text search dictionary d (template = simple, stopwords = english);
create text search configuration c (parser = pg_catalog."default");
alter text search configuration c add mapping for word with d;
create table t (a int, b int, body text);
create index t_body on t using gin (to_tsvector('c', body));
create statistics st (ndistinct) on a, b from t;
---
create text search dictionary d (template = simple, accept = false);
create text search configuration c (parser = pg_catalog."default");
alter text search configuration c add mapping for word, asciiword with d, simple;
create table t (a bigint, b int, body text);
create index t_body on t using gin (to_tsvector('c', body));
create statistics st (ndistinct, dependencies) on a, b from t;
create statistics se on (a + b) from t;

# policies and triggers look into other tables that change
create table users (id int primary key, tenant int);
create table docs (id int, tenant int, owner int);
create policy own on docs using (owner in (select id from users where users.tenant = docs.tenant));
create function audit() returns trigger language plpgsql as 'begin return null; end';
create trigger late after update on docs for each row when (old.tenant is distinct from new.tenant) execute function audit();
alter table docs enable row level security;
---
create table users (id bigint primary key, tenant bigint);
create table docs (id int, tenant bigint, owner bigint);
create policy own on docs for update to public using (owner in (select id from users where users.tenant = docs.tenant)) with check (true);
create function audit() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger late after update on docs deferrable for each row when (old.tenant is distinct from new.tenant) execute function audit();
create view seen with (security_invoker = true) as select * from docs;

# comments everywhere come, change and go
create schema s;
create table s.t (a int primary key, b int check (b > 0));
create index i on s.t (b);
comment on schema s is 'x';
comment on table s.t is 'x';
comment on column s.t.a is 'x';
comment on index s.i is 'x';
comment on constraint t_pkey on s.t is 'x';
---
create schema s;
create table s.t (a int primary key, b int check (b > 0));
create index i on s.t (b);
comment on column s.t.a is 'y';
comment on column s.t.b is 'z';
comment on constraint t_b_check on s.t is 'c';
create sequence s.q;
comment on sequence s.q is 'q';
create domain s.d as int;
comment on domain s.d is 'd';
create procedure s.p() language sql as 'select 1';
comment on procedure s.p() is 'p';
create materialized view s.m as select a from s.t with no data;
comment on materialized view s.m is 'm';
comment on column s.m.a is 'n';
create policy pol on s.t;
comment on policy pol on s.t is 'pol';

# how a table is partitioned changes while its partition stays
create table m (id int not null, at date not null) partition by range (id);
create table m1 partition of m for values from (1) to (1000);
create view v as select id from m;
---
create table m (id int not null, at date not null) partition by range (id, at);
create table m1 partition of m for values from (1, minvalue) to (1000, minvalue);
create view v as select id from m;

# a foreign key of a partition stays where the parent's, of which it was a part under its own name, goes
create table r (id int primary key);
create table p (id int not null, r int, constraint whole foreign key (r) references r) partition by list (id);
create table p_1 (id int not null, r int, constraint own foreign key (r) references r);
alter table p attach partition p_1 for values in (1);
create table p_2 partition of p for values in (2);
---
create table r (id int primary key);
create table p (id int not null, r int) partition by list (id);
create table p_1 (id int not null, r int, constraint own foreign key (r) references r);
alter table p attach partition p_1 for values in (1);
create table p_2 (id int not null, r int, constraint whole foreign key (r) references r);
alter table p attach partition p_2 for values in (2);

# partitions that come with a foreign key under their own name, and a parent's that becomes another
create table r (id int primary key);
create table p (id int not null, r int, constraint whole foreign key (r) references r) partition by list (id);
create table p_1 (id int not null, r int, constraint own foreign key (r) references r);
alter table p attach partition p_1 for values in (1);
---
create table r (id int primary key);
create table p (id int not null, r int, constraint other foreign key (r) references r on delete cascade) partition by list (id);
create table p_1 (id int not null, r int, constraint own foreign key (r) references r on delete cascade);
alter table p attach partition p_1 for values in (1);
create table p_2 (id int not null, r int, constraint own foreign key (r) references r on delete cascade) partition by list (id);
create table p_2_1 partition of p_2 for values in (2);
alter table p attach partition p_2 for values in (2);

# partitions of other bounds take the place of one that goes, and a table leaves a parent that loses columns
create table p (id int not null, at date not null, w int) partition by hash (id);
create table p_a partition of p for values with (modulus 4, remainder 0);
create table p_b partition of p for values with (modulus 2, remainder 1);
create table p_c partition of p for values with (modulus 4, remainder 2);
create index on p (at);
create table base (id int, more int);
create table alone (id int);
alter table p_a add primary key (id);
comment on index p_a_pkey is 'of the index';
---
create table p (id int not null, at date not null) partition by hash (id);
create table p_a partition of p for values with (modulus 2, remainder 0);
create table p_b partition of p for values with (modulus 2, remainder 1);
create index on p (at);
create table base (id int);
create table alone (id int) inherits (base);
alter table p_a add primary key (id);
comment on index p_a_pkey is 'other';

# functions whose text names columns that are new
create table t (a int);
create function f() returns int language sql as 'select a from t';
---
create table t (a int, b int);
create function f() returns int language sql as 'select b from t';
create function early() returns int language sql as 'select b from t';

# columns of another type keep how they are stored, and a first long one comes with options for it
create table t (a varchar(90) storage main, b text storage external compression pglz, c int);
create table child () inherits (t);
create table short (a int);
---
create table t (a text storage main, b varchar(90) storage external compression pglz, c bigint);
create table child () inherits (t);
create table short (a int, b text) with (toast.autovacuum_enabled = false);

# tables that refer to each other become lasting and unlogged
create unlogged table p (id int generated always as identity primary key);
create unlogged table c (id serial, p int references p, c int primary key references c);
---
create table p (id int generated always as identity primary key);
create table c (id serial, p int references p, c int primary key references c);

# a sequence counts the other way round
create sequence s as smallint increment 2 minvalue 3 maxvalue 100 start 5 cycle;
---
create sequence s as bigint increment -1 minvalue -50 maxvalue -2 start -3;

# options, rights and comments of what leads to other servers, and of other kinds
create foreign data wrapper w options (debug 'true');
create server s type 'a' version '1' foreign data wrapper w options (host 'h', port '1');
create foreign table ft (a int) server s;
create user mapping for public server s options (user 'bob');
grant usage on foreign data wrapper w to reader;
grant usage on foreign server s to reader with grant option;
create publication p;
comment on publication p is 'a';
create function plus(int, int) returns int language sql immutable as 'select $1 + $2';
create operator ++= (function = plus, leftarg = int, rightarg = int);
create operator family f using btree;
create type one as (a int);
create cast (one as text) with inout;
comment on cast (one as text) is 'a';
create language l handler plpgsql_call_handler;
---
create foreign data wrapper w options (debug 'false', x 'y');
comment on foreign data wrapper w is 'b';
create server s type 'a' version '2' foreign data wrapper w options (host 'g', dbname 'd');
comment on server s is 'b';
create foreign table ft (a int) server s;
create user mapping for current_user server s options (user 'alice');
grant usage on foreign server s to public;
create publication p;
comment on publication p is 'b';
create function plus(int, int) returns int language sql immutable as 'select $1 + $2';
create operator ++= (function = plus, leftarg = int, rightarg = int);
comment on operator ++= (int, int) is 'b';
create operator family f using btree;
comment on operator family f using btree is 'b';
create type one as (a int);
create cast (one as text) with inout;
comment on cast (one as text) is 'b';
create trusted language l handler plpgsql_call_handler;
revoke usage on language l from public;
grant usage on language l to reader;
comment on language l is 'b';

# an identity takes the name of a sequence that goes, and leaves it
create sequence t_id_seq;
create table t (id int not null default nextval('t_id_seq'));
---
create table t (id int generated always as identity);

# a domain within arrays and composites gets checks
create domain d as varchar(10) check (length(value) > 0);
create type pair as (a d, b int);
create table t (a d, b d[]);
create table u (p pair);
---
create domain d as varchar(10) constraint other check (length(value) > 1);
create type pair as (a d, b int);
create table t (a d, b d[]);
create table u (p pair);

# settings of columns, of views' columns, and row security that is forced but off
create table t (a int, b text);
alter table t alter a set (n_distinct = -0.5, n_distinct_inherited = 3);
alter table t force row level security;
create table u (a int);
alter table u force row level security;
create policy p on u;
create view v as select a, b from t;
alter view v alter b set default 'x';
create materialized view m as select a, b from t;
alter materialized view m alter b set statistics 50;
alter materialized view m alter b set storage external;
create index m_a on m (a);
alter materialized view m cluster on m_a;
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (a int options (column_name 'x'), b text options (k 'v')) server s;
---
create table t (a int, b text, c int);
alter table t alter a set (n_distinct = 10);
alter table t alter c set (n_distinct = 5);
create table u (a int);
alter table u enable row level security;
create policy p on u;
create view v as select a, b from t;
alter view v alter a set default 7;
create materialized view m as select a, b from t;
alter materialized view m alter b set statistics 60;
alter materialized view m alter b set compression pglz;
create index m_a on m (a);
alter materialized view m alter a set (n_distinct = 4);
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (a int options (column_name 'y', z '1'), b text, c int options (q 'r')) server s;

# comments of what has no other place: rules, not-null constraints, constraints of domains, attributes, types beside others
create table t (id int primary key, a int not null);
create rule r as on delete to t do instead nothing;
create view v as select id from t;
create type pair as (a int, b text);
create domain d as int constraint positive check (value > 0);
create domain e as int constraint filled not null;
create type span as range (subtype = float8);
---
create table t (id int primary key, a int not null);
create rule r as on delete to t do instead nothing;
create view v as select id from t;
create type pair as (a int, b text);
create domain d as int constraint positive check (value > 1);
create domain e as int constraint filled not null;
create type span as range (subtype = float8);
comment on rule r on t is 'keeps';
comment on rule "_RETURN" on v is 'reads';
comment on constraint t_a_not_null on t is 'always there';
comment on column pair.b is 'the second';
comment on constraint positive on domain d is 'more than 1';
comment on constraint filled on domain e is 'never empty';
comment on type span_multirange is 'several';
comment on type t is 'a row';

# such a comment changes, and others go with what they are of
create table t (id int constraint filled not null, b int constraint there not null);
comment on constraint filled on t is 'x';
comment on constraint there on t is 'y';
create domain d as int constraint positive check (value > 0);
comment on constraint positive on domain d is 'x';
create table u (d d);
---
create table t (id int constraint filled not null, b int);
comment on constraint filled on t is 'changed';
create domain d as bigint constraint positive check (value > 0);
comment on constraint positive on domain d is 'x';
create table u (d d);

# rules and shares of triggers fire otherwise than usual
create table t (id int);
create rule r as on delete to t do instead nothing;
create rule s as on insert to t do also nothing;
alter table t enable always rule s;
create function f() returns trigger language plpgsql as 'begin return new; end';
create table p (a int) partition by range (a);
create table p1 partition of p for values from (1) to (2);
create table p2 partition of p for values from (2) to (3);
create trigger touched after insert on p for each row execute function f();
alter table p2 disable trigger touched;
---
create table t (id int);
create rule r as on delete to t do instead nothing;
create rule s as on insert to t do also nothing;
alter table t disable rule r;
alter table t enable replica rule s;
create function f() returns trigger language plpgsql as 'begin return new; end';
create table p (a int) partition by range (a);
create table p1 partition of p for values from (1) to (2);
create table p2 partition of p for values from (2) to (3);
create trigger touched after insert on p for each row execute function f();
alter table p enable replica trigger touched;
alter table p1 enable always trigger touched;
alter table p2 disable trigger touched;
comment on trigger touched on p1 is 'share';

# targets of statistics of expressions in indexes and of columns together
create table t (a text, b int);
create index i on t (lower(a), (b + 1));
create statistics s on a, b from t;
alter index i alter column 1 set statistics 10;
---
create table t (a text, b int);
create index i on t (lower(a), (b + 1));
create statistics s on a, b from t;
alter index i alter column 1 set statistics 20;
alter index i alter column 2 set statistics 500;
alter statistics s set statistics 300;

# objects that go with an extension
create extension citext;
create table t (a int);
create index i on t (a);
create function g(x int) returns int language sql immutable as 'select x';
create materialized view m as select a from t;
---
create extension citext;
create table t (a int);
create index i on t (a);
create function g(x int) returns int language sql immutable as 'select x';
create materialized view m as select a from t;
alter index i depends on extension citext;
alter function g(int) depends on extension citext;
alter materialized view m depends on extension citext;

# owners give up rights on their own objects
create schema s;
create table t (a int);
create sequence q;
create type state as enum ('new');
create function g(x int) returns int language sql immutable as 'select x';
---
create schema s;
create table t (a int);
create sequence q;
create type state as enum ('new');
create function g(x int) returns int language sql immutable as 'select x';
revoke create on schema s from postgres;
revoke delete, truncate on t from postgres;
revoke update on sequence q from postgres;
revoke usage on type state from postgres;
revoke execute on function g(int) from postgres;

# a table becomes one of a type, and the type of another changes
create type pair as (a int, b text);
create type three as (a int, b text, c date);
create table t (a int, b text);
create table u of three;
---
create type pair as (a int, b text);
create type three as (a bigint, b text, d int);
create table t of pair;
create table u of three;

# members of an operator family that no class needs, and a type without a body
create operator family f using btree;
---
create operator family f using btree;
alter operator family f using btree add operator 1 < (int4, int8), function 1 (int4, int8) btint48cmp(int4, int8);
create operator class c for type int4 using btree as operator 1 <, operator 3 =, function 1 btint4cmp(int4, int4), function 2 btint4sortsupport(internal);
create type later;

# attributes get collations, used and unused
create type pair as (a int, b text);
create type used as (a int, b text);
create table t (u used);
---
create type pair as (a int, b text collate "C", c varchar(9) collate "POSIX");
create type used as (a int, b text collate "C");
create table t (u used);

# a materialised view is kept otherwise
create access method another type table handler heap_tableam_handler;
create materialized view m as select 1 as x;
---
create access method another type table handler heap_tableam_handler;
create materialized view m using another as select 1 as x;

# the sequence of an identity has a comment, rights and its own way of lasting
create role counting;
create table t (id int generated always as identity, n int);
create table u (id int generated always as identity);
---
create role counting;
create table t (id int generated always as identity, n int generated by default as identity);
comment on sequence t_id_seq is 'counts';
grant usage on sequence t_id_seq to counting;
grant select on sequence t_n_seq to counting;
alter sequence t_n_seq set unlogged;
create unlogged table u (id int generated always as identity);

# options of indexes in another order
create table t (a int, b int);
create index i on t (a) with (fillfactor = 50);
create index j on t (a) with (deduplicate_items = off, fillfactor = 50);
---
create table t (a int, b int);
create index i on t (a) with (fillfactor = 60, deduplicate_items = off);
create index j on t (a) with (fillfactor = 50, deduplicate_items = off);

# constraints that come down from parents have comments of their own
create table others (id int primary key);
create table parent (a int);
create table child () inherits (parent);
create table p (a int, b int) partition by range (a);
create table p1 partition of p for values from (1) to (10);
---
create table others (id int primary key);
create table parent (a int constraint positive check (a > 0));
create table child () inherits (parent);
comment on constraint positive on child is 'here, too';
create table p (a int, b int references others) partition by range (a);
create table p1 partition of p for values from (1) to (10);
comment on constraint p_b_fkey on p1 is 'here, too';

# states of shares of a trigger that is replaced, and of a partition that leaves or gets other bounds
create function f() returns trigger language plpgsql as 'begin return new; end';
create table p (a int) partition by range (a);
create table p1 partition of p for values from (1) to (2);
create table p2 partition of p for values from (2) to (3);
create table q (a int) partition by range (a);
create table q1 partition of q for values from (1) to (2);
create table q2 partition of q for values from (5000) to (5001);
create trigger touched after insert on p for each row execute function f();
create trigger touched after insert on q for each row execute function f();
alter table p1 disable trigger touched;
alter table q1 disable trigger touched;
alter table q2 disable trigger touched;
---
create function f() returns trigger language plpgsql as 'begin return new; end';
create table p (a int) partition by range (a);
create table p1 partition of p for values from (1) to (2);
create table p2 partition of p for values from (2) to (3);
create table q (a int) partition by range (a);
create table q1 partition of q for values from (1) to (200);
create table q2 (a int);
create trigger touched after insert or delete on p for each row execute function f();
create trigger touched after insert on q for each row execute function f();
alter table p1 disable trigger touched;
alter table q1 disable trigger touched;

# what makes domains refuse nulls has a name, under another type, too, and owners give up other rights
create domain d as int constraint filled not null;
create domain e as int not null;
create domain g as int;
comment on constraint filled on domain d is 'x';
create table t (d d default 1);
revoke delete, insert on t from postgres;
---
create domain d as bigint constraint filled not null;
create domain e as int constraint there not null;
create domain g as int constraint there not null;
comment on constraint filled on domain d is 'x';
create table t (d d default 1);
revoke delete, update on t from postgres;

# Types that get another name and become something else
create type st as enum ('a', 'b'); create domain mail as text check (value like '%@%'); create type pt as (x int, y int);
create table t (id int primary key, s st default 'a', m mail, p pt, ms st[]);
---
create type ost as enum ('a', 'b', 'c'); create domain email as text check (value like '%@%'); create type point2 as (x int, y int, z int);
create table t (id int primary key, s ost default 'a', m email, p point2, ms ost[]);
