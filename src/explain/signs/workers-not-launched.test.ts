import { testSign } from '../../../test/sign.ts';
import { sign } from './workers-not-launched.ts';

const rows = `create table measures (id int, value int);
  insert into measures select n, n % 1000 from generate_series(1, 60000) n; alter table measures set (parallel_workers = 2)`;
const workers = {
  max_parallel_workers_per_gather: '2',
  parallel_setup_cost: '0',
  parallel_tuple_cost: '0',
  min_parallel_table_scan_size: '0',
};

// The embedded engine is a single process: it plans workers where it is told to, and never gets one.
testSign(sign, {
  says: {
    'none came': {
      schema: rows,
      query: 'select count(*) from measures where value = 5',
      settings: workers,
      message: /2 workers planned, none launched/,
    },
  },
  silent: {
    'by the estimates': {
      schema: rows,
      query: 'select count(*) from measures where value = 5',
      settings: workers,
      planned: true,
    },
    'none were planned': {
      schema: rows,
      query: 'select count(*) from measures where value = 5',
      settings: { max_parallel_workers_per_gather: '0' },
    },
  },
});
