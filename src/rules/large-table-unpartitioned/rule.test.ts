import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { testRule } from '../../../test/rule.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const views = 'create table page_views (id bigint primary key, path text, created_at timestamptz);';
const facts = (more: Partial<TableStatistics>, name = 'public.page_views') => ({
  tables: { [name]: { origin: 'observed' as const, rows: 3e8, columns: {}, ...more } },
});

testRule(rule, {
  example: { statistics: facts({}) },
  flags: {
    'many rows': {
      sql: views,
      statistics: facts({ inserted: 1e6, updated: 10, deleted: 0 }),
      items: ['public.page_views'],
    },
    'many bytes': { sql: views, statistics: facts({ rows: 1e6, bytes: 2e11 }) },
    'declared rows': { sql: views, statistics: facts({ origin: 'declared', rows: 2e9 }) },
    'a log in quotes': {
      sql: 'create table "Audit Log" (id bigint primary key, what text, at timestamptz, updated_at timestamptz);',
      statistics: facts({}, 'public."Audit Log"'),
      items: ['public."Audit Log"'],
    },
    'a lower threshold': { sql: views, statistics: facts({ rows: 5000 }), settings: { rows: 1000 } },
  },
  allows: {
    'no size known': views,
    'a small table': { sql: views, statistics: facts({ rows: 1e6 }) },
    'rows that change': { sql: views, statistics: facts({ inserted: 1000, updated: 1e6 }) },
    'no time of arrival': { sql: 'create table page_views (id bigint primary key, path text);', statistics: facts({}) },
    'an entity that changes': {
      sql: 'create table page_views (id bigint primary key, created_at timestamptz, updated_at timestamptz);',
      statistics: facts({}),
    },
    partitions: {
      sql: 'create table page_views (id bigint, created_at timestamptz) partition by range (created_at); create table p1 partition of page_views default;',
      statistics: { tables: { ...facts({}, 'public.p1').tables } },
    },
  },
});

const logs = 'create table logs (id bigint not null, what text, at datetime not null, primary key (id, at))';
const many = { tables: { 'main.logs': { origin: 'observed' as const, rows: 9e8, columns: {} } } };

testMysqlRule(rule, {
  exampleOfOthers: true,
  flags: { 'one piece': { sql: `${logs};`, statistics: many } },
  allows: {
    partitions: {
      sql: `${logs} partition by range (to_days(at)) (partition p0 values less than (737791), partition p1 values less than maxvalue);`,
      statistics: many,
    },
  },
});
