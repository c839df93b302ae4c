import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const logs = (type: string) => `create table logs (id int, at ${type} not null) partition by range (at);`;
const part = (name: string, from: string, to: string) =>
  `create table ${name} partition of logs for values from ('${from}') to ('${to}');`;

testRule(rule, {
  flags: {
    'the last month is over': {
      sql: `${logs('timestamptz')} ${part('logs_2025_11', '2025-11-01', '2025-12-01')} ${part('logs_2025_10', '2025-10-01', '2025-11-01')}`,
      items: ['public.logs'],
      rows: `insert into logs values (1, '2025-11-05');`,
    },
    'the last month ends soon': {
      sql: `${logs('date')} ${part('logs_p202601', '2026-01-01', '2026-02-01')}`,
      now: '2026-01-20T00:00:00Z',
    },
    days: {
      sql: `${logs('timestamp')} ${part('"Logs 2026-01-01"', '2026-01-01', '2026-01-02')}`,
      now: '2026-01-01T12:00:00Z',
    },
    'years, long over': `${logs('date')} ${part('logs_2019', '2019-01-01', '2020-01-01')}`,
    'a name without a date': `${logs('date')} ${part('logs_old', '2025-10-01', '2025-11-01')}`,
    'a list': `create table parts (id int, region text) partition by list (region); create table parts_eu partition of parts for values in ('de', 'fr');`,
    'a list in quotes, under a list': `create table "Parts" (id int, a text, b text) partition by list (a); create table "Parts X" partition of "Parts" for values in ('x') partition by list (b); create table p1 partition of "Parts X" for values in ('y');`,
    'no partitions': logs('date'),
    'a job that makes them, mildly': `${logs('date')} ${part('logs_2019', '2019-01-01', '2020-01-01')} create function more() returns void language plpgsql as 'begin execute ''create table x partition of logs default''; end';`,
  },
  allows: {
    'partitions ahead': `${logs('date')} ${part('logs_2026', '2026-01-01', '2027-01-01')}`,
    'days ahead': {
      sql: `${logs('date')} ${part('a', '2026-01-01', '2026-01-02')} ${part('b', '2026-01-02', '2026-01-03')} ${part('c', '2026-01-03', '2026-01-04')}`,
      now: '2026-01-01T00:00:00Z',
    },
    'a default': `${logs('date')} ${part('logs_2019', '2019-01-01', '2020-01-01')} create table logs_rest partition of logs default;`,
    'no end': `${logs('date')} create table logs_all partition of logs for values from ('2019-01-01') to (maxvalue);`,
    'an enum with all its values': `create type region as enum ('eu', 'us'); create table parts (id int, r region) partition by list (r); create table p1 partition of parts for values in ('eu'); create table p2 partition of parts for values in ('us');`,
    'a past year cut in months': `create table logs (id int, at date) partition by range (at); create table logs_all partition of logs for values from (minvalue) to (maxvalue) partition by range (at); create table logs_2019 partition of logs_all for values from ('2019-01-01') to ('2020-01-01');`,
    numbers:
      'create table t (id int) partition by range (id); create table t1 partition of t for values from (0) to (1000);',
    hashes:
      'create table t (id int) partition by hash (id); create table t1 partition of t for values with (modulus 1, remainder 0);',
  },
});
