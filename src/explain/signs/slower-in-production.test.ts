import { testSign } from '../../../test/sign.ts';
import { sign } from './slower-in-production.ts';

const rows = 'create table t (id int primary key, x int); insert into t select n, n from generate_series(1, 100) n';

testSign(sign, {
  says: {
    'it reads from disk there': {
      schema: rows,
      query: 'select * from t where id = 5',
      workload: { calls: 1200, meanMilliseconds: 800, deviationMilliseconds: 900, pagesRead: 5000, pagesHit: 3000 },
      message: /1 200 calls took 800 ms on average; 63% of its pages/,
    },
  },
  silent: {
    'about the same': { schema: rows, query: 'select * from t where id = 5', workload: { meanMilliseconds: 0.05 } },
    'nothing was counted': { schema: rows, query: 'select * from t where id = 5' },
  },
});
