import { testSign } from '../../../test/sign.ts';
import { sign } from './count-of-everything.ts';

const visits = `create table visits (id int primary key, page int);
  insert into visits select n, n % 100 from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'count(*)': {
      schema: visits,
      query: 'select count(*) from visits',
      message: /counts all 60 000 rows of visits one by one/,
      remedies: ['advice Where a rough number will do'],
    },
    'a plan alone': { schema: visits, query: 'select count(*) from visits', planOnly: true },
    'by the estimates': { schema: visits, query: 'select count(*) from visits', planned: true },
  },
  silent: {
    'with a condition': { schema: visits, query: 'select count(*) from visits where page = 7' },
    'another aggregate': { schema: visits, query: 'select sum(page) from visits' },
    'by group': { schema: visits, query: 'select page, count(*) from visits group by page' },
    'a small table': {
      schema: 'create table t (id int); insert into t select generate_series(1, 1000)',
      query: 'select count(*) from t',
    },
  },
});
