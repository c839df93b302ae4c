import { testSign } from '../../../test/sign.ts';
import { sign } from './prefix-search-without-pattern-index.ts';

const people = `create table people (id int primary key, name text);
  insert into people select n, md5(n::text) from generate_series(1, 40000) n; create index people_name on people (name)`;

testSign(sign, {
  says: {
    'an index in the order of a dictionary': {
      schema: people,
      query: "select * from people where name like 'abcd%'",
      plan: 'prefix',
      message: /name LIKE 'abcd%' cannot use people_name, whose collation orders otherwise than by bytes/,
      remedies: ['index on people (name text_pattern_ops)'],
    },
  },
  silent: {
    'an index by bytes': {
      schema: `${people}; create index on people (name text_pattern_ops)`,
      query: "select * from people where name like 'abcd%'",
    },
    equality: { schema: people, query: "select * from people where name = 'abcd'" },
  },
});
