import { testSign } from '../../../test/sign.ts';
import { sign } from './cte-fence.ts';

const sales = `create table sales (id int primary key, shop int, total int);
  insert into sales select n, n % 500, n % 97 from generate_series(1, 40000) n; create index on sales (shop)`;

testSign(sign, {
  says: {
    'materialised by its author': {
      schema: sales,
      query: 'with s as materialized (select * from sales) select * from s where shop = 7',
      message: /the CTE s computes 40 000 rows in full before shop = 7 discards 99\.8% of them/,
      remedies: ['rewrite cte-inline'],
    },
    'read twice': {
      schema: sales,
      query:
        'with s as (select * from sales) select count(*) from s a, s b where a.shop = 7 and b.shop = 8 and a.total = b.total',
      times: 2,
    },
    'by the estimates': {
      schema: sales,
      query: 'with s as materialized (select * from sales) select * from s where shop = 7',
      planned: true,
    },
  },
  silent: {
    inlined: { schema: sales, query: 'with s as (select * from sales) select * from s where shop = 7' },
    'a condition on a sum': {
      schema: sales.replace('% 500', '% 20000'),
      query:
        'with s as materialized (select shop, sum(total) as total from sales group by shop) select * from s where total > 190',
    },
    'all of it is wanted': {
      schema: sales,
      query: 'with s as materialized (select shop, sum(total) as total from sales group by shop) select * from s',
    },
  },
});
