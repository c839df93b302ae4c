import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int not null, b text, "C c" int not null, check (a > 0));';

testRule(rule, {
  flags: {
    'a constant comparison': { sql: `${t} create index i on t (b) where 1 = 1;`, items: ['public.t:i'] },
    'a column that is never null': `${t} create index on t (a) where a is not null;`,
    'two of them': `${t} create index on t (b) where a is not null and "C c" is not null;`,
    'the primary key': `${t} create unique index on t (b) where id is not null;`,
    'what a check demands': `${t} create index on t (b) where a > 0;`,
    'the whole index is there too': `${t} create index on t (a); create index i on t (a) where a is not null;`,
    'every part of the index is kept': `${t} create index on t (lower(b) collate "C" text_pattern_ops, a desc nulls last) include ("C c") where a is not null;`,
    'a partitioned table':
      'create table t (a int not null) partition by range (a); create table t1 partition of t for values from (0) to (9); create index on t (a) where a is not null;',
  },
  allows: {
    'a column that can be null': `${t} create index on t (b) where b is not null;`,
    'one of two': `${t} create index on t (a) where a is not null and b is not null;`,
    'a real condition': `${t} create index on t (b) where a > 1;`,
    'no predicate': `${t} create index on t (a);`,
    'a check that lets nulls pass': 'create table t (a int check (a > 0), b int); create index on t (b) where a > 0;',
    'a check that was never validated':
      'create table t (a int not null, b int); alter table t add check (a > 0) not valid; create index on t (b) where a > 0;',
    'is null': `${t} create index on t (a) where b is null;`,
  },
});
