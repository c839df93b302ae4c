import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const loose = 'create table items (id int primary key, a int, b text, c date, d boolean, e numeric);';
const nulls = (nullFraction: number) => ({
  tables: {
    'public.items': {
      origin: 'observed' as const,
      rows: 5000,
      columns: Object.fromEntries(
        ['a', 'b', 'c', 'd', 'e'].map((column) => [column, { nullFraction, averageWidth: 8, distinct: 10 }]),
      ),
    },
  },
});

testRule(rule, {
  flags: {
    'all columns': { sql: loose, items: ['public.items'] },
    'all but one of ten':
      'create table items (id int primary key, a int not null, b text, c date, d boolean, e numeric, f int, g int, h int, i int, j int);',
    'no key': 'create table items (name text, email text, city text, phone text, note text);',
    'all rows have all': { sql: loose, statistics: nulls(0) },
    'another least number': {
      sql: 'create table items (id int primary key, a int, b text);',
      settings: { leastColumns: 2 },
    },
    'a partitioned table, said once': {
      sql: 'create table items (a int, b text, c date, d boolean, e numeric) partition by range (a); create table items_1 partition of items for values from (0) to (9);',
      items: ['public.items'],
    },
    'names that need quotes': {
      sql: 'create table "My Items" ("Id" int primary key, "Name" text, "E Mail" text, "Created At" timestamptz default now(), d boolean, e numeric);',
      items: ['public."My Items"'],
    },
  },
  allows: {
    'some are not null':
      'create table items (id int primary key, a int not null, b text, c date, d boolean, e numeric);',
    'few columns': 'create table items (id int primary key, a int, b text, c date);',
    'the rows show that it is optional': { sql: loose, statistics: nulls(0.4) },
    settings: 'create table user_settings (id int primary key, a int, b text, c date, d boolean, e numeric);',
    'links to one of several kinds of things':
      'create table a (id int primary key); create table items (id int primary key, a int references a, b int references a, c int references a, d int references a, e numeric);',
    'a log': 'create table audit_log (id int primary key, a int, b text, c date, d boolean, e numeric);',
    'a staging table': 'create table staging_items (a int, b text, c date, d boolean, e numeric);',
    'an extension of another row':
      'create table users (id int primary key, name text not null); create table profiles (user_id int primary key references users, a int, b text, c date, d boolean, e numeric);',
    'generated columns':
      'create table items (id int primary key, a int not null, b int generated always as (a + 1) stored, c int generated always as (a + 2) stored, d int generated always as (a + 3) stored, e int generated always as (a + 4) stored);',
  },
});
