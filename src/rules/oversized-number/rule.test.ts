import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a numeric key': {
      sql: 'create table t (id numeric primary key);',
      rows: 'insert into t values (1), (9223372036854775807);',
    },
    'a key from another database': {
      sql: 'create table t (id numeric(38,0) primary key, name text);',
      rows: 'insert into t values (1);',
    },
    'with what refers to it, at once': {
      sql: `create table customers (id numeric(10,0) primary key);
        create table "Orders" ("Id" numeric(10) primary key, "Customer Id" numeric(10,0) references customers on update cascade);`,
      rows: 'insert into customers values (1); insert into "Orders" values (1, 1), (2, null);',
      items: ['public.customers:id', 'public."Orders":"Id"'],
    },
    'a numeric to which integers refer': {
      sql: 'create table a (id numeric(19,0) primary key); create table b (id int primary key, a_id bigint references a);',
      rows: 'insert into a values (1); insert into b values (1, 1);',
    },
    'with a check': {
      sql: 'create table t (id numeric primary key check (id > 0));',
      rows: 'insert into t values (7);',
    },
    'numbers from a sequence': {
      sql: `create sequence s; create table t (id numeric primary key default nextval('s'));`,
      rows: 'insert into t default values;',
    },
  },
  allows: {
    integers: 'create table t (id bigint primary key, other int);',
    'numbers with fractions': 'create table t (id numeric(10,2) primary key);',
    'more digits than a bigint has':
      'create table t (id numeric(20,0) primary key); create table u (id numeric(78,0) primary key);',
    'one of those tied together needs more digits':
      'create table a (id numeric(30,0) primary key); create table b (id int primary key, a_id numeric(10,0) references a);',
    'amounts and measures': 'create table t (id int primary key, amount numeric, counter numeric(38,0));',
    'a domain': 'create domain key as numeric(10,0); create table t (id key primary key);',
  },
});
