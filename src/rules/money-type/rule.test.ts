import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a money column': {
      sql: 'create table t (id int primary key, price money not null);',
      rows: `insert into t values (1, '12.34'), (2, '-92233720368547758.08');`,
    },
    'with a default': `create table t (id int primary key, price money not null default 0);`,
    'a name that needs quotes': {
      sql: 'create table "My T" (id int primary key, "Total €" money);',
      rows: `insert into "My T" values (1, '0.01');`,
      items: ['public."My T":"Total €"'],
    },
    'a partitioned table, once': {
      sql: 'create table t (id int, price money) partition by list (id); create table t1 partition of t default;',
      items: ['public.t:price'],
    },
    'with an index': 'create table t (id int primary key, price money); create index on t (price);',
  },
  allows: {
    numeric: 'create table t (id int primary key, price numeric(10,2));',
    cents: 'create table t (id int primary key, price_cents bigint);',
    'a domain, which is named on purpose':
      'create domain euro as money; create table t (id int primary key, price euro);',
    'a column of that name': 'create table t (id int primary key, money int);',
  },
});
