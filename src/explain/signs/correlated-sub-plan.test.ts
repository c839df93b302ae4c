import { testSign } from '../../../test/sign.ts';
import { sign } from './correlated-sub-plan.ts';

const shop = `create table users (id int primary key, name text); create table orders (id int, user_id int, total int);
  insert into users select n, 'u' || n from generate_series(1, 2000) n;
  insert into orders select n, n % 2000, n % 100 from generate_series(1, 20000) n; create index on orders (user_id)`;

testSign(sign, {
  says: {
    'a sum for each row': {
      schema: shop,
      query: 'select u.name, (select sum(o.total) from orders o where o.user_id = u.id) from users u',
      message: /SubPlan 1 on orders o runs 2 000 times/,
      remedies: ['rewrite scalar-aggregate-to-grouped-join'],
    },
    'in a condition': {
      schema: shop,
      query: 'select * from users u where 5 < (select count(*) from orders o where o.user_id = u.id)',
    },
    'by the estimates': {
      schema: shop,
      query: 'select u.name, (select sum(o.total) from orders o where o.user_id = u.id) from users u',
      planned: true,
      message: /runs about (2 0\d\d|1 9\d\d) times/,
    },
  },
  silent: {
    'NOT IN of rows that are read once': {
      schema: `create table a (x int); insert into a select n from generate_series(1, 2000) n;
        create table b as select * from a`,
      query: 'select * from a where x not in (select x from b)',
      settings: { work_mem: '64kB', enable_hashagg: 'off' },
    },
    'executed once': { schema: shop, query: 'select * from orders where total > (select avg(total) from orders)' },
    'for a few rows': {
      schema: shop,
      query: 'select u.name, (select sum(o.total) from orders o where o.user_id = u.id) from users u where id < 10',
    },
    'a join': {
      schema: shop,
      query: 'select u.name, sum(o.total) from users u left join orders o on o.user_id = u.id group by u.id',
    },
  },
});
