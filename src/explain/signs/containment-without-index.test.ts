import { testSign } from '../../../test/sign.ts';
import { sign } from './containment-without-index.ts';

const posts = `create table posts (id int primary key, tags text[], data jsonb);
  insert into posts select n, array['t' || n % 3000, 'x'], jsonb_build_object('k', n % 3000) from generate_series(1, 40000) n;
  create index posts_tags on posts (tags)`;

testSign(sign, {
  says: {
    'a member of an array': {
      schema: `create table notes (id int, tags text[]);
        insert into notes select n, array['t' || n % 500, 'u' || n] from generate_series(1, 40000) n`,
      query: "select * from notes where 't7' = any (tags)",
      message: /no index serves/,
      remedies: ["tags @> ARRAY['t7']"],
    },
    'an array': {
      schema: posts,
      query: "select * from posts where tags @> array['t77']",
      message: /posts_tags, a B-tree, has no operator for/,
      remedies: ['GIN index on posts (tags)'],
    },
    'a document': {
      schema: posts,
      query: `select * from posts where data @> '{"k": 77}'`,
      remedies: ['GIN index on posts (data)'],
    },
  },
  silent: {
    'a GIN index': {
      schema: `${posts}; create index on posts using gin (tags)`,
      query: "select * from posts where tags @> array['t77']",
    },
    'most rows match': { schema: posts, query: "select * from posts where tags @> array['x']" },
  },
});
