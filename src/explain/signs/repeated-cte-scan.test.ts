import { testSign } from '../../../test/sign.ts';
import { sign } from './repeated-cte-scan.ts';

const sales = `create table sales (id int primary key, shop int, total int);
  insert into sales select n, n % 1000, n % 97 from generate_series(1, 20000) n`;

testSign(sign, {
  says: {
    'the inner side of a loop': {
      schema: sales,
      query: `with s as materialized (select shop, sum(total) as total from sales group by shop)
        select count(*) from sales x left join s on s.shop = x.shop where x.id < 500`,
      settings: { enable_hashjoin: 'off', enable_mergejoin: 'off' },
      message: /reads the CTE s 499 times/,
      remedies: ['rewrite cte-inline'],
    },
  },
  silent: {
    hashed: {
      schema: sales,
      query: `with s as materialized (select shop, sum(total) as total from sales group by shop)
        select count(*) from sales x join s on s.shop = x.shop where x.id < 500`,
    },
  },
});
