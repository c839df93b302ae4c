import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const nulls = (column: string, nullFraction: number, rows = 5000) => ({
  tables: {
    'public.users': {
      origin: 'observed' as const,
      rows,
      columns: { [column]: { nullFraction, averageWidth: 8, distinct: -1 } },
    },
  },
});
const two = 'create table a (id int primary key); create table b (id int primary key);';
const title = 'create table users (id int primary key, title text);';

testRule(rule, {
  flags: {
    'times that a default sets': {
      sql: 'create table users (id int primary key, created_at timestamptz default now(), updated_at timestamp default current_timestamp);',
      items: ['public.users:created_at', 'public.users:updated_at'],
      rows: 'insert into users values (1);',
    },
    'a boolean, a status, a number, a list and a document with a default': {
      sql: "create table users (id int primary key, active boolean default true, status text default 'new', posts int default 0, tags text[] default '{}', settings jsonb default '{}');",
      items: ['active', 'status', 'posts', 'tags', 'settings'].map((column) => `public.users:${column}`),
      rows: 'insert into users values (1);',
    },
    'a generated identifier': 'create table users (id int primary key, uuid uuid default gen_random_uuid());',
    'the references of a junction, with or without a key of its own': {
      sql: `${two} create table a_b (a_id int references a, b_id int references b, unique (a_id, b_id)); create table b_a (id int primary key, a_id int references a, b_id int references b);`,
      items: ['public.a_b:a_id', 'public.a_b:b_id', 'public.b_a:a_id', 'public.b_a:b_id'],
    },
    'what one signs in with': {
      sql: 'create table users (id int primary key, email text unique, username text);',
      items: ['public.users:email', 'public.users:username'],
    },
    'a creation time without default, and rows that all have it': {
      sql: 'create table users (id int primary key, created_at timestamptz);',
      statistics: nulls('created_at', 0),
    },
    'a title that all rows have': { sql: title, statistics: nulls('title', 0) },
    'names that need quotes': {
      sql: `create table "Users" ("Id" int primary key, "isActive" boolean default false, "createdAt" timestamptz default now());`,
      items: ['public."Users":"isActive"', 'public."Users":"createdAt"'],
    },
  },
  allows: {
    'not null': `create table users (id int primary key, created_at timestamptz not null default now(), active boolean not null default true, email text not null);`,
    'nulls with a meaning':
      'create table users (id int primary key, deleted_at timestamptz, parent_id int references users, confirmed_at timestamptz, expires_at timestamptz default now(), nickname_used text, active boolean, weight int);',
    'a default of NULL': 'create table users (id int primary key, note text default null, n int default null::int);',
    'a check that asks for it':
      'create table users (id int primary key, email text check (email is not null), active boolean default true check (active is not null));',
    'an index or a check that knows the null':
      'create table users (id int primary key, active boolean default true, kind int default 0 check (kind is null or kind > 0)); create index on users (id) where active is null;',
    'a reference that goes away with its row': `${two} create table a_b (a_id int references a on delete set null, b_id int references b on delete set null, unique (a_id, b_id));`,
    'nulls were seen': {
      sql: 'create table users (id int primary key, active boolean default true);',
      statistics: nulls('active', 0.1),
    },
    'a title, and nobody knows': title,
    'a title of few rows': { sql: title, statistics: nulls('title', 0, 20) },
    'a domain that is not null':
      'create domain flag as boolean default true not null; create table users (id int primary key, active flag default true);',
    copies: 'create table users_history (id int primary key, active boolean default true);',
  },
});
