import { testSign } from '../../../test/sign.ts';
import { sign } from './search-inside-text.ts';

const people = `create table people (id int primary key, name text);
  insert into people select n, md5(n::text) from generate_series(1, 40000) n; create index on people (name)`;

testSign(sign, {
  says: {
    'a leading wildcard': {
      schema: people,
      query: "select * from people where name like '%abcd%'",
      message: /no B-tree can serve name LIKE '%abcd%'/,
      remedies: ['advice With the extension pg_trgm'],
    },
    'the extension is there': {
      schema: `create extension pg_trgm; ${people}`,
      query: "select * from people where name ilike 'ABCD%'",
      remedies: ['GIN index on people (name gin_trgm_ops)'],
    },
    'a regular expression': { schema: people, query: "select * from people where name ~ 'ab.*cd.*ef'" },
  },
  silent: {
    'an index of trigrams': {
      schema: `create extension pg_trgm; ${people}; create index on people using gin (name gin_trgm_ops)`,
      query: "select * from people where name like '%abcd%'",
    },
    equality: { schema: people, query: "select * from people where name = 'abcd'" },
    'most rows match': { schema: people, query: "select * from people where name like '%a%'" },
  },
});
