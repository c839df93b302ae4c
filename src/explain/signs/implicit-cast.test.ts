import { testSign } from '../../../test/sign.ts';
import { sign } from './implicit-cast.ts';

const cards = `create table cards (id bigint primary key, number varchar(20), owner int);
  insert into cards select n, 'n' || n, n % 100 from generate_series(1, 40000) n; create index on cards (number)`;

testSign(sign, {
  says: {
    'a number with a decimal point': {
      schema: cards,
      query: 'select * from cards where id = 77.0',
      message: /id is bigint, but .* compares it as numeric, which no index on it serves/,
      remedies: ['rewrite implicit-cast-removed', 'advice Give', '77 instead of 77.0'],
    },
  },
  silent: {
    'a cast that is written': { schema: cards, query: "select * from cards where owner::text = '5'" },
    'the same type': { schema: cards, query: 'select * from cards where id = 77' },
    'varchar and text are one': { schema: cards, query: "select * from cards where number = 'n77'::text" },
    'no index could help': { schema: cards, query: 'select * from cards where id > 10.5' },
    'a filter without a cast': { schema: cards, query: 'select * from cards where owner = 5' },
  },
});
