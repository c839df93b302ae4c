import { testSign } from '../../../test/sign.ts';
import { sign } from './bloated-table.ts';

const rows = `create table queue (id int, state int, body text) with (autovacuum_enabled = false);
  insert into queue select n, n % 10, repeat('x', 100) from generate_series(1, 40000) n`;

testSign(sign, {
  says: {
    'dead rows': {
      schema: rows,
      after: 'update queue set state = state + 1 where id % 2 = 0',
      query: 'select count(*) from queue where state = 3',
      statistics: (read) => ({
        ...read,
        tables: Object.fromEntries(
          Object.entries(read.tables).map(([name, one]) => [
            name,
            { ...one, deadRows: 20000, pages: one.pages ?? 900 },
          ]),
        ),
      }),
      message: /20 000 dead rows beside/,
      remedies: ['maintenance vacuum queue'],
    },
    'empty pages': {
      schema: rows.replace('100)', '400)').replace('40000', '60000'),
      after: ['delete from queue where id % 20 <> 0', 'vacuum queue', 'analyze queue'],
      query: 'select count(*) from queue where state = 3',
      message: /reads [\d ]+ pages .* of queue for 3 000 rows that would fill about/,
      remedies: ['maintenance vacuum queue, rewriting it'],
    },
  },
  silent: {
    'full pages': { schema: rows, query: 'select count(*) from queue where state = 3' },
    'room left on purpose': {
      schema: rows.replace('autovacuum_enabled', 'fillfactor = 30, autovacuum_enabled'),
      query: 'select count(*) from queue where state = 3',
    },
  },
});
