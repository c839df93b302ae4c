import { testSign } from '../../../test/sign.ts';
import { sign } from './sort-on-disk.ts';

const events = `create table events (id int, kind int, at timestamptz, body text);
  insert into events select n, n % 50, now() - n * interval '1 minute', repeat('x', 60) from generate_series(1, 50000) n`;

testSign(sign, {
  says: {
    'an external merge': {
      schema: events,
      query: 'select * from events order by kind, at desc',
      settings: { work_mem: '1MB' },
      message: /sorts 50 000 rows by kind, at DESC through .* MB of temporary files: work_mem is 1 MB/,
      remedies: ['index on events (kind, at DESC)', 'setting work_mem = '],
    },
    'by the estimates': {
      schema: events,
      query: 'select * from events order by at',
      settings: { work_mem: '1MB' },
      planned: true,
      message: /do not fit in the 1 MB of work_mem/,
    },
  },
  silent: {
    'the first rows, by several workers': {
      schema: `create table events (id int, kind int, body text);
        insert into events select n, (n * 7919) % 60000, repeat('x', 90) from generate_series(1, 60000) n`,
      query: 'select * from (select * from events order by kind) e limit 20',
      planned: true,
      settings: {
        work_mem: '1MB',
        parallel_setup_cost: '0',
        parallel_tuple_cost: '0',
        min_parallel_table_scan_size: '0',
      },
    },
    'enough memory': {
      schema: events,
      query: 'select * from events order by kind, at desc',
      settings: { work_mem: '64MB' },
    },
    'only the first rows': {
      schema: events,
      query: 'select * from events order by kind, at desc limit 10',
      settings: { work_mem: '1MB' },
      planned: true,
    },
  },
});
