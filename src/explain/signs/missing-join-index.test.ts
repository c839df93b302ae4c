import { testSign } from '../../../test/sign.ts';
import { sign } from './missing-join-index.ts';

const shop = `create table users (id int primary key, name text);
  create table orders (id int primary key, user_id int, total int);
  insert into users select n, 'u' || n from generate_series(1, 2000) n;
  insert into orders select n, n % 2000, n from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'a whole table for a few rows': {
      schema: shop,
      query: "select u.name, o.total from users u join orders o on o.user_id = u.id where u.name = 'u77'",
      message: /reads all 60 000 rows of orders o to join them to 1, for want of an index on user_id/,
      remedies: ['index on orders (user_id)'],
    },
    'again and again': {
      schema: shop.replace('60000', '3000').replaceAll(' primary key', ''),
      query: 'select count(*) from users u join orders o on o.user_id = u.id and u.id < 100',
      settings: { enable_hashjoin: 'off', enable_mergejoin: 'off' },
      message: /for each of/,
    },
    'by the estimates': {
      schema: shop,
      query: "select u.name, o.total from users u join orders o on o.user_id = u.id where u.name = 'u77'",
      planned: true,
    },
  },
  silent: {
    'a constant on the table itself': {
      schema: shop,
      query: 'select u.name, o.total from orders o join users u on u.id = o.user_id where o.total = $1',
      generic: ['77'],
    },
    'there is an index': {
      schema: `${shop}; create index on orders (user_id)`,
      query: "select u.name, o.total from users u join orders o on o.user_id = u.id where u.name = 'u77'",
    },
    'all rows of both': {
      schema: shop,
      query: 'select u.name, sum(o.total) from users u join orders o on o.user_id = u.id group by u.name',
    },
  },
});
