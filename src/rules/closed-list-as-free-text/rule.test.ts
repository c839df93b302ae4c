import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'values in the statistics': {
      sql: 'create table orders (id int primary key, status text not null);',
      statistics: sampled('public.orders', 'status', ['new', "won't do", 'paid']),
      rows: `insert into orders values (1, 'new'), (2, 'won''t do');`,
    },
    'values in the comment': {
      sql: `create table orders (id int primary key, "Order Status" varchar(20)); comment on column orders."Order Status" is 'one of: new, paid, sent';`,
      rows: `insert into orders values (1, 'new'), (2, null);`,
      items: ['public.orders:"Order Status"'],
    },
    'quoted values in the comment': {
      sql: `create table t (id int primary key, user_role text); comment on column t.user_role is $$'admin', 'member' or 'guest'$$;`,
      rows: `insert into t values (1, 'guest');`,
    },
    'a name and a default': `create table t (id int primary key, status varchar(20) not null default 'new', kind text default 'plain');`,
    'a name alone': {
      sql: 'create table t (id int primary key, priority text, type text);',
      items: ['public.t:priority'],
    },
    'few values, not all known': {
      sql: 'create table t (id int primary key, kind text);',
      statistics: sampled('public.t', 'kind', ['a', 'b'], { distinct: 5 }),
    },
    'one letter': `create table t (id int primary key, gender char(1));`,
  },
  allows: {
    'an enum': `create type s as enum ('a', 'b'); create table t (id int primary key, status s);`,
    'a check': `create table t (id int primary key, status text check (status in ('a', 'b')));`,
    'a domain': `create domain s as text check (value in ('a', 'b')); create table t (id int primary key, status s);`,
    'a foreign key': `create table statuses (name text primary key); create table t (id int primary key, status text references statuses);`,
    'many values': {
      sql: 'create table t (id int primary key, status text);',
      statistics: sampled('public.t', 'status', ['feeling great', 'at lunch'], { distinct: -0.7 }),
    },
    'a region': 'create table addresses (id int primary key, city text, state text, zip text);',
    'the other half of a reference': 'create table t (id int primary key, owner_type text, owner_id bigint);',
    'open kinds': `create table t (id int primary key, content_type text default 'json', mime_type text, event_type text default 'x', oauth_state text);`,
    prose: 'create table t (id int primary key, status varchar(2000));',
    'the list itself':
      'create table roles (role text primary key); create table levels (id int primary key, level text unique);',
    'a weak name without a clue': 'create table t (id int primary key, type text, role varchar(50), category text);',
    numbers: 'create table t (id int primary key, status int, priority smallint);',
  },
});
