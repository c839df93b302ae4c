import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const p =
  'create table tenants (id int primary key); create table users (id int primary key, tenant_id int not null references tenants, unique (tenant_id, id));';

testRule(rule, {
  flags: {
    'a shorter key to the same row': {
      sql: `${p} create table c (tenant_id int not null, user_id int not null, constraint short foreign key (user_id) references users, foreign key (tenant_id, user_id) references users (tenant_id, id));`,
      items: ['public.c:short'],
    },
    'a shorter key that acts': {
      sql: `${p} create table c (tenant_id int not null, user_id int not null, constraint short foreign key (user_id) references users on delete cascade, foreign key (tenant_id, user_id) references users (tenant_id, id));`,
      items: ['public.c:short'],
    },
    'one column to two tables': {
      sql: 'create table a (id int primary key); create table b (id int primary key); create table c (x int, constraint k1 foreign key (x) references a, constraint k2 foreign key (x) references b);',
      items: ['public.c:k2'],
    },
    'past a table that refers on': {
      sql: 'create table a (id int primary key); create table b (id int primary key references a); create table c (id int primary key, constraint k1 foreign key (id) references a, constraint k2 foreign key (id) references b);',
      items: ['public.c:k1'],
    },
    'a delete that empties the tenant': {
      sql: `${p} create table c (tenant_id int not null, user_id int, constraint k foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null);`,
      items: ['public.c:k'],
    },
    'a delete that empties what another key needs': {
      sql: `${p} create table c (tenant_id int references tenants, user_id int, constraint k foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null deferrable initially deferred);`,
      items: ['public.c:k'],
    },
    'the same before columns could be named': {
      sql: `${p} create table c (tenant_id int not null, user_id int, constraint k foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null);`,
      version: '14.0',
    },
    'names that need quotes':
      'create table "A" (id int primary key); create table "B" (id int primary key); create table "C" ("X x" int references "A", constraint "K" foreign key ("X x") references "B");',
  },
  allows: {
    'a shared tenant': `${p} create table c (tenant_id int not null references tenants, user_id int, other_id int, foreign key (tenant_id, user_id) references users (tenant_id, id), foreign key (tenant_id, other_id) references users (tenant_id, id));`,
    'a shorter key that sees what nulls hide': `${p} create table c (tenant_id int, user_id int not null references users, foreign key (tenant_id, user_id) references users (tenant_id, id));`,
    'a delete that empties its own column': `${p} create table c (tenant_id int not null, user_id int, foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null (user_id));`,
    'a delete that empties all of a key': `${p} create table c (tenant_id int, user_id int, foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null);`,
    'keys apart': `${p} create table c (a int references users, b int references users);`,
  },
});
