import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './concurrently-in-transaction.ts';

testHazard(hazard, {
  flags: {
    'golang-migrate, which sends a file in one go': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create index concurrently i on orders (status); alter table orders add a int;',
      file: '0001_x.up.sql',
    },
    VACUUM: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'begin; vacuum orders; commit;',
    },
  },
  allows: {
    'a file of one statement': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create index concurrently i on orders (status);',
      file: '0001_x.up.sql',
    },
    'dbmate’s word for it': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration:
        '-- migrate:up transaction:false\ncreate index concurrently i on orders (status); alter table orders add a int;',
    },
    'goose’s word for it': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration:
        '-- +goose NO TRANSACTION\n-- +goose Up\ncreate index concurrently i on orders (status); alter table orders add a int;',
    },
  },
});
