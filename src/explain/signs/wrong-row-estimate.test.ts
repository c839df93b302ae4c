import { testSign } from '../../../test/sign.ts';
import { sign } from './wrong-row-estimate.ts';

const places = `create table places (id int primary key, city int, zip int, name text);
  insert into places select n, n % 200, (n % 200) * 10, 'p' || n from generate_series(1, 60000) n;
  create table visits (id int, place_id int);
  insert into visits select n, n from generate_series(1, 60000) n; create index on visits (place_id)`;

testSign(sign, {
  says: {
    'columns that go together': {
      schema: places.replaceAll('200', '20'),
      query: 'select count(*) from places where city = 7 and zip = 70',
      message: /expects 1\d\d rows of places .* and gets 3 000: \d+ times too few, and it starts here/,
      remedies: ['statistics statistics of city, zip together'],
    },
    'a join above is wrong because of it': {
      schema: places.replaceAll('200', '20'),
      query: 'select sum(v.id) from places p join visits v on v.place_id = p.id where p.city = 7 and p.zip = 70',
      message: /above it (is|are) wrong because of it/,
    },
    'a fast query that is wrong by far': {
      schema: `create table t (a int, b int); insert into t select n % 100, (n % 100) * 2 from generate_series(1, 60000) n`,
      query: 'select * from t where a = 5 and b = 10',
      remedies: ['statistics statistics of a, b together'],
    },
    'texts that go together': {
      schema: `create table people (id int, city text, zip text);
        insert into people select n, 'city' || n % 100, 'zip' || n % 100 from generate_series(1, 30000) n`,
      query: "select * from people where city = 'city5' and zip = 'zip5'",
      message: /gets 300/,
    },
    'an expression without statistics': {
      schema: places,
      query: 'select count(*) from places where city % 2 = 0',
      remedies: ['statistics statistics of'],
    },
    'rows that statistics do not know': {
      schema: `create table t (id int, x int); insert into t select n, n % 10 from generate_series(1, 60000) n`,
      after: `insert into t select n, 77 from generate_series(1, 20000) n`,
      query: 'select count(*) from t where x = 77',
    },
  },
  silent: {
    'a good estimate': { schema: places, query: 'select count(*) from places where city = 7' },
    'a limit stops it': { schema: places, query: 'select * from places where name > $$p$$ limit 5' },
    'wrong but tiny': { schema: places, query: 'select * from places where id = 5 and name = $$p5$$' },
  },
});
