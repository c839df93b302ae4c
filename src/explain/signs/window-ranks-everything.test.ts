import { testSign } from '../../../test/sign.ts';
import { sign } from './window-ranks-everything.ts';

const prices = `create table prices (id int, item int, at int, price int);
  insert into prices select n, n % 200, (n * 7919) % 40000, n from generate_series(1, 40000) n`;
const newest = (kept: string) =>
  `select * from (select *, row_number() over (partition by item order by at desc) as place from prices) p where place ${kept}`;

testSign(sign, {
  says: {
    'the newest of each': {
      schema: prices,
      query: newest('= 1'),
      message: /ranks 40 000 rows to keep 200/,
      remedies: ['index on prices (item, at DESC)', 'advice Take the groups'],
    },
  },
  silent: {
    'all ranks are wanted': { schema: prices, query: newest('>= 1') },
    'a small table': { schema: prices.replace('40000) n', '400) n'), query: newest('= 1') },
  },
});
