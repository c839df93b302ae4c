import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const camel = ['a', 'b', 'c', 'd', 'e']
  .map((name) => `create table ${name} (id int primary key, "firstName" text);`)
  .join('\n');

testRule(rule, {
  flags: {
    'a table': { sql: 'create table "Orders" (id int primary key);', items: ['public."Orders"'] },
    columns: {
      sql: 'create table t (id int primary key, "firstName" text, "last name" text, "2fa" text);',
      items: ['public.t'],
    },
    'the convention of a schema, once': { sql: camel, items: ['public'] },
    'a view, a type and a schema': {
      sql: `create schema "My App"; create view "V" as select 1 as x; create type "Colour" as enum ('a');`,
      items: ['"My App"', 'public."V"', 'public."Colour"'],
    },
    'a dash and an emoji': {
      sql: 'create table "a-b" (id int primary key); create table "😀" (id int primary key);',
      items: ['public."a-b"', 'public."😀"'],
    },
  },
  allows: {
    'a migration tool’s own table': `create table "__EFMigrationsHistory" ("MigrationId" text primary key); create table "SequelizeMeta" (name text);`,
    'small letters': 'create table orders_2 (id int primary key, first_name text, _x int);',
    'small letters of any alphabet': 'create table größe (id int primary key, año int, 名前 text);',
    'a reserved word': 'create table "order" (id int primary key, "user" text, "time" time);',
    'a dollar sign inside': 'create table a$b (id int primary key);',
    'names written in capitals without quotes': 'create table Orders (ID int primary key);',
  },
});
