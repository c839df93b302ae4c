import { testSign } from '../../../test/sign.ts';
import { sign } from './recheck-discards-rows.ts';

const rows = `create table readings (id int, at int, body text);
  insert into readings select n, n, repeat('x', 20) from generate_series(1, 60000) n;`;

testSign(sign, {
  says: {
    'coarse ranges': {
      schema: `${rows} create index readings_brin on readings using brin (at) with (pages_per_range = 256)`,
      query: 'select * from readings where at = 700',
      settings: { enable_seqscan: 'off' },
      message: /readings_brin finds [\d ]+ candidates of readings/,
    },
  },
  silent: {
    'a B-tree': { schema: `${rows} create index on readings (at)`, query: 'select * from readings where at = 700' },
    'most are kept': {
      schema: `${rows} create index readings_brin on readings using brin (at) with (pages_per_range = 2)`,
      query: 'select * from readings where at < 20000',
      settings: { enable_seqscan: 'off' },
    },
  },
});
