import { testSign } from '../../../test/sign.ts';
import { sign } from './wide-rows.ts';

const pages = (width: number) => `create table pages (id int primary key, site int, html text);
  insert into pages select n, n % 50, repeat(md5(n::text), ${width / 32}) from generate_series(1, 20000) n`;

testSign(sign, {
  says: {
    'two small columns of wide rows': {
      schema: pages(1024),
      query: 'select site, count(*) from pages group by site',
      message: /reads [\d.]+ MB of pages, 20 000 rows of about 1 0\d\d bytes, for site: 4 bytes of each/,
      remedies: ['index on pages (site)'],
    },
  },
  silent: {
    'all columns': { schema: pages(1024), query: 'select * from pages' },
    'narrow rows': { schema: pages(64), query: 'select site, count(*) from pages group by site' },
    'an index-only scan': {
      schema: `${pages(1024)}; create index on pages (site)`,
      query: 'select site, count(*) from pages group by site',
      settings: { enable_seqscan: 'off' },
    },
  },
});
