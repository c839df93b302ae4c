import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

const users = 'create table users (id int primary key);';

testMysqlRule(rule, {
  flags: {
    'a key with a name': {
      sql: `${users} create table orders (id int primary key, user_id int, constraint orders_user foreign key (user_id) references users (id));`,
      statistics: {},
      message: /index orders_user on user_id bears the name .* made for foreign key orders_user, to main\.users/,
    },
  },
  allows: {
    'an index of its own': `${users} create table orders (id int primary key, user_id int, key by_user (user_id), foreign key (user_id) references users (id));`,
    'one that goes on': `${users} create table orders (id int primary key, user_id int, at date, key by_user (user_id, at), foreign key (user_id) references users (id));`,
    'the primary key': `${users} create table profiles (user_id int primary key, foreign key (user_id) references users (id));`,
  },
});
