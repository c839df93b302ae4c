import { testSign } from '../../../test/sign.ts';
import { sign } from './jit-overhead.ts';

const rows = 'create table measures (id int, a int, b int, c int)';
const query = 'select a, sum(b * c), avg(b + c) from measures where a + b > 3 and c < 12 group by a having sum(b) > 10';

testSign(sign, {
  says: {
    'a small query, compiled': {
      schema: rows,
      query,
      plan: 'jit',
      message: /compiling 9 functions took \d+ ms of \d+ ms/,
      remedies: ['setting jit = off'],
    },
  },
  silent: {
    'not compiled': { schema: rows, query },
    'another plan': { schema: rows, query, plan: 'lock-waits' },
  },
});
