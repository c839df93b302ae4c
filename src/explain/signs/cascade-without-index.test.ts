import { testSign } from '../../../test/sign.ts';
import { sign } from './cascade-without-index.ts';

const family = `create table parents (id int primary key); create table children (id int, parent_id int references parents on delete cascade);
  insert into parents select generate_series(1, 2000); insert into children select n, n % 2000 + 1 from generate_series(1, 10000) n`;

testSign(sign, {
  says: {
    'a cascade': {
      schema: family,
      query: 'delete from parents where id <= 50',
      message: /searches all of children for each of 50 rows/,
      remedies: ['index on children (parent_id)'],
    },
  },
  silent: {
    'there is an index': {
      schema: `${family}; create index on children (parent_id)`,
      query: 'delete from parents where id <= 50',
    },
    'an insert': { schema: family, query: 'insert into children select n, n from generate_series(1, 2000) n' },
  },
});
