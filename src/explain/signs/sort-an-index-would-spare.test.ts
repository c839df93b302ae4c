import { testSign } from '../../../test/sign.ts';
import { sign } from './sort-an-index-would-spare.ts';

const posts = `create table posts (id int primary key, author int, at timestamptz, title text);
  insert into posts select n, n % 4, now() - (n * 7919 % 50000) * interval '1 minute', 'post ' || n from generate_series(1, 50000) n`;

testSign(sign, {
  says: {
    'the newest': {
      schema: posts,
      query: 'select * from posts order by at desc limit 20',
      message: /reads 50 000 rows of posts and sorts them by at DESC to return the first 20/,
      remedies: ['index on posts (at)'],
    },
    'the newest of one author': {
      schema: posts,
      query: 'select * from posts where author = 3 order by at desc limit 20',
      remedies: ['index on posts (author, at)'],
    },
    'by the estimates': { schema: posts, query: 'select * from posts order by at desc limit 20', planned: true },
  },
  silent: {
    'an index gives the order': {
      schema: `${posts}; create index on posts (at)`,
      query: 'select * from posts order by at desc limit 20',
    },
    'a few rows': { schema: posts, query: 'select * from posts where id < 100 order by at' },
    'the order of an aggregate': {
      schema: posts,
      query: 'select author, count(*) from posts group by author order by 2 desc limit 1',
    },
  },
});
