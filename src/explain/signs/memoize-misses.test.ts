import { testSign } from '../../../test/sign.ts';
import { sign } from './memoize-misses.ts';

const rows = (
  keys: string,
) => `create table goods (id int primary key, name text); create table lines (id int, good_id int, kind int);
  insert into goods select n, 'g' || n from generate_series(1, 20000) n;
  insert into lines select n, ${keys}, n % 3 from generate_series(1, 20000) n`;
const query = 'select count(g.name) from lines l join goods g on g.id = l.good_id where l.kind = 1';
const loops = { enable_hashjoin: 'off', enable_mergejoin: 'off' };
// The planner is told that there are few different keys.
const fewKeys = 'alter table lines alter column good_id set (n_distinct = 50); analyze lines';

testSign(sign, {
  says: {
    'every key is new': {
      schema: rows('n'),
      after: fewKeys,
      query,
      settings: loops,
      message: /the cache of l\.good_id hits 0 of 6 \d\d\d times/,
    },
  },
  silent: {
    'keys come again': { schema: rows('n % 40 + 1'), query, settings: loops },
    'no cache': { schema: rows('n'), query, settings: { ...loops, enable_memoize: 'off' } },
  },
});
