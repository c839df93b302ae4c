import { testSign } from '../../../test/sign.ts';
import { sign } from './extreme-without-index.ts';

const visits = `create table visits (id int primary key, at timestamptz, page int);
  insert into visits select n, now() - n * interval '1 minute', n % 100 from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'the latest of all': {
      schema: visits,
      query: 'select max(at) from visits',
      message: /reads all 60 000 rows of visits for max\(at\)/,
      remedies: ['index on visits (at)'],
    },
    'both ends, of two columns': {
      schema: visits,
      query: 'select min(v.at), max(v.page) from visits v',
      planned: true,
      remedies: ['index on visits (at) and index on visits (page)'],
    },
  },
  silent: {
    'there is an index': { schema: visits, query: 'select max(id) from visits' },
    'of some rows': { schema: visits, query: 'select max(at) from visits where page = 5' },
    'with a count, which reads all rows anyway': { schema: visits, query: 'select max(at), count(*) from visits' },
    'of groups': { schema: visits, query: 'select page, max(at) from visits group by page' },
  },
});
