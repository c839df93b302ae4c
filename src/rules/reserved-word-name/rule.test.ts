import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a table': {
      sql: 'create table "user" (id int primary key); create table "order" (id int primary key);',
      items: ['public."user"', 'public."order"'].map((id) => id.replaceAll('"', '')),
    },
    'a column': {
      sql: 'create table t (id int primary key, "default" text, "end" date, "desc" text);',
      items: ['public.t:default', 'public.t:end', 'public.t:desc'],
    },
    'a view': 'create view "group" as select 1 as x;',
    'a word that is something else without quotes': 'create table t (id int primary key, "current_date" date);',
    'reserved as the name of a table only': 'create table "left" (id int primary key);',
  },
  allows: {
    'words that need no quotes':
      'create table t (id int primary key, name text, type text, value int, key text, status text, date date, time time, position int, level int);',
    'words that contain one': 'create table users (id int primary key, order_no int, end_date date, description text);',
    'capitals, which need quotes anyway': 'create table "User" (id int primary key, "Order" int);',
    'a partition, said at its parent':
      'create table t (id int) partition by list (id); create table t1 partition of t default;',
  },
});
