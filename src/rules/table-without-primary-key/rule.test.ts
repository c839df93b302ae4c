import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'no key at all': {
      sql: 'create table t (a int, b text);',
      items: ['public.t'],
      rows: "insert into t values (1, 'x'), (1, 'x');",
    },
    'a unique index that is never null': 'create table t (a int not null, b text); create unique index k on t (a);',
    'a unique constraint that is never null': 'create table t (a int not null, b text not null, unique (a, b));',
    'a unique constraint that a foreign key refers to':
      'create table t (a int not null unique); create table u (id int primary key, a int references t (a));',
    'a unique index in reverse': 'create table t (a int not null); create unique index k on t (a desc);',
    'a unique index with included columns':
      'create table t (a int not null, b int); create unique index k on t (a) include (b);',
    'a unique key that can be null': 'create table t (a int unique, b text);',
    'a partial unique index': 'create table t (a int not null, b boolean); create unique index k on t (a) where b;',
    'an id without a key': 'create table t (id uuid not null, b text);',
    'a serial without a key': 'create table t (n bigserial, b text);',
    'id is taken': 'create table "Order Lines" (id text, b text);',
    'a partitioned table': {
      sql: 'create table t (id bigint not null, at date not null) partition by range (at); create table t1 partition of t default;',
      items: ['public.t'],
    },
    'a partitioned table with a unique key':
      'create table t (id bigint not null, at date not null, unique (id, at)) partition by range (at); create table t1 partition of t default;',
    'a partitioned table without an id': 'create table t (v int, at date not null) partition by range (at);',
    'partitioned by an expression':
      'create table t (id bigint not null, at date not null) partition by range ((at + 1));',
    'a staging table': 'create table stg_orders (a int);',
    'an unlogged table': 'create unlogged table t (a int);',
    'names that need quotes': 'create table "T t" ("A a" int not null); create unique index "K k" on "T t" ("A a");',
    'only the parent of those that inherit': {
      sql: 'create table t (a int); create table t1 () inherits (t);',
      items: ['public.t'],
    },
    'before NOT NULL could be checked apart': {
      sql: 'create table t (n bigserial, b text); alter table t alter n drop not null;',
      version: '16.0',
    },
  },
  allows: {
    'a primary key': 'create table t (id int primary key);',
    partitions: 'create table t (id int primary key) partition by range (id); create table t1 partition of t default;',
    "a migration tool's record":
      'create table schema_migrations (version text not null); create table databasechangelog (id text);',
    'a view': 'create view v as select 1 as a;',
  },
});
