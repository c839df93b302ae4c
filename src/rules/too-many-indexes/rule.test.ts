import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const columns = 'abcdefghijklmnopqrstuvwxyz'.split('');
const table = (indexes: number) =>
  `create table t (${columns.map((name) => `${name} int`).join(', ')}); ${columns
    .slice(0, indexes)
    .map((name) => `create index on t (${name});`)
    .join(' ')}`;
const written = (inserted: number) => ({
  takenAt: '2026-01-01T00:00:00Z',
  countersSince: '2025-12-31T00:00:00Z',
  tables: {
    'public.t': {
      origin: 'observed' as const,
      rows: 5_000_000,
      inserted,
      updated: inserted,
      hotUpdated: 1,
      deleted: 0,
      columns: {},
    },
  },
  indexes: { 'public.t_a_idx': { bytes: 9, scans: 0 } },
});

testRule(rule, {
  flags: {
    eleven: { sql: table(11), items: ['public.t'] },
    'many writes': { sql: table(11), statistics: written(9_000_000) },
    'very many and many writes': { sql: table(21), statistics: written(9_000_000) },
    'writes declared': {
      sql: table(11),
      statistics: { tables: { 'public.t': { origin: 'declared', rows: 5_000_000, writesPerSecond: 50, columns: {} } } },
    },
    'some that others cover': `${table(10)} create index on t (a, b);`,
    'a limit of its own': { sql: table(4), settings: { indexes: 3 } },
  },
  allows: {
    ten: table(10),
    'hardly any writes': { sql: table(11), statistics: written(10) },
    'a small table': {
      sql: table(12),
      statistics: { tables: { 'public.t': { origin: 'declared', rows: 12, columns: {} } } },
    },
    partitions: `create table t (${columns.map((name) => `${name} int`).join(', ')}) partition by list (a); create table t1 partition of t default; ${columns
      .slice(0, 11)
      .map((name) => `create index on t1 (${name});`)
      .join(' ')}`,
  },
});
