import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'an unlogged table': {
      sql: 'create unlogged table payments (id int primary key);',
      items: ['public.payments'],
      rows: 'insert into payments values (1);',
    },
    'two that refer to one another in order':
      'create unlogged table b_parents (id int primary key); create unlogged table a_children (id int primary key, p int references b_parents);',
    'in quotes': 'create unlogged table "Big Payments" (id int primary key);',
    'a partition': {
      sql: 'create table t (id int) partition by list (id); create unlogged table t1 partition of t default;',
      items: ['public.t1'],
    },
    'one that refers to itself': 'create unlogged table nodes (id int primary key, parent int references nodes);',
  },
  allows: {
    'a logged table': 'create table payments (id int primary key);',
    'a cache': 'create unlogged table page_cache (id int primary key);',
    'a staging table': 'create unlogged table "stgPayments" (id int primary key);',
    sessions: 'create unlogged table user_sessions (id int primary key);',
  },
});
