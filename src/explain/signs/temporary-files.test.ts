import { testSign } from '../../../test/sign.ts';
import { sign } from './temporary-files.ts';

const rows = `create table logs (id int, kind int, body text);
  insert into logs select n, n % 10, repeat('x', 100) from generate_series(1, 40000) n`;
const twice =
  'with l as materialized (select * from logs) select (select count(body) from l), (select max(body) from l)';

testSign(sign, {
  says: {
    'a CTE on disk': {
      schema: rows,
      query: twice,
      settings: { work_mem: '256kB' },
      message: /CTE Scan writes [\d.]+ MB of temporary files for the CTE l/,
      remedies: ['setting work_mem'],
    },
    'a window on disk': {
      schema: rows,
      query: 'select id, sum(id) over (rows between unbounded preceding and unbounded following), body from logs',
      settings: { work_mem: '256kB' },
    },
    'by the counters of the server': {
      schema: rows,
      query: 'select * from logs order by body, id',
      planned: true,
      workload: { calls: 20, temporaryPagesWritten: 12000 },
      message: /each call writes 4\.69 MB of temporary files/,
    },
  },
  silent: {
    'in memory': { schema: rows, query: twice, settings: { work_mem: '64MB' } },
    'a sort, which has its own sign': {
      schema: rows,
      query: 'select * from logs order by body, id',
      settings: { work_mem: '256kB' },
    },
  },
});
