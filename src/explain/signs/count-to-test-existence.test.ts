import { testSign } from '../../../test/sign.ts';
import { sign } from './count-to-test-existence.ts';

const shop = `create table users (id int primary key, name text); create table orders (id int, user_id int, total int);
  insert into users select n, 'u' || n from generate_series(1, 300) n;
  insert into orders select n, n % 300, n % 100 from generate_series(1, 30000) n; create index on orders (user_id)`;

testSign(sign, {
  says: {
    'more than none': {
      schema: shop,
      query: 'select * from users u where (select count(*) from orders o where o.user_id = u.id) > 0',
      message: /counts 29 90\d rows only to compare the count with 0/,
      remedies: ['rewrite exists-count-to-exists'],
    },
  },
  silent: {
    'a real number': {
      schema: shop,
      query: 'select * from users u where (select count(*) from orders o where o.user_id = u.id) > 50',
    },
    EXISTS: {
      schema: shop,
      query: 'select * from users u where exists (select 1 from orders o where o.user_id = u.id)',
    },
  },
});
