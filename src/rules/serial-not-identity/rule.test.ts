import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a serial key': {
      sql: 'create table t (id serial primary key, name text);',
      rows: `insert into t (name) values ('a'), ('b');`,
    },
    'names that need quotes': {
      sql: `create table "My Table" ("Id" bigserial primary key);`,
      rows: 'insert into "My Table" default values;',
      items: ['public."My Table":"Id"'],
    },
    'in another schema': 'create schema "App"; create table "App".t (id smallserial primary key);',
    'as a dump writes it': `create table t (id integer not null primary key); create sequence t_id_seq as integer owned by t.id;
      alter table t alter column id set default nextval('t_id_seq'::regclass);`,
    'a sequence of another name': `create sequence numbers; create table t (id bigint primary key default nextval('numbers')); alter sequence numbers owned by t.id;`,
    'a step': 'create table t (id serial primary key); alter sequence t_id_seq increment by 10;',
    'a sequence that must be set up by hand':
      'create table t (id serial primary key); alter sequence t_id_seq cache 20;',
    'rights on the sequence': {
      sql: `do $$ begin if not exists (select from pg_roles where rolname = 'relvar writer') then create role "relvar writer"; end if; end $$;
        create table t (id serial primary key); grant usage on sequence t_id_seq to "relvar writer";`,
      rows: 'insert into t default values;',
    },
  },
  allows: {
    identity: 'create table t (id bigint generated always as identity primary key);',
    'a sequence of several tables': `create sequence s; create table a (id bigint primary key default nextval('s')); create table b (id bigint primary key default nextval('s')); alter sequence s owned by a.id;`,
    'a sequence that no column owns': `create sequence s; create table a (id bigint primary key default nextval('s'));`,
    'inherited by other tables': 'create table base (id serial primary key); create table derived () inherits (base);',
    'a partitioned table': 'create table t (id serial, at date) partition by range (at);',
    'an expression around it': `create table t (id serial primary key); alter table t alter id type text, alter id set default 'x' || nextval('t_id_seq');`,
    'no sequence': 'create table t (id uuid primary key default gen_random_uuid());',
  },
});
