import { testRule } from '../../../test/rule.ts';
import type { Statistics, TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const sessions = 'create table sessions (id bigint primary key, seen_at timestamptz);';
const facts = (more: Partial<TableStatistics>, settings: Statistics['settings'] = {}): Partial<Statistics> => ({
  settings,
  tables: { 'public.sessions': { origin: 'observed', rows: 1e6, columns: {}, ...more } },
});
const clean = facts({ deadRows: 0 });

testRule(rule, {
  example: { statistics: facts({ deadRows: 6e5 }), statisticsAfter: clean },
  flags: {
    'a third': {
      sql: sessions,
      statistics: facts({ deadRows: 5e5, lastVacuum: '2025-10-01T00:00:00Z' }),
      statisticsAfter: clean,
      items: ['public.sessions'],
    },
    'most of many': { sql: sessions, statistics: facts({ deadRows: 5e6 }), statisticsAfter: clean },
    'autovacuum is off for it': {
      sql: `${sessions} alter table sessions set (autovacuum_enabled = false);`,
      statistics: facts({ deadRows: 5e5 }),
      statisticsAfter: clean,
    },
    'autovacuum is off': {
      sql: sessions,
      statistics: facts({ deadRows: 5e5 }, { autovacuum: 'off' }),
      statisticsAfter: clean,
    },
    'a partition in quotes': {
      sql: 'create table t (id int) partition by list (id); create table "T 1" partition of t default;',
      statistics: { tables: { 'public."T 1"': { origin: 'observed', rows: 1e5, columns: {}, deadRows: 9e4 } } },
      statisticsAfter: {},
      items: ['public."T 1"'],
    },
  },
  allows: {
    'nothing known': sessions,
    'a small share': { sql: sessions, statistics: facts({ deadRows: 1e5 }) },
    'few rows': { sql: sessions, statistics: facts({ rows: 100, deadRows: 5000 }) },
    'declared volumes': { sql: sessions, statistics: facts({ origin: 'declared', deadRows: 1e6 }) },
    'none dead': { sql: sessions, statistics: clean },
  },
});
