-- Two tables with rows, as a plan finds them. `touched` counts how often a row was gone through.
create schema shop;
create table shop.customers (id bigint primary key, email text not null, note text);
create table shop.orders (
  id bigint primary key,
  customer_id bigint not null,
  total numeric(12, 2) not null,
  touched integer not null default 0
);
create table shop.events (id bigint generated always as identity primary key, what text not null);
insert into shop.customers select n, 'c' || n || '@example.com', 'note ' || n from generate_series(1, 500) n;
insert into shop.orders select n, 1 + n % 500, n * 1.25 from generate_series(1, 5000) n;
