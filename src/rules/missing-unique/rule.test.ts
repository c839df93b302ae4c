import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

const users = 'create table users (id int primary key, email text);';
const tenants =
  'create table tenants (id int primary key); create table a (id int primary key, tenant_id int not null references tenants); create table b (id int primary key, tenant_id int not null references tenants);';

testRule(rule, {
  flags: {
    'what one signs in with': {
      sql: 'create table users (id int primary key, email text, username varchar(50));',
      items: ['public.users:email', 'public.users:username'],
      rows: "insert into users values (1, 'a@b.c', 'a'), (2, null, null);",
    },
    'the address of a customer, weakly':
      'create table employees (id int primary key, email text unique); create table customers (id int primary key, email text, support_rep_id int references employees);',
    'a number below a tenant, as a question': `${tenants} create table invoices (id int primary key, a_id int references a, invoice_number text);`,
    'an index that is not unique': `${users} create index on users (email);`,
    'all values are different': { sql: users, statistics: sampled('public.users', 'email', [], { distinct: -1 }) },
    'a soft delete': {
      sql: 'create table users (id int primary key, email text, deleted_at timestamptz);',
      rows: "insert into users values (1, 'a', now()), (2, 'a', null);",
    },
    'slugs, codes and numbers': {
      sql: 'create table posts (id int primary key, slug text); create table products (id int primary key, sku text); create table coupons (id int primary key, code text); create table invoices (id int primary key, invoice_number text); create table currencies (id int primary key, iso_code char(3)); create table departments (id int primary key, code text, name text);',
      items: [
        'public.posts:slug',
        'public.products:sku',
        'public.coupons:code',
        'public.invoices:invoice_number',
        'public.currencies:iso_code',
        'public.departments:code',
      ],
    },
    'tokens and generated identifiers': {
      sql: 'create table sessions (id int primary key, token text not null); create table users (id int primary key, reset_password_token text, uuid uuid default gen_random_uuid(), stripe_customer_id text);',
      items: [
        'public.sessions:token',
        'public.users:reset_password_token',
        'public.users:uuid',
        'public.users:stripe_customer_id',
      ],
    },
    'what another system calls it, with that system': {
      sql: 'create table identities (id int primary key, provider text not null, uid text not null); create table orders (id int primary key, external_id text);',
      items: ['public.identities:uid', 'public.orders:external_id'],
      rows: "insert into identities values (1, 'x', '1'), (2, 'y', '1');",
    },
    'within a tenant': {
      sql: `${tenants} create table products (id int primary key, tenant_id int not null references tenants, sku text);`,
      items: ['public.products:sku'],
      rows: "insert into tenants values (1), (2); insert into products values (1, 1, 'a'), (2, 2, 'a');",
    },
    'a slug within a parent, as a question':
      'create table blogs (id int primary key); create table posts (id int primary key, blog_id int not null references blogs, slug text);',
    'a partitioned table by that very column': 'create table users (id int, email text) partition by hash (email);',
    'names that need quotes': {
      sql: 'create table "Users" ("Id" int primary key, "userName" text, "deletedAt" timestamptz);',
      items: ['public."Users":"userName"'],
    },
  },
  allows: {
    unique: 'create table users (id int primary key, email text unique);',
    'unique without case': `${users} create unique index on users (lower(email));`,
    'unique with another column':
      'create table posts (id int primary key, blog_id int, slug text, unique (blog_id, slug));',
    'unique among the living':
      'create table users (id int primary key, email text, deleted_at timestamptz); create unique index on users (email) where deleted_at is null;',
    'values come again': { sql: users, statistics: sampled('public.users', 'email', ['a', 'b'], { distinct: 500 }) },
    'few different values': { sql: users, statistics: sampled('public.users', 'email', [], { distinct: -0.3 }) },
    'where the value is only copied':
      'create table orders (id int primary key, email text, sku text, product_code text); create table products (id int primary key, sku text unique); create table order_items (id int primary key, sku text); create table product_items (id int primary key, product_id int references products, sku text); create table payments (id int primary key, invoice_number text, order_number text);',
    'logs, histories and copies':
      'create table users_history (id int primary key, email text); create table audit_log (id int primary key, uuid uuid, token text); create table products_archive (id int primary key, sku text);',
    'other numbers, codes and tokens':
      'create table flights (id int primary key, flight_number text); create table rooms (id int primary key, number text); create table error_messages (id int primary key, code text, name text); create table devices (id int primary key, push_token text); create table oauth_accounts (id int primary key, access_token text, token text); create table addresses (id int primary key, house_number text, code text); create table payments (id int primary key, stripe_customer_id text);',
    'a default for all': "create table posts (id int primary key, slug text not null default '');",
    'a foreign key':
      'create table countries (code text primary key); create table currencies (id int primary key, code text references countries);',
    'a partitioned table by another column':
      'create table users (id int, email text, at date) partition by range (at);',
    'the key itself': 'create table countries (code text primary key, name text);',
  },
});
