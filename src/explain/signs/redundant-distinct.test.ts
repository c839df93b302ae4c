import { testSign } from '../../../test/sign.ts';
import { sign } from './redundant-distinct.ts';

const users = `create table users (id int primary key, email text unique, city int);
  insert into users select n, 'e' || n, n % 40 from generate_series(1, 30000) n`;

testSign(sign, {
  says: {
    'the primary key is returned': {
      schema: users,
      query: 'select distinct id, city from users',
      message: /makes 30 000 rows distinct that are: id is unique in users/,
      remedies: ['rewrite distinct-redundant-removed'],
    },
  },
  silent: {
    'no key': { schema: users, query: 'select distinct city from users' },
    'a unique key that may be null': { schema: users, query: 'select distinct email from users' },
    'no DISTINCT': { schema: users, query: 'select id, city from users' },
  },
});
