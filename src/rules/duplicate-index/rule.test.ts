import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int, b text, c int[], d int not null);';

testRule(rule, {
  flags: {
    'the same column twice': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a);`,
      items: ['public.t:i2'],
    },
    'a unique index beside the primary key': {
      sql: `${t} create unique index a_first_name on t (id);`,
      items: ['public.t:a_first_name'],
    },
    'a unique constraint beside the primary key': {
      sql: `${t} alter table t add constraint k unique (id);`,
      items: ['public.t:k'],
    },
    'an index beside a unique constraint': {
      sql: `${t} alter table t add constraint z unique (a); create unique index a_first_name on t (a);`,
      items: ['public.t:a_first_name'],
    },
    'the one that a foreign key relies on stays': {
      sql: 'create table t (id int); create unique index z on t (id); create table u (t_id int references t (id)); create unique index a on t (id);',
      items: ['public.t:a'],
    },
    'the reverse order of one column': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a desc);`,
      items: ['public.t:i2'],
    },
    'the reverse order of all columns': {
      sql: `${t} create index i1 on t (a, d desc); create index i2 on t (a desc, d);`,
    },
    'expressions, predicates and included columns': {
      sql: `${t} create index i1 on t (lower(b)) include (a, d) where d > 0; create index i2 on t (lower(b)) include (d, a) where d > 0;`,
    },
    'GIN with its keys in another order': {
      sql: 'create table t (a int[], b int[]); create index i1 on t using gin (a, b); create index i2 on t using gin (b, a);',
      items: ['public.t:i2'],
    },
    'three of a kind': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a); create index i3 on t (a);`,
      items: ['public.t:i2', 'public.t:i3'],
    },
    'varchar_ops is text_ops': {
      sql: 'create table t (a varchar(9)); create index i1 on t (a); create index i2 on t (a varchar_ops);',
    },
    'a materialised view': {
      sql: 'create materialized view v as select 1 as a; create unique index i1 on v (a); create unique index i2 on v (a);',
      items: ['public.v:i2'],
    },
    'a partitioned table and a partition of its own': {
      sql: `create table t (a int, b int) partition by range (a); create table t1 partition of t for values from (0) to (9);
        create index i1 on t (b); create index i2 on t (b); create index local1 on t1 (a); create index local2 on t1 (a);`,
      items: ['public.t:i2', 'public.t1:local2'],
    },
    'names that need quotes': {
      sql: 'create table "T t" ("A a" int); create index "I 1" on "T t" ("A a"); create index "I 2" on "T t" ("A a");',
    },
    'much of it': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a);`,
      statistics: { indexes: { 'public.i2': { bytes: 123_456_789 } } },
    },
  },
  allows: {
    'another column order': `${t} create index on t (a, d); create index on t (d, a);`,
    'a mixed order': `${t} create index on t (a, d); create index on t (a, d desc);`,
    'nulls at the other end': `${t} create index on t (a); create index on t (a nulls first);`,
    'another operator class': `${t} create index on t (b); create index on t (b text_pattern_ops);`,
    'another collation': `${t} create index on t (b); create index on t (b collate "C");`,
    'another method': `${t} create index on t using brin (a); create index on t using btree (a);`,
    'another predicate': `${t} create index on t (a) where d = 1; create index on t (a) where d = 2;`,
    'uniqueness of its own': `${t} create index on t (a); create unique index on t (a);`,
    'nulls as equal': `${t} create unique index on t (a); create unique index on t (a) nulls not distinct;`,
    'an invalid one': `${t} create index i1 on t (a); create index i2 on t (a); update pg_index set indisvalid = false where indexrelid = 'i1'::regclass;`,
    'both are depended on': `create table t (id int primary key, a int); create unique index z on t (id); alter table t replica identity using index z;`,
    'BRIN with other page ranges': `${t} create index on t using brin (a) with (pages_per_range = 8); create index on t using brin (a);`,
    'a deferrable constraint': `${t} alter table t add unique (a) deferrable; create unique index on t (a);`,
  },
});
