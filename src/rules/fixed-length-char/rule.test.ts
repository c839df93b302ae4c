import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a name': {
      sql: `create table t (id int primary key, name char(50) not null default 'x', "Last Name" character(30));`,
      rows: `insert into t values (1, 'Ann', 'Lee'), (2, 'Bo', null);`,
      items: ['public.t:name', 'public.t:"Last Name"'],
    },
    'with a check and an index': {
      sql: `create table t (id int primary key, city char(40) check (city <> '')); create index on t (lower(city)) where city <> 'x';`,
      rows: `insert into t values (1, 'Bern');`,
    },
    'a key and what refers to it, once': {
      sql: 'create table kinds (name char(20) primary key); create table things (id int primary key, kind_name char(20) references kinds on delete cascade);',
      rows: `insert into kinds values ('a'); insert into things values (1, 'a');`,
      items: ['public.kinds:name'],
    },
    'values of different lengths': {
      sql: 'create table t (id int primary key, label char(8));',
      statistics: sampled('public.t', 'label', ['red     ', 'yellow  ']),
    },
    'a view in the way: said, but not changed':
      'create table t (id int primary key, name char(9)); create view v as select name from t;',
  },
  allows: {
    codes: `create table t (id int primary key, country char(2), currency char(3), flag char(1), sha256 char(64), isbn char(13), country_code char(5), zip char(5), token char(40));`,
    'other texts': 'create table t (id int primary key, a text, b varchar(50), c "char");',
    'a length that a check demands': 'create table t (id int primary key, label char(8) check (length(label) = 8));',
    'a form that a check demands': `create table t (id int primary key, label char(6) check (label ~ '^[A-Z]{6}$'));`,
    'values that fill the length': {
      sql: 'create table t (id int primary key, label char(6));',
      statistics: sampled('public.t', 'label', ['AB1234', 'CD5678']),
    },
  },
});
