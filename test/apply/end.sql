-- The same schema as the plan shall leave it, and the rows.
create schema shop;
create table shop.customers (id bigint primary key, email text not null);
create table shop.orders (
  id bigint primary key,
  customer_id bigint not null references shop.customers,
  total numeric(12, 2) not null,
  touched integer not null default 0,
  cents bigint
);
alter table shop.orders add constraint orders_cents_check check (cents is not null);
create table shop.events (id bigint generated always as identity primary key, what text not null);
create index orders_customer_id_idx on shop.orders (customer_id);
create unique index customers_email_idx on shop.customers (email);
insert into shop.customers select n, 'c' || n || '@example.com' from generate_series(1, 500) n;
insert into shop.orders select n, 1 + n % 500, n * 1.25, 1, n * 125 from generate_series(1, 5000) n;
insert into shop.events (what) values ('expanded'), ('contracted');
