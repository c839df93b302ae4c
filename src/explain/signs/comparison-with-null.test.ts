import { testSign } from '../../../test/sign.ts';
import { sign } from './comparison-with-null.ts';

const notes = `create table notes (id int primary key, note text, mark int);
  insert into notes select n, nullif(n % 10, 0)::text, n from generate_series(1, 20000) n`;

testSign(sign, {
  says: {
    equal: {
      schema: notes,
      query: 'select * from notes where note = null',
      message: /note = NULL is true for no row/,
      remedies: ['advice Write note IS NULL'],
    },
    different: {
      schema: notes,
      query: 'select * from notes where mark <> null',
      remedies: ['advice Write mark IS NOT NULL'],
    },
    'beside others': { schema: notes, query: "select * from notes where note = '3' or mark = null" },
  },
  silent: {
    'IS NULL': { schema: notes, query: 'select * from notes where note is null' },
    'IS DISTINCT FROM': { schema: notes, query: 'select * from notes where mark is not distinct from null' },
    'a constant': { schema: notes, query: "select * from notes where note = 'null'" },
  },
});
