import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const habit = ['users', 'orders', 'products', 'carts', 'invoices']
  .map(
    (name) =>
      `create table ${name} (id int primary key, a int, b int, created_at timestamptz not null default now(), updated_at timestamptz);`,
  )
  .join('\n');

testRule(rule, {
  flags: {
    'neither time': {
      sql: `${habit} create table addresses (id int primary key, street text, city text);`,
      rows: `insert into addresses values (1);`,
      items: ['public.addresses'],
    },
    'no time of change': `${habit} create table addresses (id int primary key, street text, city text, created_at timestamptz);`,
    'no time of creation': `${habit} create table addresses (id int primary key, street text, city text, modified timestamptz);`,
    'names that need quotes': `${habit.replaceAll('created_at', '"createdAt"').replaceAll('updated_at', '"updatedAt"')} create table "Address Book" ("Id" int primary key, street text, city text);`,
    'where triggers keep the time of change': `${habit}
      create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$;
      create trigger touch before update on users for each row execute function touch();
      create table addresses (id int primary key, street text, city text);`,
  },
  allows: {
    'all have them': habit,
    'no habit':
      'create table a (id int primary key, x int, y int); create table b (id int primary key, x int, y int); create table c (id int primary key, x int, y int); create table d (id int primary key, x int, y int); create table e (id int primary key, x int, created_at date);',
    'too few tables':
      'create table a (id int primary key, x int, y int, created_at date); create table b (id int primary key, x int, y int);',
    'a table that ties two others': `${habit} create table likes (user_id int references users, order_id int references orders, primary key (user_id, order_id));`,
    'a list of names': `${habit} create table colours (id int primary key, name text);`,
    'a log, and a migration tool’s table': `${habit} create table audit_log (id int primary key, what text, at timestamptz); create table schema_migrations (id int primary key, version text, dirty boolean);`,
    'other names for the same': `${habit} create table notes (id int primary key, body text, more text, inserted_at timestamptz, last_modified timestamptz);`,
    'the time of creation under its own name': `${habit} create table payments (id int primary key, amount int, paid_at timestamptz default now(), updated_at timestamptz);`,
    'a part of another table': `${habit} create table profiles (user_id int primary key references users, bio text, site text);`,
  },
});
