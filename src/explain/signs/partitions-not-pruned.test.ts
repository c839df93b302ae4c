import { testSign } from '../../../test/sign.ts';
import { sign } from './partitions-not-pruned.ts';

const parts = Array.from(
  { length: 8 },
  (_, at) =>
    `create table log_${at} partition of log for values from ('2024-0${at + 1}-01') to ('2024-0${at + 2}-01');`,
).join('\n');
const log = `create table log (id int, account int, at timestamp) partition by range (at); ${parts}
  insert into log select n, n % 900, '2024-01-01'::timestamp + n * interval '5 minutes' from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'no condition on the key': {
      schema: log,
      query: 'select * from log where account = 5',
      message: /reads 8 of 8 partitions of log: no condition on its partition key at/,
    },
    'a function around the key': {
      schema: log,
      query: "select count(*) from log where date_trunc('month', at) = '2024-03-01'",
      message: /the condition on at rules hardly any out/,
      remedies: ['rewrite function-on-column-to-range'],
    },
  },
  silent: {
    pruned: {
      schema: log,
      query: "select count(*) from log where at >= '2024-03-01' and at < '2024-04-01' and account > 3",
    },
    'left to the execution': {
      schema: log,
      query: 'select count(*) from log where at >= $1 and account = 4',
      generic: ["'2024-07-20'"],
      planned: true,
    },
    'all rows are wanted': { schema: log, query: 'select count(*), max(id) from log' },
  },
});
