import { testSign } from '../../../test/sign.ts';
import { sign } from './nested-loop-over-many-rows.ts';

const shop = `create table users (id int primary key, name text, city int); create table orders (id int primary key, user_id int, kind int, state int);
  insert into users select n, 'u' || n, n % 9 from generate_series(1, 40000) n;
  insert into orders select n, (n * 7919) % 40000 + 1, n % 20, (n % 20) * 3 from generate_series(1, 40000) n`;

testSign(sign, {
  says: {
    'a look-up for each of many rows': {
      schema: shop,
      query: 'select sum(u.city) from orders o join users u on u.id = o.user_id',
      settings: { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_memoize: 'off' },
      message: /looks up users u once for each of 40 000 rows/,
      remedies: ['advice Compare with SET LOCAL enable_nestloop'],
    },
  },
  silent: {
    'a hash join': { schema: shop, query: 'select sum(u.city) from orders o join users u on u.id = o.user_id' },
    'a look-up for each of a few rows': {
      schema: shop,
      query: 'select sum(u.city) from orders o join users u on u.id = o.user_id where o.id < 500',
    },
  },
});
