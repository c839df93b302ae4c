alter table lone add column z int
alter table lone add column z int default 1
alter table lone add column z int default stable_one()
alter table lone add column z int default immutable_one()
alter table lone add column z int default volatile_one()
alter table lone add column z timestamptz default now()
alter table lone add column z timestamptz default clock_timestamp()
alter table lone add column z timestamptz not null default current_timestamp
alter table lone add column z text default 'x' not null
alter table lone add column z int primary key generated always as identity
alter table lone add column z int unique
alter table lone add column z int default 7 unique
alter table lone add column z bigserial
alter table lone add column z bigserial primary key
alter table lone add column z int generated always as (id + 1) stored
alter table lone add column z positive
alter table lone add column z positive default 5
alter table lone add column z required default 5
alter table lone add column z email_type
alter table lone add column z mood default 'ok'
alter table lone add column z pair
alter table lone add column z int check (z > 0)
alter table lone add column z int constraint zz check (id > 0)
alter table lone add column z int references customers (id)
alter table lone add column z int default 5 references customers (id)
alter table lone add column z int not null default 5 references customers (id)
alter table lone add column z int references lone_missing (id)
alter table lone add column if not exists v text
alter table lone add column z int, add column y text default 'a'
alter table lone add column z int default random()
alter table lone add column z uuid default gen_random_uuid()
alter table lone add column z int default nextval('free_seq')
alter table lone add column z jsonb not null default '{}'
alter table lone add column z text collate "C" default 'x'
alter table lone add column z int[] default '{}'
alter table lone add column z tsvector generated always as (to_tsvector('english', v)) stored
alter table parent add column z int
alter table parent add column z int default random()
alter table parted add column z int
alter table parted add column z int default 3 not null
alter table parted add column z float default random()
alter table deep add column z text
alter table big add column z int default 1
alter table big drop column a
alter table big drop column c cascade
alter table big drop column d
alter table lone drop column v cascade
alter table lone drop column id cascade
alter table lone drop column if exists nope
alter table customers drop column id cascade
alter table parted drop column v
alter table parent drop column w
alter table lone_v rename to lone_view
alter table lone rename to lone2
alter table lone rename column v to vv
alter table orders rename to orders2
alter table orders rename column status to state
alter table orders rename constraint orders_pkey to orders_pk
alter index orders_customer rename to orders_customer_2
alter table orders_customer rename to orders_customer_2
alter table parted rename column v to vv
alter table parent rename column v to vv
alter table lone set schema public
alter table orders set schema public
alter table big alter column a type bigint
alter table big alter column a type int
alter table big alter column a type text
alter table big alter column a type text using a::text
alter table big alter column a type numeric
alter table big alter column c type varchar(30)
alter table big alter column c type varchar(10)
alter table big alter column c type varchar
alter table big alter column c type text
alter table big alter column d type varchar
alter table big alter column d type varchar(5000000)
alter table big alter column d type text collate "C"
alter table big alter column d type email_type
alter table big alter column e type numeric(10,2)
alter table big alter column e type numeric(12,4)
alter table big alter column e type numeric
alter table big alter column e type numeric(6,2)
alter table big alter column e type int
alter table big alter column f type float8
alter table big alter column g type timestamptz(3)
alter table big alter column g type timestamptz
alter table big alter column g type timestamp
alter table big alter column h type timestamptz
alter table big alter column h type timestamp
alter table big alter column h type text
alter table big alter column i type cidr
alter table big alter column i type text
alter table big alter column j type json
alter table big alter column k type jsonb
alter table big alter column k type text
alter table big alter column l type text using encode(l, 'hex')
alter table big alter column m type varbit
alter table big alter column m type bit(8)
alter table big alter column o type char(5)
alter table big alter column o type varchar(3)
alter table big alter column o type text
alter table big alter column p type text
alter table big alter column q type bigint[]
alter table big alter column r type int using r::int
alter table big alter column s type int
alter table big alter column t type time(3)
alter table big alter column t type timetz
alter table big alter column u type interval(3)
alter table big alter column u type interval day to second
alter table big alter column v type varchar(20)[]
alter table big alter column v type text[]
alter table big alter column w type numeric
alter table big alter column z type int
alter table big alter column z type bigint
alter table big alter column z type regclass
alter table big alter column b type int using b + 1
alter table big alter column b type int using (b)
alter table big alter column id type int
alter table big alter column c type varchar(30), alter column e type numeric(10,2)
alter table big alter column c type varchar(30), alter column a type bigint
alter table uses_domain alter column p type int
alter table uses_domain alter column e type text
alter table uses_domain alter column s type positive
alter table uses_mood alter column m type text
alter table uses_mood alter column m drop default, alter column m type text using m::text
alter table customers alter column id type bigint
alter table orders alter column customer_id type bigint
alter table orders alter column amount type bigint
alter table orders alter column status type varchar(20)
alter table parted alter column v type bigint
alter table parted alter column w type varchar(20)
alter table parted alter column w type varchar
alter table deep alter column v type bigint
alter table parent alter column w type bigint
alter table gen alter column a type bigint
alter table gen alter column b drop expression
alter table gen alter column b set expression as (a * 3)
alter table lone alter column id set not null
alter table nn alter column a set not null
alter table nn alter column a set not null, alter column b set not null
alter table big alter column b set not null
alter table big alter column a set not null
alter table big alter column b drop not null
alter table parted alter column v set not null
alter table deep alter column v set not null
alter table parent alter column w set not null
alter table lone alter column id set default 5
alter table lone alter column id drop default
alter table lone alter column v set statistics 100
alter table lone alter column v set (n_distinct = 5)
alter table lone alter column v reset (n_distinct)
alter table lone alter column v set storage external
alter table big alter column d set storage main
alter table big alter column d set compression pglz
alter table big alter column id set generated always
alter table big alter column id drop identity
alter table big alter column id restart with 5000
alter table big alter column id set increment by 2
alter table lone alter column id add generated always as identity
alter table uq alter column id add generated always as identity
alter table lone add constraint k check (id > 0)
alter table lone add constraint k check (id > 0) not valid
alter table lone add constraint k check (id > 0) no inherit
alter table lone add check (id > 0), add check (v <> '')
alter table parted add constraint k check (v > 0)
alter table parted add constraint k check (v > 0) not valid
alter table parent add constraint k check (w > 0)
alter table parent add constraint k check (w > 0) not valid
alter table lone add constraint k unique (id)
alter table lone add constraint k unique (id) deferrable
alter table lone add constraint k unique nulls not distinct (id)
alter table lone add primary key (id)
alter table uq add primary key (id)
alter table uq add primary key using index uq_id
alter table uq add constraint k unique using index uq_v
alter table uqn add primary key using index uqn_id
alter table parted add primary key (id, at)
alter table parted add constraint k unique (id, at)
alter table deep add constraint k unique (id, k)
alter table ex add constraint k exclude using gist (y with &&)
alter table lone add constraint k exclude using btree (id with =)
alter table lone add constraint k foreign key (id) references customers (id)
alter table lone add constraint k foreign key (id) references customers (id) not valid
alter table orders add constraint k foreign key (amount) references customers (id) not valid
alter table customers add constraint k foreign key (n) references customers (id)
alter table customers add constraint k foreign key (n) references customers (id) not valid
alter table to_parted add constraint k foreign key (id, at) references pk_parted (id, at)
alter table to_parted add constraint k foreign key (id, at) references pk_parted (id, at) not valid
alter table from_parted add constraint k foreign key (c) references customers (id)
alter table from_parted add constraint k foreign key (c) references customers (id) not valid
alter table empty_table add constraint k foreign key (v) references customers (id)
alter table lone add constraint k not null id
alter table lone add constraint k not null id not valid
alter table lone add constraint k check (id > 0) not enforced
alter table lone add constraint k foreign key (id) references customers (id) not enforced
alter table t validate constraint t_nv_chk
alter table t validate constraint t_rid_fk
alter table t2 validate constraint t2_b_nn
alter table big validate constraint big_chk
alter table big drop constraint big_chk
alter table orders drop constraint orders_customer_id_fkey
alter table orders drop constraint orders_pkey cascade
alter table customers drop constraint customers_email_key
alter table customers drop constraint customers_pkey cascade
alter table lone drop constraint if exists nope
alter table lines drop constraint lines_order_id_fkey
alter table from_parted drop constraint if exists nope
alter table ex drop constraint ex_y_excl
alter table deferred alter constraint deferred_c_fkey not deferrable
alter table orders alter constraint orders_customer_id_fkey deferrable initially deferred
alter table lone set (fillfactor = 70)
alter table lone reset (fillfactor)
alter table lone set (autovacuum_vacuum_scale_factor = 0.01)
alter table lone set (parallel_workers = 2)
alter table lone set (toast.autovacuum_enabled = false)
alter table big set (toast_tuple_target = 4096, fillfactor = 90)
alter table lone set (user_catalog_table = true)
alter table lone set unlogged
alter table fast set logged
alter table fast set unlogged
alter table lone cluster on lone_missing
alter table orders cluster on orders_pkey
alter table clustered set without cluster
alter table lone set without oids
alter table lone set tablespace pg_default
alter table lone set access method heap
alter table lone replica identity full
alter table orders replica identity using index orders_pkey
alter table lone replica identity nothing
alter table orders disable trigger orders_t
alter table orders enable trigger orders_t
alter table orders enable replica trigger orders_t
alter table orders enable always trigger orders_t
alter table orders disable trigger all
alter table orders disable trigger user
alter table ruled disable rule ruled_r
alter table ruled enable rule ruled_r
alter table secured disable row level security
alter table secured force row level security
alter table lone enable row level security
alter table lone inherit parent
alter table child1 no inherit parent
alter table of_type not of
alter table lone owner to current_user
alter table parted attach partition loose for values from ('2022-01-01') to ('2023-01-01')
alter table parted attach partition loose_checked for values from ('2023-01-01') to ('2024-01-01')
alter table parted attach partition loose default
alter table p attach partition qc for values from (2000) to (3000)
alter table parted detach partition parted_1
alter table pk_parted detach partition pk_parted_1
alter table deep detach partition deep_1
create table parted_3 partition of parted for values from ('2025-01-01') to ('2026-01-01')
create table parted_d partition of parted default
create table pd2 partition of p for values from (20000) to (30000)
create table hashed_2 partition of hashed for values with (modulus 4, remainder 2)
create table sub partition of deep for values in (3) partition by range (id)
drop table parted_1
drop table parted
drop table deep_2
drop table lone cascade
drop table orders cascade
drop table customers cascade
drop table if exists nope
drop table empty_table
drop table child1
drop table parent cascade
create index z on lone (id)
create unique index z on lone (id)
create index z on lone (lower(v))
create index z on lone (id) where id > 5
create index z on big using gin (j)
create index z on big using brin (a)
create index z on big using hash (b)
create index z on parted (w)
create index z on only parted (w)
create index z on deep (v)
create index z on empty_table (v)
create index if not exists orders_customer on orders (customer_id)
create index z on totals (n)
create index z on parent (w)
drop index orders_customer
drop index big_expr, big_gin
drop index parted_v
drop index if exists nope
alter index parted_v rename to parted_v2
alter index orders_customer set (fillfactor = 80)
alter index orders_customer reset (fillfactor)
alter index big_expr alter column 1 set statistics 200
alter index orders_customer set tablespace pg_default
alter index big_gin set (fastupdate = off)
reindex index orders_customer
reindex index big_gin
reindex table orders
reindex table big
reindex table parent
cluster orders using orders_customer
cluster clustered
truncate lone
truncate orders cascade
truncate parted
truncate lone restart identity
truncate orders, lines, customers, deferred
lock table lone in share mode
lock table orders in access share mode
lock table parted in exclusive mode
lock table orders_v in share mode
comment on table lone is 'x'
comment on column lone.v is 'x'
comment on index orders_customer is 'x'
comment on view orders_v is 'x'
comment on constraint orders_pkey on orders is 'x'
comment on function noop() is 'x'
comment on type mood is 'x'
comment on sequence free_seq is 'x'
comment on trigger orders_t on orders is 'x'
comment on policy secured_p on secured is 'x'
comment on domain positive is 'x'
comment on constraint positive_chk on domain positive is 'x'
comment on schema s is 'x'
comment on materialized view totals is 'x'
comment on statistics big_stat is 'x'
grant select on lone to public
grant select, insert on lone, orders to public
grant select (v) on lone to public
revoke all on lone from public
grant all on all tables in schema s to public
grant usage on sequence free_seq to public
grant usage on schema s to public
grant execute on function noop() to public
grant select on orders_v to public
grant select on parted to public
alter default privileges in schema s grant select on tables to public
create trigger z before insert on lone for each row execute function noop()
create trigger z after update of v on lone for each row when (new.id > 0) execute function noop()
create trigger z after insert on lone for each statement execute function noop()
create trigger z after insert on parted for each row execute function noop()
create or replace trigger orders_t before update on orders for each row execute function noop()
create constraint trigger z after insert on orders from customers deferrable for each row execute function noop()
create trigger z instead of insert on orders_v for each row execute function noop()
drop trigger orders_t on orders
drop trigger if exists nope on orders
alter trigger orders_t on orders rename to z
create rule z as on insert to lone do also nothing
create or replace rule ruled_r as on update to ruled do also nothing
drop rule ruled_r on ruled
alter rule ruled_r on ruled rename to z
create policy z on lone for select using (id > 0)
create policy z on secured as restrictive using (true)
alter policy secured_p on secured using (id > 1)
alter policy secured_p on secured rename to z
drop policy secured_p on secured
create view z as select * from orders join customers on customers.id = customer_id
create or replace view orders_v as select id, status from orders where id > 0
create or replace view lone_v as select id, v from lone
create view z as select * from orders_vv
create recursive view z(n) as select 1 union all select n + 1 from z where n < 5
drop view orders_vv
drop view orders_v cascade
alter view orders_v rename to z
alter view orders_v rename column status to state
alter view orders_v alter column status set default 'x'
alter view orders_v set (security_barrier = true)
alter view orders_v set schema public
create materialized view z as select * from orders
create materialized view z as select * from orders with no data
refresh materialized view totals
refresh materialized view concurrently totals
refresh materialized view totals with no data
refresh materialized view unfilled
drop materialized view totals
alter materialized view totals rename to z
alter materialized view totals rename column n to m
alter materialized view totals set (fillfactor = 80)
create table z (id int primary key, v text)
create table z (id int references orders (id))
create table z (id int primary key, o int references orders (id), c int references customers (id))
create table z (like orders)
create table z (like orders including all)
create table z (like big including all)
create table z as select * from orders
create table z as select * from orders where id = 5
create table z as table lone with no data
create table z () inherits (parent)
create table z of pair
create unlogged table z (id int)
create temporary table z (id int)
create temporary table z as select * from orders
select * into z from lone
create table z (id int generated always as identity, v positive, m mood)
create table z (id int) partition by range (id)
create sequence z
create sequence z owned by lone.v
alter sequence free_seq increment by 5
alter sequence free_seq as int
alter sequence free_seq restart
alter sequence free_seq cache 20
alter sequence free_seq owned by lone.id
alter sequence free_seq owned by none
alter sequence free_seq rename to z
alter sequence owned_seq set schema public
alter sequence free_seq owner to current_user
drop sequence free_seq
drop sequence owned_seq
select setval('free_seq', 100)
select nextval('free_seq')
create type z as enum ('a', 'b')
alter type mood add value 'angry'
alter type mood add value if not exists 'sad'
alter type mood add value 'angry' before 'sad'
alter type mood rename value 'sad' to 'blue'
alter type mood rename to z
alter type mood set schema public
alter type pair add attribute z int
alter type pair rename attribute x to z
alter type pair drop attribute y
alter type pair alter attribute x type bigint
alter type typed add attribute z int cascade
alter type typed rename to z
drop type mood cascade
drop type pair cascade
create type z as (a int, b text)
create domain z as int check (value > 0)
alter domain positive add check (value < 100000)
alter domain positive add constraint z check (value < 100000) not valid
alter domain strict validate constraint strict_nv
alter domain positive drop constraint positive_chk
alter domain positive set not null
alter domain required drop not null
alter domain positive set default 5
alter domain positive drop default
alter domain positive rename to z
alter domain positive rename constraint positive_chk to z
alter domain email_type add check (value <> '')
drop domain positive cascade
create publication z for table lone, orders
create publication z for all tables
create publication z
alter publication pub_one add table orders
alter publication pub_one set table orders
alter publication pub_one drop table lone
alter publication pub_one set (publish = 'insert')
drop publication pub_one
create statistics z on customer_id, status from orders
create statistics z (ndistinct) on a, b from big
alter statistics big_stat set statistics 100
alter statistics big_stat rename to z
drop statistics big_stat
create function z() returns int language sql as 'select 1'
create function z() returns setof orders language sql as 'select * from orders'
create or replace function noop() returns trigger language plpgsql as 'begin return null; end'
create procedure z() language plpgsql as 'begin end'
alter function noop() rename to z
alter function noop() set search_path = s
drop function noop() cascade
drop function volatile_one()
create aggregate z (int) (sfunc = int4pl, stype = int)
create operator === (leftarg = int, rightarg = int, function = int4eq)
create collation z from "C"
create schema z
alter schema s rename to z
drop schema if exists nope
create extension if not exists plpgsql
analyze lone
analyze
analyze parted
analyze orders (status)
insert into lone values (1, 'x')
insert into orders values (9999, 1, 1, 'x')
insert into lone select id, status from orders
insert into lone select * from lone
insert into customers values (1, 'x', 1) on conflict (id) do nothing
insert into lines values (1, 2)
update lone set v = 'x'
update lone set v = 'x' where id > 5
update orders set status = 'x' where id = 5
update orders set customer_id = 1
update orders set amount = c.n from customers c where c.id = customer_id
update parted set v = 1
update customers set id = id + 1000 where id = 1
delete from lone
delete from lone where id < 10
delete from orders where id = 5
delete from customers where id = 299
delete from parted where at < '2020-06-01'
with moved as (delete from lone returning *) insert into ruled select id, 1 from moved
merge into lone using orders on lone.id = orders.id when matched then update set v = 'm'
select count(*) from lone
select * from orders for update
select * from orders where id = 1 for share
do $$ begin perform 1; end $$
do $$ begin execute 'alter table lone add column z int'; end $$
do $$ begin update lone set v = 'x'; end $$
call nope()
set constraints all immediate
set search_path to s, public
explain select * from lone
alter table orders add column z int, drop column amount, alter column status set default 'x', add constraint k check (id > 0) not valid
alter table orders add column z int default 5, alter column amount type bigint, add constraint k unique (amount)
alter table orders alter column status type varchar(100), alter column status set not null
alter table lone alter column v type varchar(10), add column z int default 1, add primary key (id)
alter table only parted add column z int
alter table only parent add constraint k check (w > 0) no inherit
alter table if exists nope add column z int
alter index if exists nope rename to z
alter foreign table if exists nope add column z int
reassign owned by current_user to current_user
security label on table lone is 'x'
alter event trigger nope disable
import foreign schema public from server nope into s
create cast (pair as int) with function immutable_one()
alter table self_ref add constraint k foreign key (up) references self_ref (id)
alter table self_ref drop column up
alter table gen drop column a cascade
alter table gen add column z int generated always as (a + 1) virtual
alter table big alter column a set default 5, alter column b drop not null, alter column d set statistics 10
alter index parted_v attach partition parted_1_v_idx
alter table parted_1 add constraint k check (v > 0)
alter table parted_1 alter column v set default 5
alter table parted_1 add column z int
create index z on parted_1 (w)
alter table deferred drop constraint deferred_c_fkey
alter table uses_domain drop column p
alter table uses_pair alter column p type text
alter table ex alter column y type int8range using null
