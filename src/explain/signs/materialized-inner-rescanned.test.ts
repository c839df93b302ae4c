import { testSign } from '../../../test/sign.ts';
import { sign } from './materialized-inner-rescanned.ts';

const spans = `create table calls (id int, at int); create table shifts (id int, starts int, ends int);
  insert into calls select n, n from generate_series(1, 4000) n;
  insert into shifts select n, n * 8, n * 8 + 8 from generate_series(1, 500) n`;

testSign(sign, {
  says: {
    'a join by a range': {
      schema: spans,
      query: 'select count(*) from calls c join shifts s on c.at >= s.starts and c.at < s.ends',
      message: /holds 500 rows of shifts s against each of 4 000 rows, 2 000 000 pairs/,
    },
    'by the estimates': {
      schema: spans,
      query: 'select count(*) from calls c, shifts s',
      planned: true,
      message: /without a condition/,
    },
  },
  silent: {
    'a join by equality': { schema: spans, query: 'select count(*) from calls c join shifts s on c.at = s.starts' },
    'a short list': { schema: spans, query: 'select count(*) from calls c, shifts s where s.id <= 3' },
  },
});
