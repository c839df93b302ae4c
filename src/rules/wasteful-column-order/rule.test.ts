import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const rows = (count: number) => ({ tables: { 'public.t': { origin: 'declared' as const, rows: count, columns: {} } } });
const wasteful = 'create table t (a boolean, b bigint, c boolean, d bigint, e boolean, f bigint not null);';

testRule(rule, {
  flags: {
    'gaps in many rows': { sql: wasteful, statistics: rows(100_000_000), items: ['public.t'] },
    'large gaps, the rows unknown': wasteful,
    'texts between numbers': {
      sql: 'create table t (a text, b bigint, c text, d bigint, e text, f timestamptz, g text, h double precision);',
      statistics: rows(50_000_000),
    },
    'names that need quotes':
      'create table "T t" ("A" boolean, "B" bigint, "C" boolean, "D" bigint, "E" boolean, "F" bigint, "G" boolean, "H" bigint);',
    'a partitioned table':
      'create table t (a boolean, b bigint, c boolean, d bigint, e boolean, f bigint) partition by range (b);',
  },
  allows: {
    'the best order':
      'create table t (b bigint, d bigint, f bigint, i int, s smallint, a boolean, c boolean, e boolean, n text);',
    'few rows': { sql: wasteful, statistics: rows(100_000) },
    'a gap that the end of the row takes up': 'create table t (a int, b bigint, c int);',
    'small gaps, the rows unknown': 'create table t (id bigint, done boolean, at timestamptz, n int, name text);',
    'only texts': { sql: 'create table t (a text, b text, c jsonb);', statistics: rows(1_000_000_000) },
  },
});
