import type { AdvisorCase } from './advisor-case.ts';

const people = (extension = true) => `${extension ? 'create extension pg_trgm; ' : ''}create table people (
  id bigint primary key, name text not null, last_name text not null, data jsonb not null, tags text[] not null,
  search tsvector not null, created_at timestamptz not null);`;
const rows = 'people=5M';
const trigrams = [{ table: 'people', method: ['gin', 'gist'], keys: ['name'], operatorClass: /trgm/ }] as const;

/** The first rows, in some order, of a search whose number of matches nobody knows: to walk the order is quick by chance only. */
export const searches: readonly AdvisorCase[] = [
  {
    title: 'the first by name of those that hold a word',
    schema: people(),
    rows,
    queries: "select * from people where name ilike '%' || $1 || '%' order by last_name limit 20;",
    creates: trigrams,
  },
  {
    title: 'the first by name of those that hold a word, beside an index in that order',
    schema: `${people()} create index people_last_name on people (last_name);`,
    rows,
    queries: "select * from people where name ilike '%' || $1 || '%' order by last_name limit 20;",
    creates: trigrams,
  },
  {
    title: 'the first by name of those that hold a constant word',
    schema: people(),
    rows,
    queries: "select * from people where name like '%miller%' order by last_name limit 20;",
    creates: trigrams,
  },
  {
    title: 'the first by name of those that hold a word, without the extension: the order alone does not serve it',
    schema: people(false),
    rows,
    queries: "select * from people where name ilike '%' || $1 || '%' order by last_name limit 20;",
    creates: [],
  },
  {
    title: 'the latest documents that hold a part',
    schema: people(),
    rows,
    queries: 'select * from people where data @> $1 order by created_at desc limit 20;',
    creates: [{ table: 'people', method: 'gin', keys: ['data'] }],
  },
  {
    title: 'the latest that hold words',
    schema: people(),
    rows,
    queries: "select * from people where search @@ plainto_tsquery('english', $1) order by created_at desc limit 20;",
    creates: [{ table: 'people', method: ['gin', 'gist'], keys: ['search'] }],
  },
  {
    title: 'the latest with a tag',
    schema: people(),
    rows,
    queries: "select * from people where tags @> array['red'] order by created_at desc limit 20;",
    creates: [{ table: 'people', method: 'gin', keys: ['tags'] }],
  },
  {
    title: 'no copy of the primary key with an array beside it, only for a walk that looks into each',
    schema: people(),
    rows,
    queries: 'select id from people where tags && $1 order by id desc limit 20;',
    creates: [],
  },
  {
    title: 'the latest without a search are walked',
    schema: people(),
    rows,
    queries: 'select * from people order by created_at desc limit 20;',
    creates: [{ table: 'people', keys: ['created_at'] }],
  },
];
