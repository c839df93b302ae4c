import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int, flag boolean, code text);';
const column = (values: readonly number[], distinct = values.length) => ({
  nullFraction: 0,
  averageWidth: 4,
  distinct,
  commonValues: values.map((fraction, at) => ({ value: String(at), fraction })),
});
const known = (rows: number, columns: Readonly<Record<string, ReturnType<typeof column>>>) => ({
  tables: { 'public.t': { origin: 'observed' as const, rows, columns } },
});

testRule(rule, {
  flags: {
    'a boolean': { sql: `${t} create index i on t (flag);`, items: ['public.t:i'] },
    'an enum of few values':
      "create type mood as enum ('a', 'b', 'c'); create table t (id int primary key, m mood); create index on t (m);",
    'a hash index': `${t} create index on t using hash (flag);`,
    'few values by the statistics': {
      sql: `${t} create index i on t (a);`,
      statistics: known(1_000_000, { a: column([0.4, 0.35, 0.25]) }),
    },
    'one value only': { sql: `${t} create index i on t (code);`, statistics: known(1_000_000, { code: column([1]) }) },
    'names that need quotes':
      'create table "T" (id int primary key, "Is It" boolean); create index "I i" on "T" ("Is It");',
  },
  allows: {
    'a rare value': {
      sql: `${t} create index i on t (flag);`,
      statistics: known(1_000_000, { flag: column([0.99, 0.01]) }),
    },
    'many values': { sql: `${t} create index i on t (a);`, statistics: known(1_000_000, { a: column([0.1], -0.5) }) },
    'no statistics of a number': `${t} create index on t (a);`,
    partial: `${t} create index on t (flag) where flag;`,
    unique: `${t} create unique index on t (flag);`,
    'more columns': `${t} create index on t (flag, a);`,
    'with included columns': `${t} create index on t (flag) include (a);`,
    'for a foreign key':
      'create table p (b boolean primary key); create table t (id int primary key, flag boolean references p); create index on t (flag);',
    'an enum of many values': `create type m as enum (${Array.from({ length: 9 }, (_, n) => `'${n}'`).join(', ')}); create table t (id int primary key, m m); create index on t (m);`,
    'a small table': { sql: `${t} create index i on t (flag);`, statistics: known(100, {}) },
    'a value that the common ones lack': {
      sql: `${t} create index i on t (a);`,
      statistics: known(1_000_000, { a: column([0.6, 0.4], 3) }),
    },
  },
});
