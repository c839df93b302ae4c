import { testSign } from '../../../test/sign.ts';
import { sign } from './cold-cache.ts';

// More than the 32 MB of the embedded engine's buffer cache.
const rows = `create table archive (id int, kind int, body text) with (fillfactor = 10);
  insert into archive select n, n % 10, repeat('x', 60) from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'a table larger than the cache': {
      schema: rows,
      query: 'select count(*) from archive where kind = 3',
      message: /fetches [\d.]+ MB from outside the buffer cache/,
    },
  },
  silent: {
    'a small table': {
      schema: rows.replace('60000', '6000'),
      query: 'select count(*) from archive where kind = 3',
    },
    'by the estimates': { schema: rows, query: 'select count(*) from archive where kind = 3', planned: true },
  },
});
