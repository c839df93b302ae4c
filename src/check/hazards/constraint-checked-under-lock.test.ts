import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './constraint-checked-under-lock.ts';

testHazard(hazard, {
  flags: {
    'the check of a domain that cannot be run': {
      schema:
        'create domain positive as int check (value > 0); create table orders (id bigint primary key, n positive);',
      migration: 'alter domain positive add constraint small check (value < :most);',
      remains: true,
    },
    'a foreign key': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add constraint f foreign key (customer_id) references customers (id);',
    },
    'SET NOT NULL': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column status set not null;',
      target: '15',
    },
    'SET NOT NULL on 18': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column status set not null;',
    },
    'a check of a domain that a table uses': {
      schema: 'create domain positive as int; create table t (p positive);',
      migration: 'alter domain positive add constraint c check (value > 0);',
      remains: true,
    },
    'several parts of one statement': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column status set not null, add constraint c check (amount > 0);',
    },
  },
  allows: {
    'NOT VALID': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add constraint c check (amount > 0) not valid;',
    },
    VALIDATE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);alter table orders add constraint c check (amount > 0) not valid;',
      migration: 'alter table orders validate constraint c;',
    },
    'SET NOT NULL that a check proves': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);alter table orders add constraint c check (status is not null);',
      migration: 'alter table orders alter column status set not null;',
      target: '15',
    },
    'a foreign key of a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (id int, o bigint references orders (id)); ',
    },
  },
});
