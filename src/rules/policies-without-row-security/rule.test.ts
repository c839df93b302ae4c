import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'one policy': {
      sql: 'create table t (id int primary key, o text); create policy p on t using (o = current_user);',
      items: ['public.t'],
    },
    'several policies, in quotes': {
      sql: 'create table "My Docs" (id int primary key, o text); create policy "Read all" on "My Docs" for select using (true); create policy "Write own" on "My Docs" for update using (o = current_user);',
      items: ['public."My Docs"'],
    },
    'forced but not enabled':
      'create table t (id int primary key); create policy p on t using (true); alter table t force row level security;',
    'a partition with policies of its own': {
      sql: 'create table t (id int) partition by list (id); create table t1 partition of t default; create policy p on t1 using (true);',
      items: ['public.t1'],
    },
  },
  allows: {
    enabled:
      'create table t (id int primary key); create policy p on t using (true); alter table t enable row level security;',
    forced:
      'create table t (id int primary key); create policy p on t using (true); alter table t enable row level security, force row level security;',
    'no policies': 'create table t (id int primary key);',
    'enabled without policies': 'create table t (id int primary key); alter table t enable row level security;',
  },
});
