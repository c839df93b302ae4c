import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, a int, tags text[], data jsonb, path int[], found tsvector);';

testRule(rule, {
  flags: {
    'an array': { sql: `${t} create index i on t (tags);`, items: ['public.t:i'] },
    JSON: `${t} create index on t (data);`,
    hash: `${t} create index on t using hash (data);`,
    'a text search vector': `${t} create index on t (found);`,
    'behind another column': `${t} create index on t (a, data);`,
    'behind another column that has an index': `${t} create index on t (a); create index i on t (a, tags);`,
    partial: `${t} create index on t (tags) where a > 0;`,
    'the right one is there too': `${t} create index on t using gin (data jsonb_path_ops); create index i on t (data);`,
    'two at once': `${t} create index on t (tags, data);`,
    hstore: 'create extension hstore; create table t (id int primary key, h hstore); create index on t (h);',
    'names that need quotes': 'create table "T" ("Tag s" text[]); create index "I" on "T" ("Tag s");',
  },
  allows: {
    GIN: `${t} create index on t using gin (tags); create index on t using gin (data);`,
    unique: `${t} create unique index on t (tags);`,
    'a part of JSON': `${t} create index on t ((data ->> 'name'));`,
    'a path in a tree': `${t} create index on t (path);`,
    included: `${t} create index on t (a) include (tags);`,
    'plain columns': `${t} create index on t (a);`,
  },
});
