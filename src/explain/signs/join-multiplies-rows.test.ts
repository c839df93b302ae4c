import { testSign } from '../../../test/sign.ts';
import { sign } from './join-multiplies-rows.ts';

const tables = `create table a (id int, k int); create table b (id int, k int);
  insert into a select n, n % 10 from generate_series(1, 2000) n; insert into b select n, n % 10 from generate_series(1, 1000) n`;

testSign(sign, {
  says: {
    'a column of few values': {
      schema: tables,
      query: 'select a.k, count(*) from a join b on a.k = b.k group by a.k',
      message: /joins [12] 000 rows to [12] 000 and makes 200 000 of them/,
    },
    'by the estimates': {
      schema: tables,
      query: 'select a.k, count(*) from a join b on a.k = b.k group by a.k',
      planned: true,
    },
  },
  silent: {
    'one to one': { schema: tables, query: 'select count(*) from a join b on a.id = b.id' },
    'one to many': {
      schema: `${tables}; insert into a select n, 3 from generate_series(1, 60000) n`,
      query: 'select count(*) from a join (select distinct k from b) b on a.k = b.k',
    },
  },
});
