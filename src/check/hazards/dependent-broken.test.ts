import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './dependent-broken.ts';

testHazard(hazard, {
  flags: {
    'a view, a trigger and a foreign key that the engine does not look into': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key); create table log (n integer); create table items (order_id integer references orders (id)); create view v as select id from orders; create trigger t after insert on items begin insert into log select count(*) from orders; end;',
      migration: 'drop table orders;',
    },
    'a trigger function that reads NEW': {
      schema:
        "create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create function f() returns trigger language plpgsql as 'begin new.note := ''x''; return new; end'; create trigger t before insert on orders for each row execute function f();",
      migration: 'alter table orders drop column note;',
    },
    'a function in SQL': {
      schema:
        "create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create function f() returns bigint language sql as 'select count(*) from customers';",
      migration: 'drop table customers;',
    },
    'a domain that a variable of a function has': {
      schema:
        "create domain positive as int check (value > 0); create function f() returns int language plpgsql as 'declare p positive; begin p := 1; return p; end';",
      migration: 'drop domain positive;',
    },
    'a type that is renamed, of a cast in a function': {
      schema:
        "create type mood as enum ('sad'); create function f() returns text language sql as 'select (''sad''::mood)::text';",
      migration: 'alter type mood rename to feeling;',
    },
  },
  allows: {
    'a domain that is made anew': {
      schema:
        "create domain positive as int check (value > 0); create function f() returns int language plpgsql as 'declare p positive; begin p := 1; return p; end';",
      migration: 'drop domain positive; create domain positive as bigint check (value > 0);',
    },
    'a function that is changed along': {
      schema:
        "create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create function f() returns text language plpgsql as 'begin return (select note from orders limit 1); end';",
      migration:
        "alter table orders drop column note; create or replace function f() returns text language plpgsql as 'begin return (select status from orders limit 1); end';",
    },
    'a function of other things': {
      schema:
        "create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create function f() returns text language plpgsql as 'begin return (select status from orders limit 1); end';",
      migration: 'alter table orders drop column note;',
    },
  },
});
