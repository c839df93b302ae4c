import { testSign } from '../../../test/sign.ts';
import { sign } from './limit-with-wrong-index.ts';

const tickets = `create table tickets (id int primary key, team int, state text, at timestamptz);
  insert into tickets select n, n % 7, case when n < 500 then 'open' else 'closed' end, '2024-01-01'::timestamptz + n * interval '1 minute' from generate_series(1, 60000) n;
  create index tickets_at on tickets (at)`;

testSign(sign, {
  says: {
    'the rows wanted lie at the other end': {
      schema: tickets,
      query: "select * from tickets where state = 'open' order by at desc limit 10",
      settings: { enable_sort: 'off' },
      message: /reads 59 \d\d\d rows of tickets along tickets_at to find 10 with state = 'open'/,
      remedies: ['index on tickets (state, at)', "index on tickets (at) where state = 'open'"],
    },
  },
  silent: {
    'they lie at the near end': {
      schema: tickets,
      query: "select * from tickets where state = 'open' order by at limit 10",
      settings: { enable_sort: 'off' },
    },
    'the index has the filter, too': {
      schema: `${tickets}; create index on tickets (state, at)`,
      query: "select * from tickets where state = 'open' order by at desc limit 10",
    },
  },
});
