import { testSign } from '../../../test/sign.ts';
import { sign } from './random-order.ts';

const quotes = `create table quotes (id int primary key, body text);
  insert into quotes select n, 'q' || n from generate_series(1, 40000) n`;

testSign(sign, {
  says: {
    'a few rows': {
      schema: quotes,
      query: 'select * from quotes order by random() limit 3',
      message: /sorts 40 000 rows by random\(\) to take 3 rows/,
      remedies: ['TABLESAMPLE'],
    },
    'by the estimates': { schema: quotes, query: 'select * from quotes order by random() limit 3', planned: true },
  },
  silent: {
    'all rows': { schema: quotes, query: 'select * from quotes order by random()' },
    'of a few rows': { schema: quotes, query: 'select * from quotes where id < 50 order by random() limit 3' },
    'another order': { schema: quotes, query: 'select * from quotes order by body limit 3' },
  },
});
