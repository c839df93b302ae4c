import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a plain timestamp': 'create table t (id int primary key, at timestamp not null default now());',
    'a timestamp with a precision': 'create table t (id int primary key, at timestamp(3));',
    'a partitioned table': 'create table t (id int, at timestamp) partition by list (id); create table t1 partition of t default;',
  },
  allows: {
    'with time zone': 'create table t (id int primary key, at timestamptz not null default now());',
    'a date': 'create table t (id int primary key, born date);',
    'a time': 'create table t (id int primary key, opens time);',
  },
});
