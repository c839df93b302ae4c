import { testSign } from '../../../test/sign.ts';
import { sign } from './long-value-list.ts';

const goods = `create table goods (id int primary key, code text);
  insert into goods select n, 'c' || n from generate_series(1, 30000) n`;
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at * 13).join(', ');

testSign(sign, {
  says: {
    'two thousand numbers': {
      schema: goods,
      query: `select * from goods where id in (${numbers(2000)})`,
      message: /holds goods against a list of 2 000 values/,
    },
    'texts in a filter': {
      schema: goods,
      query: `select * from goods where code in (${Array.from({ length: 500 }, (_, at) => `'c${at}, x'`).join(', ')})`,
      message: /a list of 500 values/,
    },
  },
  silent: {
    'a short list': { schema: goods, query: `select * from goods where code in ('c1', 'c2', 'c3')` },
  },
});
