import { testSign } from '../../../test/sign.ts';
import { sign } from './hash-on-disk.ts';

const tables = `create table a (id int, body text); create table b (id int, a_id int);
  insert into a select n, repeat('x', 80) from generate_series(1, 30000) n;
  insert into b select n, n from generate_series(1, 30000) n`;
const hashed = { enable_mergejoin: 'off', enable_nestloop: 'off' };

testSign(sign, {
  says: {
    'a join in batches': {
      schema: tables,
      query: 'select a.body, b.id from a join b on b.a_id = a.id',
      settings: { ...hashed, work_mem: '256kB' },
      message: /hashes 30 000 rows in \d+ batches/,
      remedies: ['setting work_mem'],
    },
    'a join by the estimates': {
      schema: tables,
      query: 'select a.body, b.* from a join b on b.a_id = a.id and b.id > a.id - 10',
      settings: { ...hashed, work_mem: '128kB' },
      planned: true,
    },
    'an aggregate in batches': {
      schema: tables,
      query: 'select id, body, count(*) from a group by id, body',
      settings: { enable_sort: 'off', work_mem: '256kB' },
      message: /groups 30 000 rows in/,
    },
  },
  silent: {
    'enough memory': {
      schema: tables,
      query: 'select a.body, b.id from a join b on b.a_id = a.id',
      settings: { ...hashed, work_mem: '64MB' },
    },
  },
});
