import { testSign } from '../../../test/sign.ts';
import { sign } from './or-across-columns.ts';

const people = `create table people (id int primary key, email text, phone text, city int);
  insert into people select n, 'e' || n, 'p' || n, n % 500 from generate_series(1, 50000) n`;

testSign(sign, {
  says: {
    'no branch has an index': {
      schema: people,
      query: "select * from people where email = 'e7' or phone = 'p9'",
      message: /no index serves both/,
      remedies: ['index on people (email) and index on people (phone)', 'rewrite or-to-union-all'],
    },
    'one branch has an index': {
      schema: `${people}; create index on people (email)`,
      query: "select * from people where email = 'e7' or phone = 'p9'",
      remedies: ['index on people (phone)'],
    },
  },
  silent: {
    'every branch has its index': {
      schema: `${people}; create index on people (email); create index on people (phone)`,
      query: "select * from people where email = 'e7' or phone = 'p9'",
    },
    'no OR': { schema: people, query: 'select * from people where city = 5' },
  },
});
