-- A small shop whose queries bring out every node and property of EXPLAIN. Rows are the same on every server.
create table customers (id int primary key, name text not null, email text, region int not null, created date not null);
insert into customers select i, 'customer ' || i, case when i % 7 > 0 then 'c' || i || '@example.org' end, i % 12,
  date '2020-01-01' + i % 1000 from generate_series(1, 5000) i;
create index customers_region on customers (region);
create index customers_created on customers (created);
create index customers_lower_email on customers (lower(email));

create table orders (id int primary key, customer_id int not null references customers, status text not null,
  total numeric(10,2) not null, placed timestamp not null, note text);
insert into orders select i, i * 7919 % 5000 + 1, (array['new', 'paid', 'sent', 'done'])[i % 4 + 1], i % 1000 / 10.0,
  timestamp '2024-01-01' + i * interval '7 minutes', case when i % 50 = 0 then E'it''s, a (note)\nof two lines' end
  from generate_series(1, 20000) i;
create index orders_customer on orders (customer_id);
create index orders_placed on orders (placed);
create index orders_status on orders (status, placed);
create index orders_open on orders (placed) where status = 'new';

create table events (id int, kind int, payload text);
insert into events select i, i % 100, repeat('x', 20 + i % 30) from generate_series(1, 100000) i;
create index events_id on events (id);

create table measures (day date not null, sensor int, value int) partition by range (day);
create table measures_1 partition of measures for values from ('2024-01-01') to ('2024-02-01');
create table measures_2 partition of measures for values from ('2024-02-01') to ('2024-03-01');
create table measures_3 partition of measures for values from ('2024-03-01') to ('2024-04-01');
create index measures_day on measures (day);
insert into measures select date '2024-01-01' + i % 90, i % 20, i from generate_series(1, 3000) i;

create schema "Odd Schema";
create table "Odd Schema"."a -> b (cost=1..2)" (id int primary key, "the column, it's" text);
insert into "Odd Schema"."a -> b (cost=1..2)" select i, 'v' || i from generate_series(1, 100) i;
create index "idx ""on"" it" on "Odd Schema"."a -> b (cost=1..2)" ("the column, it's");

create table lines (order_id int references orders on delete cascade, product int not null, quantity int not null);
insert into lines select i % 20000 + 1, i % 300, i % 5 + 1 from generate_series(1, 40000) i;
create index lines_order on lines (order_id);
create table audit (what text);
create function note_change() returns trigger language plpgsql as
  $$ begin insert into audit values (tg_op); return null; end $$;
create trigger "audit it" after insert or update or delete on orders for each row execute function note_change();
create function count_new() returns trigger language plpgsql as
  $$ begin insert into audit select 'n' from new_rows; return null; end $$;
create trigger count_new after insert on lines referencing new table as new_rows for each statement
  execute function count_new();

create extension postgres_fdw;
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table far_customers (id int, name text, region int) server elsewhere options (table_name 'customers');
create foreign table far_orders (id int, customer_id int, status text) server elsewhere options (table_name 'orders');
vacuum analyze;
