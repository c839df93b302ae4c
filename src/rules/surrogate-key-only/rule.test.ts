import type { Statistics } from '../../../src/catalog/statistics.ts';
import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const named = (rows: number, distinct: number): Partial<Statistics> => ({
  tables: {
    'public.roles': { origin: 'observed', rows, columns: { name: { nullFraction: 0, averageWidth: 8, distinct } } },
  },
});
const roles =
  'create table roles (id serial primary key, name text not null); create table users (id int primary key, role_id int references roles);';
const posts = 'create table posts (id bigint generated always as identity primary key);';

testRule(rule, {
  flags: {
    'a list of names': { sql: roles, items: ['public.roles'], rows: "insert into roles (name) values ('a'), ('b');" },
    'all names differ': { sql: roles, statistics: named(20, -1) },
    'lines of a parent': {
      sql: `${posts} create table paragraphs (id serial primary key, post_id bigint not null references posts, line_no int not null, body text);`,
      items: ['public.paragraphs'],
    },
    'a place in a list': `${posts} create table photos (id serial primary key, post_id bigint not null references posts, position int not null);`,
    translations: `${posts} create table post_translations (id serial primary key, post_id bigint not null references posts, locale text not null, body text);`,
    'settings of an owner': `${posts} create table post_settings (id uuid primary key, post_id bigint not null references posts, key text not null, value text);`,
    'names that need quotes': `create table "My Roles" ("Id" serial primary key, "Name" text not null); create table "U" ("R" int references "My Roles");`,
  },
  allows: {
    'a unique name':
      'create table roles (id serial primary key, name text not null unique); create table users (role_id int references roles);',
    'an expression index': `${roles} create unique index on roles (lower(name));`,
    'a code, of which another rule speaks':
      'create table roles (id serial primary key, name text not null, code text); create table users (role_id int references roles);',
    'a log': `${posts} create table post_logs (id serial primary key, post_id bigint not null references posts, line_no int not null);`,
    'names that are there twice': { sql: roles, statistics: named(1000, 300) },
    'a key of its own beside': `${posts} create table photos (id serial primary key, post_id bigint not null references posts, position int not null, unique (post_id, position));`,
    'nothing that looks like a key': `${posts} create table comments (id serial primary key, post_id bigint not null references posts, body text not null);`,
    'a place that defaults': `${posts} create table photos (id serial primary key, post_id bigint not null references posts, position int not null default 0);`,
    'things with names':
      'create table users (id serial primary key, name text not null); create table posts (id int, user_id int references users);',
  },
});
