import { testSign } from '../../../test/sign.ts';
import { sign } from './heap-fetches.ts';

const stock = `create table stock (id int primary key, warehouse int, amount int);
  alter table stock set (autovacuum_enabled = false);
  insert into stock select n, n % 40, n from generate_series(1, 50000) n;
  create index on stock (warehouse, amount)`;
const indexOnly = { enable_seqscan: 'off', enable_bitmapscan: 'off' };

testSign(sign, {
  says: {
    'never vacuumed': {
      schema: stock,
      query: 'select sum(amount) from stock where warehouse < 20',
      settings: indexOnly,
      message: /25 000 rows of stock had to be looked up in the table|24 \d\d\d rows/,
      remedies: ['maintenance vacuum stock'],
    },
    'by the statistics': {
      schema: stock,
      query: 'select sum(amount) from stock where warehouse < 20',
      settings: indexOnly,
      planned: true,
      message: /only 0 of \d+ pages/,
    },
  },
  silent: {
    vacuumed: {
      schema: stock,
      after: 'vacuum stock',
      query: 'select sum(amount) from stock where warehouse < 20',
      settings: indexOnly,
    },
    'an index scan': {
      schema: stock,
      query: 'select * from stock where warehouse < 20',
      settings: indexOnly,
    },
  },
});
