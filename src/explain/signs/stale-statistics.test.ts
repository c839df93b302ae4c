import { testSign } from '../../../test/sign.ts';
import { sign } from './stale-statistics.ts';

const rows = `create table news (id int, kind int) with (autovacuum_enabled = false);
  insert into news select n, n % 10 from generate_series(1, 30000) n`;

testSign(sign, {
  says: {
    'never analysed': {
      schema: rows,
      analyze: false,
      query: 'select count(*) from news where kind = 3',
      message: /news was never analysed/,
      remedies: ['maintenance analyse news'],
    },
    'a scan finds another number of rows': {
      schema: rows,
      after: 'delete from news where id > 5000',
      planOnly: true,
      query: 'select sum(kind) from news',
      message: /has 5 000 rows where the planner believes in 30 000/,
    },
  },
  silent: {
    analysed: { schema: rows, query: 'select count(*) from news where kind = 3' },
    'another table': {
      schema: `${rows}; create table other (id int)`,
      after: 'insert into other select generate_series(1, 20)',
      query: 'select count(*) from news where kind = 3',
    },
  },
});
