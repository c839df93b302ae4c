import { testSign } from '../../../test/sign.ts';
import { sign } from './collation-mismatch.ts';

const people = `create table people (id int primary key, name text);
  insert into people select n, md5(n::text) from generate_series(1, 40000) n; create index people_name on people (name)`;

testSign(sign, {
  says: {
    'COLLATE in the query': {
      schema: people,
      query: `select * from people where name < '0001' collate "POSIX"`,
      message: /cannot use people_name, which is in another collation/,
      remedies: ['index on people (name COLLATE POSIX)', 'advice Compare name in its own collation'],
    },
  },
  silent: {
    'the same collation': { schema: people, query: "select * from people where name < '0001'" },
    'an index in that collation': {
      schema: `${people}; create index on people (name collate "POSIX")`,
      query: `select * from people where name < '0001' collate "POSIX"`,
    },
  },
});
