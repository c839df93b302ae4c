import { testSign } from '../../../test/sign.ts';
import { sign } from './index-scan-discards-rows.ts';

const orders = `create table orders (id int primary key, shop int, state int, total int);
  insert into orders select n, n % 5, n % 400, n from generate_series(1, 60000) n; create index orders_shop on orders (shop)`;
const byIndex = { enable_seqscan: 'off' };

testSign(sign, {
  says: {
    'a filter behind the index': {
      schema: orders,
      query: 'select * from orders where shop = 3 and state = 13',
      settings: byIndex,
      message: /orders_shop finds 12 000 rows of orders, and state = 13 discards 99% of them: 150 are kept/,
      remedies: ['index on orders (shop, state)'],
    },
    'by the estimates of a bitmap': {
      schema: orders,
      query: 'select * from orders where shop = 3 and state = 13',
      settings: { ...byIndex, enable_indexscan: 'off' },
      planned: true,
    },
  },
  silent: {
    'both in the index': {
      schema: `${orders}; create index on orders (shop, state)`,
      query: 'select * from orders where shop = 3 and state = 13',
      settings: byIndex,
    },
    'most are kept': {
      schema: orders,
      query: 'select * from orders where shop = 3 and state > 10',
      settings: byIndex,
    },
    'few rows in all': {
      schema: orders.replace('60000', '2000'),
      query: 'select * from orders where shop = 3 and state = 13',
      settings: byIndex,
    },
  },
});
