import { testSign } from '../../../test/sign.ts';
import { sign } from './hash-batches-grew.ts';

const tables = `create table a (id int, x int, y int, body text); create table b (id int, a_id int);
  insert into a select n, n % 50, (n % 50) * 2, repeat('x', 100) from generate_series(1, 40000) n;
  insert into b select n, n from generate_series(1, 60000) n`;
const hashed = { enable_mergejoin: 'off', enable_nestloop: 'off', work_mem: '64kB' };

testSign(sign, {
  says: {
    'more rows than expected': {
      schema: tables.replace('n % 50, (n % 50) * 2', 'n % 5, (n % 5) * 2'),
      query: 'select count(a.body) from b join a on b.a_id = a.id and a.x = 1 and a.y = 2',
      settings: { ...hashed, work_mem: '96kB' },
      message: /planned for \d+ batch(es)? and needed \d+/,
      remedies: ['setting work_mem'],
    },
  },
  silent: {
    'as many as planned': {
      schema: tables,
      query: 'select count(a.body) from b join a on b.a_id = a.id',
      settings: { ...hashed, work_mem: '64MB' },
    },
  },
});
