-- What shall become of intents-old.sql, with the values that intents.yaml tells.
create schema shop;
create table shop.customers (id bigint primary key, email text, first_name text not null, last_name text not null);
create index customers_last_name_idx on shop.customers (last_name);
create table shop.orders (
  id bigint not null,
  customer_id bigint not null references shop.customers,
  total numeric(12, 2) not null,
  placed timestamptz not null default now(),
  primary key (id, placed)
) partition by range (placed);
create table shop.orders_before partition of shop.orders for values from (minvalue) to ('2026-01-01 00:00:00+00');
create table shop.orders_since partition of shop.orders for values from ('2026-01-01 00:00:00+00') to (maxvalue);
create index orders_customer_id_idx on shop.orders (customer_id);
create table shop.events (id bigint primary key, what text not null);
