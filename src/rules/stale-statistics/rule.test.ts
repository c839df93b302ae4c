import { testRule } from '../../../test/rule.ts';
import type { Statistics, TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const orders = 'create table orders (id bigint primary key, total numeric);';
const columns = { id: { nullFraction: 0, averageWidth: 8, distinct: -1 } };
const facts = (more: Partial<TableStatistics>, rest: Partial<Statistics> = {}): Partial<Statistics> => ({
  ...rest,
  tables: { 'public.orders': { origin: 'observed', rows: 1e6, columns, lastAnalyze: '2025-11-01T00:00:00Z', ...more } },
});
const fresh = facts({ modifiedSinceAnalyze: 0 });
const { lastAnalyze: _, ...never } = { origin: 'observed', rows: 1e6, columns: {}, lastAnalyze: '' } as const;

testRule(rule, {
  example: { statistics: facts({ modifiedSinceAnalyze: 5e5 }), statisticsAfter: fresh },
  flags: {
    'a third changed': {
      sql: orders,
      statistics: facts({ modifiedSinceAnalyze: 333_000 }),
      statisticsAfter: fresh,
      items: ['public.orders'],
    },
    'never analysed': {
      sql: orders,
      statistics: { countersSince: '2025-06-01T00:00:00Z', tables: { 'public.orders': never } },
      statisticsAfter: fresh,
    },
    'a partition': {
      sql: 'create table t (id int) partition by list (id); create table orders partition of t default;',
      statistics: facts({ modifiedSinceAnalyze: 2e6 }),
      statisticsAfter: fresh,
      items: ['public.orders'],
    },
    'autovacuum is off': {
      sql: `${orders} alter table orders set (autovacuum_enabled = off);`,
      statistics: facts({ modifiedSinceAnalyze: 333_000 }),
      statisticsAfter: fresh,
    },
    'names that need quotes': {
      sql: 'create table "My Orders" (id int);',
      statistics: {
        tables: { 'public."My Orders"': { origin: 'observed', rows: 1e5, columns, modifiedSinceAnalyze: 1e5 } },
      },
      statisticsAfter: {},
    },
  },
  allows: {
    'nothing known': orders,
    'few changes': { sql: orders, statistics: facts({ modifiedSinceAnalyze: 50_000 }) },
    'a small table': { sql: orders, statistics: facts({ rows: 100, modifiedSinceAnalyze: 100 }) },
    'declared volumes': { sql: orders, statistics: facts({ origin: 'declared', modifiedSinceAnalyze: 1e6 }) },
    'a standby': { sql: orders, statistics: facts({ modifiedSinceAnalyze: 1e6 }, { standby: true }) },
    'hidden statistics': { sql: orders, statistics: facts({ columns: {} }) },
  },
});
