import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int, b text, c int[], d int not null);';

testRule(rule, {
  flags: {
    'a prefix': { sql: `${t} create index i1 on t (a); create index i2 on t (a, b);`, items: ['public.t:i1'] },
    'a prefix of the primary key': {
      sql: 'create table t (a int, b int, primary key (a, b)); create index i on t (a);',
      items: ['public.t:i'],
    },
    'a plain index beside a unique one': {
      sql: `${t} create index i1 on t (a); create unique index i2 on t (a);`,
      items: ['public.t:i1'],
    },
    'a prefix read backwards': {
      sql: `${t} create index i1 on t (a desc, d); create index i2 on t (a, d desc, b);`,
      items: ['public.t:i1'],
    },
    'hash beside a B-tree': {
      sql: `${t} create index i1 on t using hash (a); create index i2 on t (a, b);`,
      items: ['public.t:i1'],
    },
    'included columns that are keys': {
      sql: `${t} create index i1 on t (a) include (d); create index i2 on t (a, b, d);`,
      items: ['public.t:i1'],
    },
    'included columns': {
      sql: `${t} create unique index i1 on t (a); create unique index i2 on t (a) include (d);`,
      items: ['public.t:i1'],
    },
    'uniqueness that takes nulls as equal': {
      sql: `${t} create unique index i1 on t (a); create unique index i2 on t (a) nulls not distinct;`,
      items: ['public.t:i1'],
    },
    'any key of a GIN index': {
      sql: 'create table t (a int[], b int[]); create index i1 on t using gin (b); create index i2 on t using gin (a, b);',
      items: ['public.t:i1'],
    },
    'any key of a BRIN index': {
      sql: `${t} create index i1 on t using brin (d); create index i2 on t using brin (a, d);`,
      items: ['public.t:i1'],
    },
    'the first key of a GiST index': {
      sql: 'create table t (a int4range, b int4range); create index i1 on t using gist (a); create index i2 on t using gist (a, b);',
      items: ['public.t:i1'],
    },
    'beside an exclusion constraint': {
      sql: 'create table t (a int4range, exclude using gist (a with &&)); create index i on t using gist (a);',
      items: ['public.t:i'],
    },
    'an expression, partial': {
      sql: `${t} create index i1 on t (lower(b)) where a > 0; create index i2 on t (lower(b), d) where a > 0;`,
      items: ['public.t:i1'],
    },
    'a chain: only the widest stays': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a, b); create index i3 on t (a, b, d);`,
      items: ['public.t:i1', 'public.t:i2'],
    },
    'twins beneath a wider one': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a); create index i3 on t (a, b);`,
      items: ['public.t:i1', 'public.t:i2'],
    },
    'a partitioned table': {
      sql: 'create table t (a int, b int) partition by range (a); create table t1 partition of t for values from (0) to (9); create index i1 on t (b); create index i2 on t (b, a);',
      items: ['public.t:i1'],
    },
    'a materialised view': {
      sql: 'create materialized view v as select 1 as a, 2 as b; create index i1 on v (a); create unique index i2 on v (a, b);',
      items: ['public.v:i1'],
    },
    'names that need quotes': {
      sql: 'create table "T" ("A a" int, "B" int); create index "I 1" on "T" ("A a"); create index "I 2" on "T" ("A a", "B");',
    },
    'the wider one is much larger': {
      sql: `${t} create index i1 on t (a); create index i2 on t (a, b);`,
      statistics: { indexes: { 'public.i1': { bytes: 1_000_000 }, 'public.i2': { bytes: 9_000_000 } } },
    },
  },
  allows: {
    'not the first column': `${t} create index on t (b); create index on t (a, b);`,
    'a unique index within a longer one': `${t} create unique index on t (a); create index on t (a, b);`,
    'a unique index within a longer unique one': `${t} create unique index on t (a); create unique index on t (a, b);`,
    'another order of the first column': `${t} create index on t (a desc nulls last); create index on t (a, b);`,
    'a mixed order': `${t} create index on t (a, d desc); create index on t (a, d, b);`,
    'another operator class': `${t} create index on t (b text_pattern_ops); create index on t (b, a);`,
    'another collation': `${t} create index on t (b collate "C"); create index on t (b, a);`,
    'a predicate on the wider one': `${t} create index on t (a); create index on t (a, b) where d > 0;`,
    'a predicate on the narrower one': `${t} create index on t (a) where d > 0; create index on t (a, b);`,
    'included columns that the other lacks': `${t} create index on t (a) include (b); create index on t (a, d);`,
    'hash of a later key of a B-tree': `${t} create index on t (a, d); create index on t using hash (d);`,
    'the second key of a GiST index': `create table t (a int4range, b int4range); create index on t using gist (b); create index on t using gist (a, b);`,
    'other GIN operator classes': `create table t (a jsonb, b jsonb); create index on t using gin (a jsonb_path_ops); create index on t using gin (a, b);`,
    'BRIN with other page ranges': `${t} create index on t using brin (a) with (pages_per_range = 8); create index on t using brin (a, d);`,
    'BRIN that summarises by itself': `${t} create index on t using brin (a) with (autosummarize = on); create index on t using brin (a, d);`,
    'a replica identity': `create table t (a int not null, b int); create unique index k on t (a); create unique index on t (a) include (b); alter table t replica identity using index k;`,
    'clustered on it': `${t} create index k on t (a); create index on t (a, b); cluster t using k;`,
    'a foreign key relies on it': `create table t (a int, b int); create unique index k on t (a); create table u (a int references t (a)); create unique index on t (a) include (b);`,
    'a unique constraint': `${t} alter table t add unique (a); create unique index on t (a) include (b);`,
    'the wider one is invalid': `${t} create index on t (a); create index k on t (a, b); update pg_index set indisvalid = false where indexrelid = 'k'::regclass;`,
    'attached to a partitioned index': `create table t (a int, b int) partition by range (a); create table t1 partition of t for values from (0) to (9); create index on t (b); create index on t1 (b, a);`,
    'uniqueness that is checked later': `${t} create unique index on t (a); alter table t add unique (a) include (b) deferrable;`,
    'bpchar_ops on text': `${t} create index on t (b bpchar_ops); create index on t (b, a);`,
  },
});
