import type { ColumnStatistics, Statistics } from '../../../src/catalog/statistics.ts';
import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const sized = (name: string, rows: number, id?: readonly string[]): Partial<Statistics> => ({
  tables: {
    [name]: {
      origin: 'observed',
      rows,
      inserted: rows,
      columns: id
        ? { id: { nullFraction: 0, averageWidth: 16, distinct: -1, histogram: id } satisfies ColumnStatistics }
        : {},
    },
  },
});
const uuids = (version: number) =>
  Array.from({ length: 20 }, (_, at) =>
    `${(at + 10).toString(16)}345678-1234-${version}678-9abc-123456789abc`.slice(-36),
  );

testRule(rule, {
  flags: {
    'a random default': 'create table a (id uuid primary key default gen_random_uuid());',
    'a large table': {
      sql: 'create table a (id uuid primary key default gen_random_uuid()); create table b (a_id uuid references a);',
      statistics: sized('public.a', 50_000_000),
      items: ['public.a:id'],
    },
    'an engine without ordered UUIDs': {
      sql: 'create table a (id uuid primary key default gen_random_uuid());',
      version: '16.0',
    },
    'made by the application, as its values show': {
      sql: 'create table a (id uuid primary key);',
      statistics: sized('public.a', 5_000_000, uuids(4)),
    },
    'names that need quotes': {
      sql: 'create table "My Orders" ("My Id" uuid primary key default gen_random_uuid());',
      items: ['public."My Orders":"My Id"'],
      rows: 'insert into "My Orders" default values;',
    },
  },
  allows: {
    'an ordered default': 'create table a (id uuid primary key default uuidv7());',
    'made by the application, nobody knows how': 'create table a (id uuid primary key);',
    'a default that the application passes by': {
      sql: 'create table a (id uuid primary key default gen_random_uuid());',
      statistics: sized('public.a', 5_000_000, uuids(7)),
    },
    'tokens, which must not be guessed':
      'create table password_resets (id uuid primary key default gen_random_uuid());',
    'a token as the key': 'create table a (access_token uuid primary key default gen_random_uuid());',
    'a small table': {
      sql: 'create table a (id uuid primary key default gen_random_uuid());',
      statistics: sized('public.a', 200),
    },
    'no key': 'create table a (id bigint primary key, ref uuid default gen_random_uuid());',
    'the key of its parent':
      'create table a (id uuid primary key default uuidv7()); create table b (id uuid primary key default gen_random_uuid() references a);',
  },
});
