import { testSign } from '../../../test/sign.ts';
import { sign } from './function-scan-estimate.ts';

const shop = `create table items (id int primary key, name text); insert into items select n, 'i' || n from generate_series(1, 30000) n;
  create function chosen(many int) returns setof int language plpgsql stable as $$ begin return query select n from generate_series(1, many) n; end $$`;

testSign(sign, {
  says: {
    'far more than the thousand assumed': {
      schema: shop,
      query: 'select count(i.name) from chosen(20000) c join items i on i.id = c',
      message: /assumes 1 000 rows of chosen(?: c)?\(\) and gets 20 000/,
    },
  },
  silent: {
    'about as many': { schema: shop, query: 'select count(i.name) from chosen(900) c join items i on i.id = c' },
    'no join': { schema: shop, query: 'select count(*) from chosen(20000)' },
    'a function that tells': {
      schema: shop,
      query: 'select count(i.name) from generate_series(1, 20000) c join items i on i.id = c',
    },
  },
});
