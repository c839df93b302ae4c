import { testSign } from '../../../test/sign.ts';
import { sign } from './too-many-rows-returned.ts';

const visits = `create table visits (id int primary key, page int, agent text);
  insert into visits select n, n % 100, repeat('x', 40) from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'a whole table': {
      schema: visits,
      query: 'select * from visits',
      message: /returns 60 000 rows, about [\d.]+ MB, to the client, without a LIMIT/,
    },
    'by the estimates': { schema: visits, query: 'select * from visits order by page', planned: true },
  },
  silent: {
    'a page': { schema: visits, query: 'select * from visits order by id limit 50' },
    'many small rows': { schema: visits, query: 'select id from visits' },
    'a sum': { schema: visits, query: 'select page, count(*) from visits group by page' },
  },
});
