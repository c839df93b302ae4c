import { testSign } from '../../../test/sign.ts';
import { sign } from './distinct-mends-join.ts';

const shop = `create table users (id int primary key, name text); create table orders (id int, user_id int, total int);
  insert into users select n, 'u' || n from generate_series(1, 500) n;
  insert into orders select n, n % 500 + 1, n % 100 from generate_series(1, 30000) n; create index on orders (user_id)`;

testSign(sign, {
  says: {
    'users with orders': {
      schema: shop,
      query: 'select distinct u.id, u.name from users u join orders o on o.user_id = u.id',
      message: /makes 30 000 rows, of which DISTINCT keeps 500; nothing is returned from o/,
      remedies: ['rewrite distinct-join-to-exists'],
    },
  },
  silent: {
    'columns of both': {
      schema: shop,
      query: 'select distinct u.name, o.total from users u join orders o on o.user_id = u.id',
    },
    EXISTS: {
      schema: shop,
      query: 'select u.id, u.name from users u where exists (select 1 from orders o where o.user_id = u.id)',
    },
    'one to one': { schema: shop, query: 'select distinct a.id from users a join users b on a.id = b.id' },
  },
});
