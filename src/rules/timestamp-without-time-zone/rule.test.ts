import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a plain timestamp': 'create table t (id int primary key, at timestamp not null default now());',
    'a timestamp with a precision': 'create table t (id int primary key, at timestamp(3));',
    'a partitioned table':
      'create table t (id int, at timestamp) partition by list (id); create table t1 partition of t default;',
    'what stands in the way is said': {
      sql: `create table t (id int primary key, at timestamp); create view v as select at from t;
        create table p (at timestamp) partition by range (at);`,
      items: ['public.t:at', 'public.p:at'],
    },
    'an inherited column, where it comes from': {
      sql: 'create table base (at timestamp); create table derived () inherits (base);',
      rows: `insert into derived values ('2024-01-31 10:00');`,
      items: ['public.base:at'],
    },
  },
  allows: {
    'with time zone': 'create table t (id int primary key, at timestamptz not null default now());',
    'a date': 'create table t (id int primary key, born date);',
    'a time': 'create table t (id int primary key, opens time);',
  },
});
