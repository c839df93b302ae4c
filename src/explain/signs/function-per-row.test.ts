import { testSign } from '../../../test/sign.ts';
import { sign } from './function-per-row.ts';

const shop = `create table items (id int primary key, price int); insert into items select n, n % 100 from generate_series(1, 20000) n;
  create function net(price int) returns numeric language plpgsql as $$ begin return round(price / 1.22, 2); end $$`;

testSign(sign, {
  says: {
    'in the returned columns': {
      schema: shop,
      query: 'select id, net(price) from items',
      message: /net\(\) \(plpgsql, volatile\) runs for about 20 000 rows/,
      remedies: ['advice net is VOLATILE', 'advice Do what net() does'],
    },
    'in a condition': { schema: shop, query: 'select id from items where net(price) > 80' },
  },
  silent: {
    'for a few rows': { schema: shop, query: 'select id, net(price) from items where id < 50' },
    'a function of the engine': { schema: shop, query: 'select id, round(price / 1.22, 2) from items' },
    'a function that is inlined': {
      schema: `${shop}; create function twice(price int) returns int language sql immutable as 'select price * 2'`,
      query: 'select id from items where twice(price) > 150',
    },
  },
});
