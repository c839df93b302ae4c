import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    enabled: {
      sql: 'create table t (id int primary key); alter table t enable row level security;',
      items: ['public.t'],
    },
    'forced, in quotes': {
      sql: 'create table "My Docs" (id int primary key); alter table "My Docs" enable row level security, force row level security;',
      items: ['public."My Docs"'],
    },
    'only restrictive policies':
      'create table t (id int primary key); alter table t enable row level security; create policy p on t as restrictive using (id > 0);',
    'a partitioned table': {
      sql: 'create table t (id int) partition by list (id); create table t1 partition of t default; alter table t enable row level security;',
      items: ['public.t'],
    },
  },
  allows: {
    'a policy':
      'create table t (id int primary key); alter table t enable row level security; create policy p on t using (id > 0);',
    'a policy for one command':
      'create table t (id int primary key); alter table t enable row level security; create policy p on t for select using (id > 0);',
    'not enabled': 'create table t (id int primary key);',
    'a closed partition':
      'create table t (id int) partition by list (id); create table t1 partition of t default; alter table t1 enable row level security;',
  },
});
