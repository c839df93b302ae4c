import { testSign } from '../../../test/sign.ts';
import { sign } from './lossy-bitmap.ts';

const rows = `create table readings (id int, sensor int, body text);
  insert into readings select n, (n * 7919) % 1000, repeat('x', 300) from generate_series(1, 60000) n;
  create index on readings (sensor)`;
const bitmap = { enable_seqscan: 'off', enable_indexscan: 'off' };

testSign(sign, {
  says: {
    'pages whose rows were forgotten': {
      schema: rows,
      query: 'select * from readings where sensor < 300',
      settings: { ...bitmap, work_mem: '64kB' },
      message: /lossy for [\d ]+ of [\d ]+ pages/,
      remedies: ['setting work_mem'],
    },
  },
  silent: {
    'a bitmap that fits': {
      schema: rows,
      query: 'select * from readings where sensor < 300',
      settings: bitmap,
    },
  },
});
