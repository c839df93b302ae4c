import { testSign } from '../../../test/sign.ts';
import { sign } from './function-on-column.ts';

const users = `create table users (id int primary key, email text, created_at timestamptz, score int);
  insert into users select n, 'User' || n || '@x.com', '2024-01-01'::timestamptz + n * interval '1 minute', n % 1000 from generate_series(1, 50000) n;
  create index on users (email); create index on users (created_at)`;

testSign(sign, {
  says: {
    'lower()': {
      schema: users,
      query: "select * from users where lower(email) = 'user7@x.com'",
      message: /no index can serve lower\(email\) = 'user7@x.com'/,
      remedies: ['rewrite function-on-column-to-range', 'change index on users (lower(email))'],
    },
    'the day of a time': {
      schema: users.replaceAll('timestamptz', 'timestamp'),
      query: "select * from users where created_at::date = '2024-01-15'",
      remedies: ['rewrite function-on-column-to-range'],
    },
    'a calculation': { schema: users, query: 'select * from users where score * 2 > 1990' },
    coalesce: {
      schema: users,
      query: 'select * from users where coalesce(score, 0) = 5',
      remedies: ['rewrite coalesce-comparison-to-null-test'],
    },
  },
  silent: {
    'the function on the other side': {
      schema: users,
      query: "select * from users where email = lower('user7@x.com')",
    },
    'an index on the expression': {
      schema: `${users}; create index on users (lower(email))`,
      query: "select * from users where lower(email) = 'user7@x.com'",
    },
    'a column without function': { schema: users, query: 'select * from users where score = 5' },
  },
});
