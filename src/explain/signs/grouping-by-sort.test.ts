import { testSign } from '../../../test/sign.ts';
import { sign } from './grouping-by-sort.ts';

const rows = `create table hits (id int, visitor text, page int);
  insert into hits select n, 'v' || (n * 7919) % 30000, n % 100 from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'too many groups for the memory': {
      schema: rows,
      query: 'select visitor, count(*) from hits group by visitor',
      settings: { work_mem: '64kB', enable_hashagg: 'off' },
      message: /sorts 60 000 rows by visitor to make 30 000 groups/,
      remedies: ['index on hits (visitor)', 'setting work_mem'],
    },
  },
  silent: {
    hashed: {
      schema: rows,
      query: 'select visitor, count(*) from hits group by visitor',
      settings: { work_mem: '64MB' },
    },
    'an index gives the order': {
      schema: `${rows}; create index on hits (visitor)`,
      query: 'select visitor, count(*) from hits group by visitor',
      settings: { enable_hashagg: 'off', enable_seqscan: 'off' },
    },
  },
});
