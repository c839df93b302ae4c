import { testRule } from '../../../test/rule.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const events = 'create table events (id bigint primary key, name text not null);';
const columns = {
  id: { nullFraction: 0, averageWidth: 8, distinct: -1 },
  name: { nullFraction: 0, averageWidth: 20, distinct: -1 },
};
/** Ten million rows need about 81 000 pages, their key 27 400. */
const facts = (
  pages: number,
  indexPages: number,
  origin: 'observed' | 'declared' = 'observed',
): Partial<Statistics> => ({
  tables: { 'public.events': { origin, rows: 1e7, pages, columns } },
  indexes: { 'public.events_pkey': { bytes: indexPages * 8192, pages: indexPages, rows: 1e7 } },
});
const tight = facts(81_000, 27_500);

testRule(rule, {
  example: { statistics: facts(200_000, 27_500), statisticsAfter: tight },
  flags: {
    'a table': { sql: events, statistics: facts(200_000, 27_500), statisticsAfter: tight, items: ['public.events'] },
    'an index': {
      sql: events,
      statistics: facts(81_000, 90_000),
      statisticsAfter: tight,
      items: ['public.events:events_pkey'],
    },
    both: {
      sql: events,
      statistics: facts(4_000_000, 90_000),
      statisticsAfter: tight,
      items: ['public.events', 'public.events:events_pkey'],
    },
    'a partition, in quotes': {
      sql: 'create table t (id bigint, name text) partition by range (id); create table "T 1" partition of t default;',
      statistics: { tables: { 'public."T 1"': { origin: 'observed', rows: 1e7, pages: 300_000, columns } } },
      statisticsAfter: {},
      items: ['public."T 1"'],
    },
    'a lower threshold': {
      sql: events,
      statistics: facts(100_000, 27_500),
      statisticsAfter: tight,
      settings: { share: 0.15 },
    },
  },
  allows: {
    'nothing known': events,
    tight: { sql: events, statistics: tight },
    'a fill factor': { sql: `${events} alter table events set (fillfactor = 50);`, statistics: facts(180_000, 27_500) },
    'little space': {
      sql: events,
      statistics: { tables: { 'public.events': { origin: 'observed', rows: 1000, pages: 1000, columns } } },
    },
    'a column without statistics': {
      sql: `${events} alter table events add column data json;`,
      statistics: facts(300_000, 27_500),
    },
    'declared volumes': { sql: events, statistics: facts(300_000, 90_000, 'declared') },
    'an index on an expression': {
      sql: `${events} create index by_name on events (lower(name));`,
      statistics: { ...tight, indexes: { 'public.by_name': { bytes: 1e10, pages: 1_000_000, rows: 1e7 } } },
    },
  },
});
