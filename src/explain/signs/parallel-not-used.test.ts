import { testSign } from '../../../test/sign.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { sign } from './parallel-not-used.ts';

const rows = `create table measures (id int, value int, body text) with (fillfactor = 10);
  insert into measures select n, n % 1000, repeat('x', 40) from generate_series(1, 90000) n;
  create function odd(n int) returns boolean language sql volatile as 'select n % 2 = 1'`;
const none = { max_parallel_workers_per_gather: '0' };
const larger = (read: Statistics): Statistics => read;

testSign(sign, {
  says: {
    'the setting forbids it': {
      schema: rows,
      query: 'select count(*) from measures where value = 5',
      settings: none,
      statistics: larger,
      message: /one process reads all [\d ]+ pages of measures, .*: max_parallel_workers_per_gather is 0/,
      remedies: ['setting max_parallel_workers_per_gather = 2'],
    },
  },
  silent: {
    'a small table': {
      schema: 'create table t (id int, x int); insert into t select n, n from generate_series(1, 30000) n',
      query: 'select count(*) from t where x = 5',
      settings: none,
    },
    'shared by workers': {
      schema: rows,
      query: 'select count(*) from measures where value = 5',
      settings: { max_parallel_workers_per_gather: '2', parallel_setup_cost: '0', parallel_tuple_cost: '0' },
    },
  },
});
