import type { Statistics } from '../../../src/catalog/statistics.ts';
import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const sized = (name: string, column: string, rows: number, averageWidth: number): Partial<Statistics> => ({
  tables: {
    [name]: { origin: 'observed', rows, columns: { [column]: { nullFraction: 0, averageWidth, distinct: -1 } } },
  },
});
const child = 'create table child (id bigint primary key, ref text references parent on update cascade);';

testRule(rule, {
  flags: {
    'a name as the key': {
      sql: `create table parent (name text primary key, a int, b int); ${child}`,
      items: ['public.parent:name'],
    },
    'an id of another system': `create table parent (id varchar(64) primary key, a int, b int); ${child}`,
    'a large table with long texts': {
      sql: 'create table documents (path text primary key, size bigint, owner int); create index on documents (owner);',
      statistics: sized('public.documents', 'path', 5_000_000, 80),
    },
    'a domain over text': `create domain label as text; create table parent (id label primary key, a int, b int); create table child (id bigint primary key, ref label references parent);`,
    'names that need quotes': {
      sql: 'create table "My Parent" ("My Name" text primary key, a int, b int); create table "C" ("R" text references "My Parent");',
      items: ['public."My Parent":"My Name"'],
    },
  },
  allows: {
    'a short code': `create table parent (id varchar(10) primary key, a int, b int); ${child}`,
    'a code by its name': `create table parent (currency_code text primary key, a int, b int); ${child}`,
    'a list of words': `create table statuses (id text primary key, a int, b int); create table child (id int primary key, ref text references statuses);`,
    'short values, as the statistics show': {
      sql: `create table parent (id text primary key, a int, b int); ${child}`,
      statistics: sized('public.parent', 'id', 50_000, 8),
    },
    'a small table': {
      sql: `create table parent (name text primary key, a int, b int); ${child}`,
      statistics: sized('public.parent', 'name', 40, 20),
    },
    'nothing refers to it': 'create table settings (name text primary key, value text, b int);',
    'a reference itself': `create table parent (code text primary key, a int, b int); create table child (code text primary key references parent);`,
    'part of a key': 'create table a (tenant int, name text, b int, primary key (tenant, name));',
  },
});
