import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const base = `create table tenants (id int primary key); ${['a', 'b'].map((name) => `create table ${name} (id int primary key, tenant_id int not null references tenants);`).join(' ')}`;
const c = (columns: string) =>
  `${base} create table c (id int primary key, tenant_id int not null references tenants, ${columns});`;

testRule(rule, {
  flags: {
    'a slug': { sql: c('slug text unique'), items: ['public.c:c_slug_key'] },
    'an index, with a predicate and an expression': {
      sql: `${c('name text, deleted boolean')} create unique index c_name on c (lower(name) text_pattern_ops) include (deleted) where not deleted;`,
      items: ['public.c:c_name'],
    },
    'an e-mail, mildly': c('email text unique'),
    'a number in quotes': {
      sql: `${base} create table "Invoices" (id int primary key, tenant_id int not null references tenants, "Invoice Number" text, constraint "One Number" unique ("Invoice Number"));`,
      items: ['public."Invoices":"One Number"'],
    },
    'something that refers to it': `${c('code text unique')} create table d (id int primary key, tenant_id int not null references tenants, code text references c (code));`,
    'nulls not distinct': c('code text, unique nulls not distinct (code)'),
  },
  allows: {
    'with the tenant': c('slug text, unique (tenant_id, slug)'),
    'keys and tokens': c(
      'token text unique, uid text unique, public_id uuid unique, external_id text unique, sha256 text unique, api_key text unique, custom_domain text unique',
    ),
    'names of things that are unique in the world': `${c('x int')} create table domains (id int primary key, tenant_id int not null references tenants, name text unique); create table api_keys (id int primary key, tenant_id int not null references tenants, value text unique);`,
    'within a reference': c('a_id int references a, slug text, unique (a_id, slug)'),
    'within a reference without a key': c('project_id int, slug text, unique (project_id, slug)'),
    'the primary key': `${base} create table c (code text primary key, tenant_id int not null references tenants);`,
    'a table of no tenant': `${c('x int')} create table countries (id int primary key, code text unique);`,
    'the tenants themselves':
      'create table tenants (id int primary key, slug text unique); create table a (id int primary key, tenant_id int not null references tenants); create table b (id int primary key, tenant_id int not null references tenants); create table c (id int primary key, tenant_id int not null references tenants);',
  },
});
