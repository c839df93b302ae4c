import { testSign } from '../../../test/sign.ts';
import { sign } from './foreign-key-check-time.ts';

const family = `create table parents (id int primary key); create table children (id int, parent_id int references parents);
  insert into parents select generate_series(1, 3000)`;

testSign(sign, {
  says: {
    'a bulk load': {
      schema: family,
      query: 'insert into children select n, n from generate_series(1, 3000) n',
      message: /foreign key children_parent_id_fkey was checked 3 000 times/,
    },
  },
  silent: {
    'one row': {
      schema: family,
      after: 'insert into children values (2, 2)',
      query: 'insert into children values (1, 1)',
    },
    'a delete that searches without an index': {
      schema: `${family}; insert into children select n, n from generate_series(101, 3000) n`,
      query: 'delete from parents where id <= 100',
    },
  },
});
