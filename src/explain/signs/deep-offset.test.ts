import { testSign } from '../../../test/sign.ts';
import { sign } from './deep-offset.ts';

const posts = `create table posts (id int primary key, at timestamptz, title text);
  insert into posts select n, now() - n * interval '1 minute', 'post ' || n from generate_series(1, 50000) n`;

testSign(sign, {
  says: {
    'a far page': {
      schema: posts,
      query: 'select * from posts order by id limit 20 offset 40000',
      message: /finds 40 000 rows and skips them to return 20/,
      remedies: ['rewrite offset-to-keyset'],
    },
    'a far page of an order with ties': {
      schema: posts,
      query: 'select * from posts order by at desc limit 20 offset 40000',
      remedies: ['WHERE (at, id) < ($1, $2) ORDER BY at DESC, id DESC'],
    },
    'by the estimates': {
      schema: posts,
      query: 'select * from posts order by id limit 20 offset 40000',
      planned: true,
      message: /finds (40 000|39 9\d\d) rows/,
    },
  },
  silent: {
    'the first page': { schema: posts, query: 'select * from posts order by id limit 20' },
    'a sort for the first page': { schema: posts, query: 'select * from posts order by title limit 20' },
    'a near page': { schema: posts, query: 'select * from posts order by id limit 20 offset 100' },
    'the first page by the estimates': {
      schema: posts,
      query: 'select * from posts order by at limit 20',
      planned: true,
    },
  },
});
