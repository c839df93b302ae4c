import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const to = (type: string) => `create table p (id ${type} primary key);`;

testRule(rule, {
  flags: {
    'a shorter text': {
      sql: `${to('varchar(50)')} create table c (p_id varchar(20) references p);`,
      items: ['public.c:c_p_id_fkey'],
    },
    'a limited text': `${to('text')} create table c (p_id varchar(50) references p);`,
    'a longer text': `${to('varchar(50)')} create table c (p_id text references p);`,
    'padded text': `${to('char(3)')} create table c (p_id text references p);`,
    'a whole number to a decimal': `${to('numeric(10)')} create table c (p_id int references p);`,
    'a smaller decimal': `${to('numeric(12, 2)')} create table c (p_id numeric(10, 2) references p);`,
    'a wider number': `${to('int')} create table c (p_id bigint references p);`,
    'a wider number to a serial': `${to('serial')} create table c (p_id bigint references p);`,
    'a wider number beside a narrow one': `${to('int')} create table b (p_id int references p); create table c (p_id bigint references p);`,
    'a time stamp without a zone': `${to('timestamptz')} create table c (p_id timestamp references p);`,
    'a date': `${to('timestamp')} create table c (p_id date references p);`,
    'case that counts on one side':
      'create extension citext; create table p (id text primary key); create table c (p_id citext references p);',
    'two collations':
      'create table p (id text collate "C" primary key); create table c (p_id text collate "POSIX" references p);',
    'one column of two':
      'create table p (a int, b varchar(9), primary key (a, b)); create table c (a int, b varchar(5), foreign key (a, b) references p);',
    'a domain':
      'create domain code as varchar(9); create table p (id code primary key); create table c (p_id varchar(3) references p);',
    'names that need quotes':
      'create table "P" ("I d" varchar(9) primary key); create table "C" ("P d" varchar(3) references "P");',
    'a partition key':
      'create table p (id varchar(9) primary key); create table c (p_id varchar(3) references p) partition by list (p_id);',
  },
  allows: {
    'the same': `${to('bigint')} create table c (p_id bigint references p);`,
    'varchar without a limit': `${to('text')} create table c (p_id varchar references p);`,
    'a narrower number': `${to('bigint')} create table c (p_id int references p);`,
    'a domain of the same':
      'create domain code as varchar(9); create table p (id varchar(9) primary key); create table c (p_id code references p);',
    'the same collation':
      'create table p (id text collate "C" primary key); create table c (p_id text collate "C" references p);',
    'an enum': "create type e as enum ('a'); create table p (id e primary key); create table c (p_id e references p);",
  },
});
