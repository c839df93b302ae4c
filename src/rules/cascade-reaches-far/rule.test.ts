import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const chain = (length: number, action = 'on delete cascade') =>
  [
    'create table t0 (id int primary key);',
    ...Array.from(
      { length },
      (_, n) => `create table t${n + 1} (id int primary key, up int references t${n} ${action});`,
    ),
  ].join(' ');
const fan = (width: number) =>
  [
    'create table root (id int primary key);',
    ...Array.from(
      { length: width },
      (_, n) => `create table leaf${n} (id int primary key references root on delete cascade);`,
    ),
  ].join(' ');
const sized = (...rows: readonly number[]) => ({
  tables: Object.fromEntries(
    rows.map((count, n) => [`public.t${n}`, { origin: 'declared' as const, rows: count, columns: {} }]),
  ),
});

testRule(rule, {
  flags: {
    'a long chain': { sql: chain(4), items: ['public.t0'] },
    'many tables': { sql: fan(10), items: ['public.root'] },
    'many rows': { sql: chain(1), statistics: sized(10, 1_000_000), items: ['public.t0'] },
    'very many rows': { sql: chain(2), statistics: sized(10, 1_000_000, 20_000_000) },
    'a circle': { sql: `${chain(4)} alter table t0 add up int references t4 on delete cascade;`, items: ['public.t0'] },
    'from two sides': {
      sql: `${chain(4)} create table other (id int primary key); alter table t1 add o int references other on delete cascade;`,
      items: ['public.other', 'public.t0'],
    },
    'a limit of its own': { sql: chain(2), settings: { depth: 2 } },
    'names that need quotes': {
      sql: 'create table "A" (id int primary key); create table "B b" (id int primary key references "A" on delete cascade);',
      settings: { tables: 1 },
    },
  },
  allows: {
    'a short chain': chain(3),
    'few tables': fan(9),
    'other actions': chain(6, 'on delete set null'),
    'few rows': { sql: chain(2), statistics: sized(1000, 5000, 20_000) },
    'a table that refers to itself': 'create table t (id int primary key, up int references t on delete cascade);',
  },
});
