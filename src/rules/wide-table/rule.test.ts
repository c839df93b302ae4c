import { testRule } from '../../../test/rule.ts';
import type { ColumnStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const columns = (count: number) => Array.from({ length: count }, (_, at) => `"C ${at}" int`).join(', ');
const statistics = (count: number, nullFraction: number): Record<string, ColumnStatistics> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`C ${at}`, { nullFraction, averageWidth: 4, distinct: 10 }]),
  );

testRule(rule, {
  flags: {
    'sixty columns': { sql: `create table "Wide Table" (${columns(60)});`, items: ['public."Wide Table"'] },
    'a hundred and twenty columns': `create table t (${columns(120)});`,
    'mostly empty columns': {
      sql: `create table t (${columns(60)});`,
      statistics: { tables: { 'public.t': { origin: 'observed', rows: 1e6, columns: statistics(60, 0.95) } } },
    },
    'a lower threshold': { sql: `create table t (${columns(20)});`, settings: { columns: 20 } },
    'a partitioned table, once': {
      sql: `create table t (${columns(50)}) partition by list ("C 0"); create table t1 partition of t default;`,
      items: ['public.t'],
    },
  },
  allows: {
    'forty-nine columns': `create table t (${columns(49)});`,
    'a wide view': `create table t (${columns(40)}); create view v as select a.*, ${Array.from({ length: 30 }, (_, at) => `b."C ${at}" as b${at}`).join(', ')} from t a, t b;`,
    'a higher threshold': { sql: `create table t (${columns(60)});`, settings: { columns: 80 } },
    'no columns': 'create table t ();',
  },
});
