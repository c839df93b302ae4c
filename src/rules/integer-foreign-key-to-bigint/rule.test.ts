import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const p = 'create table p (id bigint generated always as identity primary key);';
const c = `${p} create table c (p_id int references p);`;
const rows = (count: number) => ({ tables: { 'public.p': { origin: 'observed' as const, rows: count, columns: {} } } });

testRule(rule, {
  flags: {
    'integer to bigint': { sql: c, items: ['public.c:c_p_id_fkey'] },
    'smallint to integer': 'create table p (id serial primary key); create table c (p_id smallint references p);',
    'the sequence has come far': {
      sql: c,
      statistics: { sequences: { 'public.p_id_seq': { lastValue: 2_000_000_000n } } },
    },
    'the sequence has just begun': { sql: c, statistics: { sequences: { 'public.p_id_seq': { lastValue: 10n } } } },
    'many rows': { sql: c, statistics: rows(900_000_000) },
    'few rows': { sql: c, statistics: rows(10) },
    'one column of two':
      'create table p (a int, b bigint, primary key (a, b)); create table c (a int, b int, foreign key (a, b) references p);',
    'a partitioned table': `${p} create table c (p_id int references p, n int) partition by list (n); create table c1 partition of c default;`,
    'names that need quotes':
      'create table "P" ("I d" bigint primary key); create table "C" ("P d" int references "P");',
  },
  allows: {
    'bigint to bigint': `${p} create table c (p_id bigint references p);`,
    'integer to integer': 'create table p (id int primary key); create table c (p_id int references p);',
    'bigint to integer': 'create table p (id int primary key); create table c (p_id bigint references p);',
    'no foreign key': `${p} create table c (p_id int);`,
  },
});
