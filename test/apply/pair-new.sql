-- What shall become of pair-old.sql: every change here would hold up an application, done plainly.
create schema shop;
create type shop.state as enum ('new', 'paid', 'sent');
create table shop.customers (id bigint primary key, email text not null unique, note text);
create table shop.orders (
  id bigint primary key,
  customer_id bigint not null references shop.customers,
  quantity bigint not null default 1,
  total numeric(12, 2) not null,
  state shop.state not null default 'new',
  placed timestamptz not null,
  channel text not null default 'web',
  constraint total_positive check (total >= 0)
);
create index orders_state_idx on shop.orders (state);
create index orders_customer_id_idx on shop.orders (customer_id);
COMMENT ON TABLE shop.customers IS 'Has it paid? Due is ${amount}.';
