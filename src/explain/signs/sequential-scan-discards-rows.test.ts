import { testSign } from '../../../test/sign.ts';
import { sign } from './sequential-scan-discards-rows.ts';

const orders = `create table orders (id bigint primary key, user_id int, status text, total numeric);
  insert into orders select n, n % 5000, case when n % 1000 = 0 then 'open' else 'done' end, n % 97 from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'a few rows of many': {
      schema: orders,
      query: 'select id, total from orders where user_id = 42',
      message: /reads 60 000 rows of orders to keep 12: 99\.98% discarded by user_id = 42/,
      remedies: ['index on orders (user_id)', 'index on orders (user_id) including id, total'],
    },
    'a constant that keeps few rows': {
      schema: orders,
      query: "select * from orders where status = 'open'",
      remedies: ['index on orders (status)', "index on orders (id) where status = 'open'"],
    },
    'by the estimates alone': {
      schema: orders,
      query: 'select * from orders where user_id = 42 and total > 90',
      planned: true,
      message: /reads 60 000 rows of orders to keep/,
      remedies: ['index on orders (user_id, total)'],
    },
    'a plan alone': {
      schema: orders,
      query: 'select * from orders where user_id = 42',
      planOnly: true,
      remedies: ['advice An index on the columns in user_id = 42'],
    },
    'partitions, one at a time': {
      schema: `create table events (id int, kind int, at date) partition by range (at);
        create table events_a partition of events for values from ('2024-01-01') to ('2025-01-01');
        create table events_b partition of events for values from ('2025-01-01') to ('2026-01-01');
        insert into events select n, n % 3000, '2024-06-01'::date + n % 365 from generate_series(1, 60000) n`,
      query: 'select * from events where kind = 7',
      times: 2,
      remedies: ['index on events (kind)'],
    },
  },
  silent: {
    'most rows are kept': { schema: orders, query: "select * from orders where status = 'done'" },
    'a small table': {
      schema: 'create table t (id int, x int); insert into t select n, n from generate_series(1, 500) n',
      query: 'select * from t where x = 5',
    },
    'an index is used': {
      schema: `${orders}; create index on orders (user_id)`,
      query: 'select * from orders where user_id = 42',
    },
    'never executed': {
      schema: orders,
      query: 'select * from orders where user_id = 42 and (select 1 where false) = 1',
    },
  },
});
