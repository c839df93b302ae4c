import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const gigabyte = 1_073_741_824;
const t = 'create table t (id bigint primary key, a text); create index i on t (a); create index j on t (a, id);';
const sized = (data: number, i: number, j = 0) => ({
  tables: {
    'public.t': { origin: 'observed' as const, rows: 10_000_000, bytes: data, totalBytes: data + i + j, columns: {} },
  },
  indexes: { 'public.i': { bytes: i }, 'public.j': { bytes: j } },
});

testRule(rule, {
  flags: {
    'one index': { sql: t, statistics: sized(gigabyte, 2 * gigabyte), items: ['public.t:i'] },
    'all together': { sql: t, statistics: sized(gigabyte, gigabyte, gigabyte), items: ['public.t'] },
    'an inverted index': {
      sql: 'create table t (id bigint primary key, a text[]); create index i on t using gin (a);',
      statistics: sized(gigabyte, 3 * gigabyte),
    },
    'partitions together': {
      sql: 'create table t (a int) partition by list (a); create table t1 partition of t for values in (1); create table t2 partition of t for values in (2); create index i on t (a);',
      statistics: {
        tables: {
          'public.t1': { origin: 'observed', rows: 1, bytes: gigabyte, columns: {} },
          'public.t2': { origin: 'observed', rows: 1, bytes: gigabyte, columns: {} },
        },
        indexes: { 'public.t1_a_idx': { bytes: 3 * gigabyte }, 'public.t2_a_idx': { bytes: 2 * gigabyte } },
      },
      items: ['public.t'],
    },
  },
  allows: {
    'less than the rows': { sql: t, statistics: sized(gigabyte, gigabyte / 2, gigabyte / 2) },
    small: { sql: t, statistics: sized(1000, 90_000) },
    'rows out of line': {
      sql: t,
      statistics: {
        tables: { 'public.t': { origin: 'observed', rows: 1, bytes: 1000, totalBytes: 5 * gigabyte, columns: {} } },
        indexes: { 'public.i': { bytes: gigabyte } },
      },
    },
    'no statistics': t,
  },
  example: {
    statistics: {
      tables: {
        'public.logs': {
          origin: 'observed',
          rows: 9_000_000,
          bytes: gigabyte,
          totalBytes: 3.1 * gigabyte,
          columns: {},
        },
      },
      indexes: { 'public.logs_line_idx': { bytes: 2 * gigabyte } },
    },
  },
});
