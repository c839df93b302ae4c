import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { testRule } from '../../../test/rule.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const log = 'create table access_log (id bigint primary key, path text, created_at timestamptz default now());';
const facts = (more: Partial<TableStatistics>) => ({
  tables: { 'public.access_log': { origin: 'observed' as const, rows: 2e7, columns: {}, ...more } },
});

testRule(rule, {
  flags: {
    'a log': { sql: log, items: ['public.access_log'] },
    'events, in quotes': {
      sql: 'create table "Page Events" (id bigint primary key, name text, "occurredAt" timestamptz);',
      items: ['public."Page Events"'],
    },
    'many rows that only come': { sql: log, statistics: facts({ inserted: 1e6, updated: 0, deleted: 0 }) },
    'declared growth': { sql: log, statistics: facts({ origin: 'declared', rows: 2e6, growthPerMonth: 0.2 }) },
    'a routine that deletes from another table': `${log} create table other (id int); create function f() returns void language sql as 'delete from other';`,
  },
  allows: {
    'a routine that deletes from it': `${log} create function purge() returns void language sql as 'delete from public.access_log where created_at < now() - interval ''90 days''';`,
    partitions:
      'create table access_log (id bigint, path text, created_at timestamptz) partition by range (created_at);',
    'planned events':
      'create table events (id bigint primary key, title text, starts_at timestamptz, ends_at timestamptz, created_at timestamptz);',
    'rows that change':
      'create table audit_log (id bigint primary key, what text, created_at timestamptz, updated_at timestamptz);',
    'rows that are deleted': { sql: log, statistics: facts({ inserted: 1e6, deleted: 9e5 }) },
    'something referred to':
      'create table events (id bigint primary key, name text, created_at timestamptz); create table tickets (id int primary key, event_id bigint references events);',
    'an entity': 'create table orders (id bigint primary key, total numeric, created_at timestamptz);',
  },
});

const logs = 'create table logs (id bigint primary key, path text, at datetime not null)';
testMysqlRule(rule, {
  exampleOfOthers: true,
  flags: {
    'an event that deletes from another table': `${logs}; create table old (id int primary key);
    create event nightly on schedule every 1 day do delete from old;`,
  },
  allows: {
    partitions:
      'create table logs (id bigint, path text, at datetime not null) partition by range (year(at)) (partition p0 values less than (2030), partition p1 values less than maxvalue);',
    'an event that deletes from it': `${logs}; create event nightly on schedule every 1 day do delete from \`logs\` where at < now() - interval 90 day;`,
    'a trigger of another table that deletes from it': `${logs}; create table jobs (id int primary key);
      create trigger done after delete on jobs for each row delete from logs where at < now() - interval 90 day;`,
  },
});
