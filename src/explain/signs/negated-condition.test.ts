import { testSign } from '../../../test/sign.ts';
import { sign } from './negated-condition.ts';

const jobs = `create table jobs (id int primary key, state text, failed_at timestamptz);
  insert into jobs select n, case when n % 500 = 0 then 'new' else 'done' end, case when n % 900 = 0 then now() end from generate_series(1, 40000) n;
  create index on jobs (state)`;

testSign(sign, {
  says: {
    'all but the usual': {
      schema: jobs,
      query: "select * from jobs where state <> 'done'",
      message: /state <> 'done' asks for rows by what they are not/,
      remedies: ["index on jobs (id) where state <> 'done'"],
    },
    'those that have a value': {
      schema: jobs,
      query: 'select * from jobs where failed_at is not null',
      remedies: ['index on jobs (id) where failed_at IS NOT NULL'],
    },
  },
  silent: {
    'by name': { schema: jobs, query: "select * from jobs where state = 'new'" },
    'most are different': { schema: jobs, query: "select * from jobs where state <> 'new'" },
    'a partial index': {
      schema: `${jobs}; create index on jobs (id) where state <> 'done'`,
      query: "select * from jobs where state <> 'done'",
    },
  },
});
