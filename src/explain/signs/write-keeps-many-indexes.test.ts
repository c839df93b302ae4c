import { testSign } from '../../../test/sign.ts';
import { sign } from './write-keeps-many-indexes.ts';

const table = (indexes: number) =>
  `create table entries (id int primary key, a int, b int, c int, d int, e int, f text);
  ${['a', 'b', 'c', 'd', 'e', 'f']
    .slice(0, indexes)
    .map((column) => `create index on entries (${column})`)
    .join(';')}`;
const load =
  'insert into entries select n, n % 7, n % 11, n, n % 13, n % 17, md5(n::text) from generate_series(1, 5000) n';

testSign(sign, {
  says: {
    'seven indexes': {
      schema: table(6),
      query: load,
      message: /writes 5 000 rows of entries and an entry for each of them in 7 indexes/,
    },
  },
  silent: {
    'two indexes': { schema: table(1), query: load },
    'a few rows': { schema: table(6), query: load.replace('5000', '50') },
    'a query': { schema: table(6), query: 'select * from entries' },
  },
});
