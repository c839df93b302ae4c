-- A schema whose values go elsewhere: see intents-new.sql and intents.yaml.
create schema shop;
create table shop.customers (id bigint primary key, name text not null, email text);
create table shop.orders (
  id bigint primary key,
  customer_id bigint not null references shop.customers,
  total numeric(12, 2) not null,
  placed timestamptz not null default now()
);
create index orders_customer_id_idx on shop.orders (customer_id);
create table shop.events (id bigint primary key, what text not null);
