import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int, b int);';
const big = {
  origin: 'observed',
  rows: 5_000_000,
  sequentialScans: 5,
  indexScans: 10,
  inserted: 9,
  columns: {},
} as const;
const old = { takenAt: '2026-01-01T00:00:00Z', countersSince: '2025-06-01T00:00:00Z', tables: { 'public.t': big } };
const unread = { bytes: 50_000_000, scans: 0 };

testRule(rule, {
  flags: {
    'never read': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, indexes: { 'public.i': unread } },
      items: ['public.t:i'],
    },
    'not read for years': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, indexes: { 'public.i': { bytes: 9, scans: 4, lastScan: '2023-01-01T00:00:00Z' } } },
    },
    'on a standby': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, standby: true, indexes: { 'public.i': unread } },
    },
    'a younger age that was asked for': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, countersSince: '2025-12-20T00:00:00Z', indexes: { 'public.i': unread } },
      settings: { days: 7 },
    },
    'a foreign key that another index serves': {
      sql: 'create table p (id bigint primary key); create table t (id bigint primary key, a bigint references p, b int); create index i on t (a); create index j on t (a, b);',
      statistics: { ...old, indexes: { 'public.i': unread, 'public.j': { bytes: 1, scans: 9 } } },
      items: ['public.t:i'],
    },
    'all parts of a partitioned index': {
      sql: 'create table t (a int, b int) partition by range (a); create table t1 partition of t for values from (0) to (9); create table t2 partition of t for values from (9) to (19); create index i on t (b);',
      statistics: {
        ...old,
        tables: { 'public.t1': big, 'public.t2': big },
        indexes: { 'public.t1_b_idx': unread, 'public.t2_b_idx': unread },
      },
      items: ['public.t:i'],
    },
    'names that need quotes': {
      sql: 'create table "T t" ("A" int); create index "I i" on "T t" ("A");',
      statistics: {
        ...old,
        tables: { 'public."T t"': big },
        indexes: { 'public."I i"': { bytes: 2_000_000_000, scans: 0 } },
      },
    },
  },
  allows: {
    'read once': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, indexes: { 'public.i': { bytes: 9, scans: 1 } } },
    },
    'young counters': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, countersSince: '2025-12-20T00:00:00Z', indexes: { 'public.i': unread } },
    },
    'counters of unknown age': {
      sql: `${t} create index i on t (a);`,
      statistics: { tables: old.tables, indexes: { 'public.i': unread } },
    },
    'no counters': `${t} create index i on t (a);`,
    'keys and uniqueness': {
      sql: `${t} create unique index i on t (a); alter table t add constraint k unique (b);`,
      statistics: { ...old, indexes: { 'public.i': unread, 'public.k': unread, 'public.t_pkey': unread } },
    },
    'an exclusion constraint': {
      sql: 'create table t (a int4range, constraint x exclude using gist (a with &&));',
      statistics: { ...old, indexes: { 'public.x': unread } },
    },
    'the only index of a foreign key': {
      sql: 'create table p (id bigint primary key); create table t (id bigint primary key, a bigint references p); create index i on t (a);',
      statistics: { ...old, indexes: { 'public.i': unread } },
    },
    'it takes over from a twin that is read': {
      sql: `${t} create index i on t (a); create index j on t (a);`,
      statistics: { ...old, indexes: { 'public.i': unread, 'public.j': { bytes: 1, scans: 100 } } },
    },
    'a small table': {
      sql: `${t} create index i on t (a);`,
      statistics: { ...old, tables: { 'public.t': { ...big, rows: 200 } }, indexes: { 'public.i': unread } },
    },
    'a table that nobody touches': {
      sql: `${t} create index i on t (a);`,
      statistics: {
        ...old,
        tables: { 'public.t': { ...big, sequentialScans: 0, indexScans: 0, inserted: 0 } },
        indexes: { 'public.i': unread },
      },
    },
    'one part of a partitioned index is read': {
      sql: 'create table t (a int, b int) partition by range (a); create table t1 partition of t for values from (0) to (9); create table t2 partition of t for values from (9) to (19); create index i on t (b);',
      statistics: {
        ...old,
        tables: { 'public.t1': big, 'public.t2': big },
        indexes: { 'public.t1_b_idx': unread, 'public.t2_b_idx': { bytes: 1, scans: 3 } },
      },
    },
  },
  example: {
    statistics: {
      ...old,
      tables: { 'public.events': big },
      indexes: { 'public.events_pkey': { bytes: 9, scans: 9 }, 'public.events_kind_idx': unread },
    },
  },
});
