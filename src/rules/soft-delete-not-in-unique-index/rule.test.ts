import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a constraint': {
      sql: 'create table t (id int primary key, email text constraint k unique, deleted_at timestamptz);',
      items: ['public.t:k'],
    },
    'an index': {
      sql: 'create table t (id int primary key, email text, deleted_at timestamptz); create unique index i on t (lower(email));',
      items: ['public.t:i'],
    },
    'a flag': 'create table t (id int primary key, slug text unique, is_deleted boolean not null default false);',
    'a flag that can be null': 'create table t (id int primary key, slug text unique, deleted boolean);',
    'a number as a flag': 'create table t (id int primary key, slug text unique, deleted smallint not null default 0);',
    'a predicate about something else':
      'create table t (id int primary key, slug text, live boolean, deleted_at date); create unique index on t (slug) where live;',
    'the right one is there too': {
      sql: 'create table t (id int primary key, slug text, deleted_at date); create unique index a on t (slug); create unique index b on t (slug) where deleted_at is null;',
      items: ['public.t:a'],
    },
    'names that need quotes': 'create table "T" (id int primary key, "Slug" text unique, "deletedAt" timestamptz);',
    'a partitioned table':
      'create table t (kind int, slug text, deleted_at timestamptz, unique (kind, slug)) partition by list (kind); create table t1 partition of t default;',
  },
  allows: {
    'in the predicate':
      'create table t (id int primary key, email text, deleted_at timestamptz); create unique index on t (email) where deleted_at is null;',
    'in the keys':
      'create table t (id int primary key, email text, deleted_at timestamptz, unique (email, deleted_at));',
    'in an expression of the keys':
      "create table t (id int primary key, email text, deleted_at timestamp); create unique index on t (email, coalesce(deleted_at, 'infinity'));",
    'the primary key': 'create table t (email text primary key, deleted_at timestamptz);',
    'what contains the primary key':
      'create table t (id int primary key, tenant_id int, deleted_at timestamptz, unique (tenant_id, id));',
    'what a foreign key refers to':
      'create table t (id int primary key, code text unique, deleted_at timestamptz); create table u (code text references t (code));',
    'a token':
      'create table t (id int primary key, reset_token text unique, public_id uuid default gen_random_uuid() unique, deleted_at timestamptz);',
    'a number from a sequence': 'create table t (id int primary key, number bigserial unique, deleted_at timestamptz);',
    'no soft delete':
      'create table t (id int primary key, email text unique, created_at timestamptz, deleted_count int);',
    'a time that is always there':
      'create table t (id int primary key, email text unique, deleted_at timestamptz not null);',
  },
});
