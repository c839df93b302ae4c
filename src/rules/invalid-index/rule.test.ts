import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int);';
const invalid = (index: string) => `update pg_index set indisvalid = false where indexrelid = '${index}'::regclass;`;

testRule(rule, {
  flags: {
    'a failed build': { sql: `${t} create index i on t (a); ${invalid('i')}`, items: ['public.t:i'] },
    'a failed unique build': { sql: `${t} create unique index i on t (a); ${invalid('i')}` },
    'left behind by a rebuild': {
      sql: `${t} create index i on t (a); create index i_ccnew on t (a); ${invalid('i_ccnew')}`,
      items: ['public.t:i_ccnew'],
    },
    'built again under another name': {
      sql: `${t} create index i on t (a); create index j on t (a); ${invalid('i')}`,
      items: ['public.t:i'],
    },
    'a partitioned index without one of its parts': {
      sql: 'create table t (a int) partition by range (a); create table t1 partition of t for values from (0) to (9); create index i on only t (a);',
      items: ['public.t:i'],
    },
    'a materialised view': {
      sql: `create materialized view v as select 1 as a; create index i on v (a); ${invalid('i')}`,
    },
    'names that need quotes': {
      sql: `create table "T" ("A" int); create index "I 1" on "T" ("A"); ${invalid('"I 1"')}`,
    },
  },
  allows: {
    'valid ones': `${t} create index on t (a); create unique index on t (a);`,
    'a partitioned index with all of its parts':
      'create table t (a int) partition by range (a); create table t1 partition of t for values from (0) to (9); create index i on t (a);',
    'a partitioned table without partitions': 'create table t (a int) partition by range (a); create index i on t (a);',
    'none at all': 'create table t (a int);',
  },
});
