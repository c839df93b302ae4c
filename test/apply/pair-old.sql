-- A schema, and what shall become of it: see pair-new.sql.
create schema shop;
create type shop.state as enum ('new', 'paid');
create table shop.customers (id bigint primary key, email text not null, note text, legacy text);
create table shop.orders (
  id bigint primary key,
  customer_id bigint not null,
  quantity integer not null default 1,
  total numeric(12, 2) not null,
  state shop.state not null default 'new',
  placed timestamptz
);
create index orders_state_idx on shop.orders (state);
