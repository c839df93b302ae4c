import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const customers =
  'create table customers (id int primary key, name text, email text, tier text, created_at timestamptz);';

testRule(rule, {
  flags: {
    'named after the parent': {
      sql: `${customers} create table orders (id int primary key, customer_id int references customers, customer_name text);`,
      items: ['public.orders:customer_name'],
    },
    'named after the role of the key': {
      sql: `${customers} create table orders (id int primary key, buyer_id int references customers, buyer_email text);`,
      items: ['public.orders:buyer_email'],
    },
    'a full name': {
      sql: 'create table users (id int primary key, full_name text); create table tasks (id int primary key, assignee_id int references users, assignee_name text);',
      items: ['public.tasks:assignee_name'],
    },
    'of a row of the same table, in quotes': {
      sql: 'create table "Staff" ("Id" int primary key, "Name" text, "Manager Id" int references "Staff", "Manager Name" text);',
      items: ['public."Staff":"Manager Name"'],
    },
    'under the same telling name': {
      sql: 'create table products (id int primary key, sku text); create table items (id int primary key, product_id int references products, sku text);',
      items: ['public.items:sku'],
    },
    'a price, which may be a snapshot': {
      sql: 'create table tracks (id int primary key, unit_price numeric(10,2)); create table invoice_lines (id int primary key, track_id int references tracks, unit_price numeric(10,2));',
      items: ['public.invoice_lines:unit_price'],
    },
  },
  allows: {
    'common names': `${customers} create table orders (id int primary key, customer_id int references customers, name text, created_at timestamptz, status text);`,
    'a history': `${customers} create table customer_history (id int primary key, customer_id int references customers, customer_name text);`,
    'a column of a foreign key': `create table customers (id int primary key, name text, unique (id, name));
      create table orders (id int primary key, customer_id int, customer_name text, foreign key (customer_id, customer_name) references customers (id, name) on update cascade);`,
    'another type':
      'create table customers (id int primary key, rank int); create table orders (id int primary key, customer_id int references customers, customer_rank text);',
    'no reference': `${customers} create table leads (id int primary key, customer_name text);`,
    'a key of its own':
      'create table products (id int primary key, sku text); create table variants (id int primary key, product_id int references products, sku text unique);',
    'a habit of many tables': `create table a (id int primary key, display_size int); create table b (id int primary key, a_id int references a, display_size int);
      create table c (id int primary key, display_size int); create table d (id int primary key, display_size int);`,
    'a type and a count of its own':
      'create table users (id int primary key, type text, count int); create table logins (id int primary key, user_id int references users, user_type text, user_count int);',
    'a generated copy':
      'create table users (id int primary key, email text); create table t (id int primary key, user_id int references users, raw text, user_email text generated always as (lower(raw)) stored);',
  },
});
