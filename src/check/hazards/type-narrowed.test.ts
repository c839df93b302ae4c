import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './type-narrowed.ts';

testHazard(hazard, {
  flags: {
    'a smaller integer': {
      engine: 'mysql',
      schema: 'create table orders (id int unsigned primary key);',
      migration: 'alter table orders modify id mediumint unsigned;',
    },
    'an integer that takes nothing below zero': {
      engine: 'mysql',
      schema: 'create table orders (id int primary key, balance int);',
      migration: 'alter table orders modify balance int unsigned;',
    },
    'a list of fewer values': {
      engine: 'mysql',
      schema: "create table orders (id int primary key, state enum('new', 'paid'));",
      migration: "alter table orders change state status enum('new');",
    },
    'a shorter varchar': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column note type varchar(10);',
    },
    'a day of a time': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column at type date;',
    },
    'a number of a text': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column note type int using note::int;',
    },
  },
  allows: {
    'a wider list, a wider integer': {
      engine: 'mysql',
      schema: "create table orders (id int unsigned primary key, state enum('new', 'paid'));",
      migration: "alter table orders modify id bigint, modify state enum('new', 'paid', 'sent');",
    },
    'a larger integer': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column amount type bigint;',
    },
    'a longer varchar': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column note type varchar(60);',
    },
    'a number that holds it': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders alter column amount type numeric;',
    },
  },
});
