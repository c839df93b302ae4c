import type { AdvisorCase } from './advisor-case.ts';

const people = `create table people (id bigint primary key, email text not null, name text not null, nickname text,
  first_name text not null, last_name text not null, code text not null, reference numeric(20) not null,
  born timestamp not null, seen timestamptz not null, bio text not null);`;
const volumes = `tables:
  people:
    rows: 5M
    columns:
      email: { distinct: unique, width: 24, correlation: 0 }
      name: { distinct: 4M, width: 16, correlation: 0 }
      nickname: { distinct: 2M, width: 10, nulls: 0.5, correlation: 0 }
      first_name: { distinct: 50k, width: 8, correlation: 0 }
      last_name: { distinct: 500k, width: 10, correlation: 0 }
      code: { distinct: unique, width: 8, correlation: 0 }
      born: { distinct: 4M, correlation: 0 }
      seen: { distinct: 4M, correlation: 0 }
      bio: { width: 300 }
`;
const of = (title: string, queries: string, creates: AdvisorCase['creates'], schema = people): AdvisorCase => ({
  title,
  schema,
  rows: 'people=5M',
  volumes,
  queries,
  creates,
});

/** Keys that are no plain columns: functions, casts, collations, operator classes for patterns. */
export const expressions: readonly AdvisorCase[] = [
  of('a function as the query writes it', 'select * from people where lower(email) = $1;', [
    { table: 'people', keys: ['lower(email)'], method: ['btree', 'hash'] },
  ]),
  of('a cast as the query writes it', 'select * from people where code::integer = $1;', [
    { table: 'people', keys: ['(code)::integer'], method: ['btree', 'hash'] },
  ]),
  of('a function that depends on the time zone cannot be a key', 'select * from people where seen::date = $1;', []),
  of('the same without a time zone can', 'select * from people where born::date = $1;', [
    { table: 'people', keys: ['(born)::date'], method: ['btree', 'hash'] },
  ]),
  of('a default for what is missing', 'select * from people where coalesce(nickname, name) = $1;', [
    { table: 'people', keys: ['COALESCE(nickname, name)'], method: ['btree', 'hash'] },
  ]),
  of('two columns put together', "select * from people where first_name || ' ' || last_name = $1;", [
    { table: 'people', keys: ["((first_name || ' '::text) || last_name)"], method: ['btree', 'hash'] },
  ]),
  of('the order of another collation', 'select * from people order by name collate "C" limit 20;', [
    { table: 'people', keys: ['name'], collation: 'C' },
  ]),
  of(
    'equality under another collation',
    'select * from people where name collate "C" >= $1 order by name collate "C" limit 20;',
    [{ table: 'people', keys: ['name'], collation: 'C' }],
  ),
  of('the beginning of a text, in an order that is not that of bytes', "select * from people where name like 'Ab%';", [
    [
      { table: 'people', keys: ['name'], operatorClass: /text_pattern_ops/ },
      { table: 'people', keys: ['name'], collation: 'C' },
    ],
  ]),
  of('the beginning of a function of a text', "select * from people where lower(name) like 'ab%';", [
    [
      { table: 'people', keys: ['lower(name)'], operatorClass: /text_pattern_ops/ },
      { table: 'people', keys: ['lower(name)'], collation: 'C' },
    ],
  ]),
  of(
    'a pattern that the engine reckons before the query runs',
    "select * from people where reverse(email) like reverse('%@x.org');",
    [{ table: 'people', keys: ['reverse(email)'], operatorClass: /text_pattern_ops/ }],
  ),
  of(
    'a pattern that begins with a value when it is turned round',
    "select * from people where reverse(email) like reverse('%@' || $1);",
    [{ table: 'people', keys: ['reverse(email)'], operatorClass: /text_pattern_ops/ }],
  ),
  of('a wildcard that is escaped', "select * from people where name like 'Ab!%c%' escape '!';", [
    { table: 'people', keys: ['name'], operatorClass: /text_pattern_ops/ },
  ]),
  of('SIMILAR TO with a fixed beginning', "select * from people where name similar to 'Ab%';", [
    { table: 'people', keys: ['name'], operatorClass: /text_pattern_ops/ },
  ]),
  of(
    'a function in a pattern of which nothing is known, with trigrams',
    'select * from people where lower(name) like $1;',
    [{ table: 'people', method: ['gin', 'gist'], keys: ['lower(name)'], operatorClass: /trgm_ops/ }],
    `create extension pg_trgm; ${people}`,
  ),
  of(
    'the middle of a text, with trigrams',
    "select * from people where name like '%dershot%';",
    [{ table: 'people', method: ['gin', 'gist'], keys: ['name'], operatorClass: /trgm_ops/ }],
    `create extension pg_trgm; ${people}`,
  ),
  of(
    'ILIKE, with trigrams',
    "select * from people where name ilike '%dershot%';",
    [{ table: 'people', method: ['gin', 'gist'], keys: ['name'], operatorClass: /trgm_ops/ }],
    `create extension pg_trgm; ${people}`,
  ),
  of(
    'a regular expression, with trigrams',
    "select * from people where name ~ 'dershot.*house';",
    [{ table: 'people', method: ['gin', 'gist'], keys: ['name'], operatorClass: /trgm_ops/ }],
    `create extension pg_trgm; ${people}`,
  ),
  of(
    'the most similar text: GIN has no order',
    "select * from people order by name <-> 'Aldershot' limit 5;",
    [{ table: 'people', method: 'gist', keys: ['name'], operatorClass: /gist_trgm_ops/ }],
    `create extension pg_trgm; ${people}`,
  ),
  of('a collation inside of a list', `select * from people where name in ('a' collate "C", 'b');`, [
    { table: 'people', keys: ['name'], collation: 'C' },
  ]),
  of('a collation of a list that is a parameter', 'select * from people where name = any($1 collate "C");', [
    { table: 'people', keys: ['name'], collation: 'C' },
  ]),
  of(
    'a collation at a value beside a tenant',
    'select * from people where tenant_id = $1 and last_name = $2 collate "POSIX" order by id limit 20;',
    [{ table: 'people', keys: [['tenant_id', 'last_name'], 'id*'], collation: 'POSIX' }],
    people.replace('email', 'tenant_id bigint not null, email'),
  ),
  of(
    'a collation of ICU that is the schema’s own, in a list beside a tenant',
    `select * from people where tenant_id = $1 and last_name in ('a' collate nd, 'b');`,
    [{ table: 'people', keys: [['tenant_id', 'last_name']], collation: 'nd' }],
    `create collation nd (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      ${people.replace('email', 'tenant_id bigint not null, email')}`,
  ),
  of(
    'a collation of an operating system that this one is not',
    'select * from people where last_name = $1 collate "de_DE.utf8"; select * from people order by name collate "sv-x-icu" limit 5;',
    [
      { table: 'people', keys: ['last_name'], collation: 'de_DE.utf8' },
      { table: 'people', keys: ['name'], collation: 'sv-x-icu' },
    ],
  ),
  of('a collation at a function of a column', 'select * from people where lower(name) = $1 collate "C";', [
    { table: 'people', keys: ['lower(name)'], collation: 'C' },
  ]),
  of(
    'a collation that the column has by itself',
    'select * from people where name = $1 collate "C";',
    [],
    `${people.replace('name text', 'name text collate "C"')} create index on people (name);`,
  ),
  {
    title: 'texts that a function joins which is only stable',
    schema: 'create table members (id bigint primary key, first text not null, last text not null);',
    rows: 'members=5M',
    queries: "select * from members where concat(first, ' ', last) = $1;",
    creates: [],
  },
  {
    title: 'texts that are joined by an operator',
    schema: 'create table members (id bigint primary key, first text not null, last text not null);',
    rows: 'members=5M',
    queries: "select * from members m where m.first || ' ' || m.last = $1;",
    creates: [{ table: 'members', keys: ["first || ' ' || last"] }],
  },
  {
    title: 'a pattern on a type that compares without case has no ordered index',
    schema: 'create extension citext; create table members (id bigint primary key, name citext not null);',
    rows: 'members=5M',
    queries: "select * from members where name like 'abc%';",
    creates: [],
  },
  {
    title: 'one of several patterns inside of a text',
    schema: 'create extension pg_trgm; create table members (id bigint primary key, name text not null);',
    rows: 'members=5M',
    volumes: 'tables:\n  members:\n    rows: 5M\n    columns:\n      name: { width: 60 }\n',
    queries: "select * from members where name like any (array['%miller%', '%weaver%']);",
    creates: [{ table: 'members', method: ['gin', 'gist'], keys: ['name'], operatorClass: /trgm/ }],
  },
  {
    title: 'a text whose mean width is that of a pointer is a key like others',
    schema: 'create table members (id bigint primary key, name text not null);',
    rows: 'members=5M',
    volumes: 'tables:\n  members:\n    rows: 5M\n    columns:\n      name: { width: 18, distinct: unique }\n',
    queries: 'select * from members where name = $1;',
    creates: [{ table: 'members', keys: ['name'] }],
  },
];
