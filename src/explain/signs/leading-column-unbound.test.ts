import { testSign } from '../../../test/sign.ts';
import { sign } from './leading-column-unbound.ts';

const rows = `create table parts (id int, maker int, number int, body text);
  insert into parts select n, n % 9000, n, repeat('x', 30) from generate_series(1, 50000) n;
  create index parts_maker_number on parts (maker, number)`;
const byIndex = { enable_seqscan: 'off' };

testSign(sign, {
  says: {
    'only the second column': {
      schema: rows,
      query: 'select * from parts where number = 777',
      settings: byIndex,
      message: /number = 777 says nothing of maker, the first column of parts_maker_number/,
      remedies: ['index on parts (number)'],
    },
  },
  silent: {
    'both columns': {
      schema: rows,
      query: 'select * from parts where maker = 777 and number = 777',
      settings: byIndex,
    },
    'the first column': { schema: rows, query: 'select count(*) from parts where maker < 1000', settings: byIndex },
  },
});
