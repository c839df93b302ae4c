import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a plain timestamp': 'create table t (id int primary key, at timestamp not null default now());',
    'a timestamp with a precision': 'create table t (id int primary key, at timestamp(3));',
    'a day: it becomes a date': 'create table people (id int primary key, birth_date timestamp not null);',
    'a partitioned table':
      'create table t (id int, at timestamp) partition by list (id); create table t1 partition of t default;',
    'a start before an end': {
      sql: 'create table t (id int primary key, starts timestamp, ends timestamp, check (starts < ends), exclude using gist (tsrange(starts, ends) with &&)); create index on t (starts) where ends is null; create table u (starts timestamp, ends timestamp, check (starts < ends));',
      rows: `insert into t values (1, '2024-01-01', '2024-02-01'); insert into u values ('2024-01-01', '2024-02-01');`,
      items: ['public.t:starts', 'public.t:ends', 'public.u:starts', 'public.u:ends'],
    },
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
