import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const ends = 'create table users (id bigint primary key); create table roles (id bigint primary key);';
const pair = 'user_id bigint not null references users, role_id bigint not null references roles';

testRule(rule, {
  flags: {
    'nothing but references': { sql: `${ends} create table user_roles (${pair});`, items: ['public.user_roles'] },
    'references that can be null': `${ends} create table user_roles (user_id bigint references users, role_id bigint references roles);`,
    'with bookkeeping': `${ends} create table user_roles (${pair}, created_at timestamptz, granted_by bigint references users);`,
    'with a number of its own': {
      sql: `${ends} create table user_roles (id bigserial primary key, ${pair});`,
      items: ['public.user_roles'],
    },
    'with a number of its own and another name': `${ends} create table memberships (id bigserial primary key, ${pair});`,
    'both to one table': `${ends} create table follows (follower_id bigint references users, followed_id bigint references users);`,
    'three references': `${ends} create table projects (id int primary key); create table project_roles (${pair}, project_id int references projects);`,
    'composite references': `create table a (t int, id int, primary key (t, id)); create table b (t int, id int, primary key (t, id));
      create table a_b (t int, a_id int, b_id int, foreign key (t, a_id) references a, foreign key (t, b_id) references b);`,
    'only the names tell': 'create table posts_tags (post_id int not null, tag_id int not null);',
    'a plain index over them': `${ends} create table user_roles (${pair}); create index on user_roles (user_id, role_id);`,
    'nulls are there': {
      sql: `${ends} create table user_roles (user_id bigint references users, role_id bigint references roles);`,
      statistics: {
        tables: {
          'public.user_roles': {
            origin: 'observed',
            rows: 9,
            columns: { user_id: { nullFraction: 0.5, averageWidth: 8, distinct: 2 } },
          },
        },
      },
    },
    'names that need quotes':
      'create table "A a" (id int primary key); create table "B b" (id int primary key); create table "A a B b" ("A" int references "A a", "B" int references "B b");',
  },
  allows: {
    'a primary key': `${ends} create table user_roles (${pair}, primary key (user_id, role_id));`,
    'a unique constraint beside a number': `${ends} create table user_roles (id bigserial primary key, ${pair}, unique (role_id, user_id));`,
    'a partial unique index': `${ends} create table user_roles (id bigserial primary key, ${pair}, deleted_at timestamptz); create unique index on user_roles (user_id, role_id) where deleted_at is null;`,
    'facts of its own': `${ends} create table grants (id bigserial primary key, ${pair}, reason text);`,
    'a time of its own': `${ends} create table visits (${pair}, visited_at timestamptz not null);`,
    'a log': `${ends} create table role_log (id bigserial primary key, ${pair});`,
    'others refer to it': `${ends} create table orders (id bigserial primary key, ${pair}); create table items (id int primary key, order_id bigint references orders);`,
    'one reference': `${ends} create table t (user_id bigint references users, created_at timestamptz);`,
    'one reference and who did it': `${ends} create table t (role_id bigint references roles, created_by bigint references users);`,
  },
});
