import { testSign } from '../../../test/sign.ts';
import { sign } from './waiting.ts';

const jobs =
  'create table jobs (id int primary key, state text); insert into jobs select n, $$new$$ from generate_series(1, 50) n';

testSign(sign, {
  says: {
    asleep: {
      schema: jobs,
      query: 'select id, pg_sleep(0.3) from jobs where id = 3',
      message: /takes (?:299|3\d\d) ms for \d+ rows and pages: it waited/,
    },
    'an update that waits for another': {
      schema: jobs,
      query: "update jobs set state = 'done' where id = 3",
      plan: 'update-waits',
      message: /ModifyTable on jobs takes \d+ ms for \d+ rows and pages: it waited for locks on rows/,
    },
    'a lock that another holds': {
      schema: jobs,
      query: 'select * from jobs where id = 3 for update',
      plan: 'lock-waits',
      message: /LockRows takes/,
    },
  },
  silent: {
    'at work': {
      schema: jobs,
      query: 'select count(*) from jobs a, jobs b, jobs c',
    },
    quick: { schema: jobs, query: 'select * from jobs where id = 3' },
    'by the estimates': { schema: jobs, query: 'select id, pg_sleep(0.3) from jobs where id = 3', planned: true },
  },
});
