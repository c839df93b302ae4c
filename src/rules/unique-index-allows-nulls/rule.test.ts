import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const p = 'create table p (id bigint primary key);';
const statistics = (nullFraction: number) => ({
  tables: {
    'public.t': {
      origin: 'observed' as const,
      rows: 9999,
      columns: { p_id: { nullFraction, averageWidth: 8, distinct: -1 } },
    },
  },
});
const tree = `${p} create table t (id int primary key, p_id bigint references p, name text not null, constraint k unique (p_id, name));`;

testRule(rule, {
  flags: {
    'a reference that can be null beside a name': { sql: tree, items: ['public.t:k'] },
    'an index': {
      sql: `${p} create table t (id int primary key, p_id bigint references p, name text not null); create unique index i on t (p_id, name);`,
      items: ['public.t:i'],
    },
    'before nulls could count as equal': { sql: tree, version: '14.2' },
    'a column that says that the row is deleted': {
      sql: 'create table t (id int primary key, email text not null, deleted_at timestamptz, constraint k unique (email, deleted_at));',
      items: ['public.t:k'],
    },
    'no nulls are there': { sql: tree, statistics: statistics(0) },
    'some nulls are there': { sql: tree, statistics: statistics(0.2) },
    'references that all can be null': `${p} create table t (id int primary key, a bigint references p, b bigint references p, unique (a, b));`,
    'a foreign key refers to it': {
      sql: `${p} create table t (id int primary key, p_id bigint references p, name text not null, constraint k unique (p_id, name));
        create table u (a bigint, b text, foreign key (a, b) references t (p_id, name));`,
      items: ['public.t:k'],
    },
    'a predicate about something else': `${p} create table t (id int primary key, p_id bigint references p, name text not null, live boolean not null); create unique index on t (p_id, name) where live;`,
    'two that can be null': `${p} create table t (p_id bigint references p, q_id bigint references p, name text not null, unique (p_id, q_id, name));`,
    'a partitioned table': `${p} create table t (p_id bigint references p, name text not null, unique (p_id, name)) partition by list (name); create table t1 partition of t default;`,
    'names that need quotes':
      'create table "P p" (id int primary key); create table "T" ("P p" int references "P p", "Name" text not null, unique ("P p", "Name"));',
  },
  allows: {
    'a single column': 'create table t (id int primary key, email text unique);',
    'no nulls': `${p} create table t (p_id bigint not null references p, name text not null, unique (p_id, name));`,
    'nulls as equal': `${p} create table t (p_id bigint references p, name text not null, unique nulls not distinct (p_id, name));`,
    'unique where present': `${p} create table t (id int primary key, p_id bigint not null references p, external_id text, unique (p_id, external_id));`,
    'both part of one optional fact':
      'create table t (id int primary key, provider text, uid text, unique (provider, uid));',
    'a predicate that leaves out the nulls': `${p} create table t (p_id bigint references p, name text not null); create unique index on t (p_id, name) where p_id is not null;`,
    'another index for the nulls': `${p} create table t (p_id bigint references p, name text not null, unique (p_id, name)); create unique index on t (name) where p_id is null;`,
    'another index that makes something of the null': `${p} create table t (p_id bigint references p, name text not null, unique (p_id, name)); create unique index on t (coalesce(p_id, 0), name);`,
    'one of several is filled': `${p} create table t (user_id bigint not null, post_id bigint references p, note_id bigint references p, kind text not null, unique (kind, post_id), unique (kind, note_id));`,
    'a check says when it is null': `${p} create table t (p_id bigint references p, root boolean not null, name text not null, unique (p_id, name), check (root = (p_id is null)));`,
    'a column that is null in deleted rows, which may repeat':
      'create table t (id int primary key, email text not null, deleted_at timestamptz, live boolean generated always as (case when deleted_at is null then true end) stored, unique (email, live));',
    'not unique': `${p} create table t (p_id bigint references p, name text not null); create index on t (p_id, name);`,
  },
});
