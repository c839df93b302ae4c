import type { AdvisorCase } from './advisor-case.ts';

const documents = `create table documents (id bigint primary key, data jsonb not null, tags text[] not null, body text not null, search tsvector not null);`;
const documentVolumes = `tables:
  documents:
    rows: 5M
    columns:
      data: { width: 400 }
      tags: { width: 60 }
      body: { width: 1500 }
      search: { width: 600 }
`;
const document = (title: string, queries: string, creates: AdvisorCase['creates']): AdvisorCase => ({
  title,
  schema: documents,
  rows: 'documents=5M',
  volumes: documentVolumes,
  queries,
  creates,
});

const bookings = `create extension btree_gist; create table bookings (id bigint primary key, room_id int not null, during tstzrange not null, note text not null);`;
const bookingVolumes =
  'tables:\n  bookings:\n    rows: 5M\n    columns:\n      room_id: { distinct: 500, correlation: 0 }\n      note: { width: 200 }\n';

/** What a B-tree cannot serve, and what it serves too dearly. */
export const otherMethods: readonly AdvisorCase[] = [
  document('jsonb that holds a part', `select * from documents where data @> '{"vip": true}';`, [
    { table: 'documents', method: 'gin', keys: ['data'] },
  ]),
  document('jsonb that has a key: jsonb_path_ops does not know keys', "select * from documents where data ? 'vip';", [
    { table: 'documents', method: 'gin', keys: ['data'], operatorClass: /^(?!.*path_ops)/ },
  ]),
  document('a field of jsonb as text', "select * from documents where data ->> 'email' = $1;", [
    { table: 'documents', method: ['btree', 'hash'], keys: ["(data ->> 'email'::text)"] },
  ]),
  document('an array that holds values', "select * from documents where tags @> array['red'];", [
    { table: 'documents', method: 'gin', keys: ['tags'] },
  ]),
  document('an array that shares values', "select * from documents where tags && array['red', 'blue'];", [
    { table: 'documents', method: 'gin', keys: ['tags'] },
  ]),
  document('= ANY (column) is served by no index', "select * from documents where 'red' = any(tags);", []),
  document('a column of lexemes', "select * from documents where search @@ to_tsquery('english', 'needle & hay');", [
    { table: 'documents', method: ['gin', 'gist'], keys: ['search'] },
  ]),
  document(
    'text that is searched as the query writes it',
    "select * from documents where to_tsvector('english', body) @@ plainto_tsquery('english', 'needle hay');",
    [{ table: 'documents', method: ['gin', 'gist'], keys: ["to_tsvector('english'::regconfig, body)"] }],
  ),
  {
    title: 'ranges that overlap',
    schema: bookings,
    rows: 'bookings=5M',
    volumes: bookingVolumes,
    queries: "select * from bookings where during && tstzrange('2025-12-01', '2025-12-02');",
    creates: [{ table: 'bookings', method: ['gist', 'spgist'], keys: ['during'] }],
  },
  {
    title: 'equality and overlap in one index',
    schema: bookings,
    rows: 'bookings=5M',
    volumes: bookingVolumes,
    queries: "select * from bookings where room_id = $1 and during && tstzrange('2025-12-01', '2025-12-02');",
    creates: [
      [
        { table: 'bookings', method: 'gist', keys: [['room_id', 'during']] },
        { table: 'bookings', method: ['gist', 'spgist'], keys: ['during'] },
      ],
    ],
  },
  {
    title: 'the nearest',
    schema: 'create table places (id bigint primary key, at point not null, name text not null);',
    rows: 'places=5M',
    queries: 'select * from places order by at <-> point(1, 2) limit 10;',
    creates: [{ table: 'places', method: ['gist', 'spgist'], keys: ['at'] }],
  },
  {
    title: 'networks that hold an address',
    schema: 'create table networks (id bigint primary key, block inet not null, owner text not null);',
    rows: 'networks=5M',
    queries: "select * from networks where block >>= inet '10.1.2.3';",
    creates: [
      [
        { table: 'networks', method: 'gist', keys: ['block'], operatorClass: /inet_ops/ },
        { table: 'networks', method: 'spgist', keys: ['block'] },
      ],
    ],
  },
  {
    title: 'ranges of time in a log that is written in order, with little room',
    schema:
      'create table events (id bigint primary key, at timestamptz not null, kind int not null, body text not null);',
    rows: 'events=200M',
    volumes:
      'tables:\n  events:\n    rows: 200M\n    columns:\n      at: { correlation: 1, distinct: unique }\n      body: { width: 100 }\n',
    queries:
      "select kind, count(*) from events where at >= $1 and at < $1::timestamptz + interval '1 day' group by kind;",
    flags: ['--budget', '50MB'],
    creates: [{ table: 'events', method: 'brin', keys: ['at'] }],
  },
  {
    title: 'values too long for a B-tree',
    schema: 'create table pages (id bigint primary key, url text not null, title text not null);',
    rows: 'pages=2M',
    volumes: 'tables:\n  pages:\n    rows: 2M\n    columns:\n      url: { width: 4000, distinct: unique }\n',
    queries: 'select * from pages where url = $1;',
    creates: [{ table: 'pages', method: 'hash', keys: ['url'] }],
  },
  {
    title: 'below a node of a tree of labels',
    schema:
      'create extension ltree; create table nodes (id bigint primary key, path ltree not null, name text not null);',
    rows: 'nodes=5M',
    queries: "select * from nodes where path <@ 'top.science';",
    creates: [{ table: 'nodes', method: 'gist', keys: ['path'] }],
  },
];
