import { testSign } from '../../../test/sign.ts';
import { sign } from './cold-cache.ts';

// More than the 32 MB of the embedded engine's buffer cache.
const rows = `create table archive (id int, kind int, body text) with (fillfactor = 10);
  insert into archive select n, n % 10, repeat('x', 60) from generate_series(1, 60000) n`;

testSign(sign, {
  says: {
    'pages of a table larger than the cache, by an index': {
      schema: `${rows}; create index on archive (kind)`,
      query: 'select count(body) from archive where kind < 9',
      settings: { enable_seqscan: 'off' },
      message: /fetches [\d.]+ MB from outside the buffer cache/,
    },
  },
  silent: {
    'a scan that reads as much every time': { schema: rows, query: 'select count(*) from archive where kind = 3' },
    'a small table': {
      schema: rows.replace('60000', '6000'),
      query: 'select count(*) from archive where kind = 3',
    },
    'by the estimates': { schema: rows, query: 'select count(*) from archive where kind = 3', planned: true },
  },
});
