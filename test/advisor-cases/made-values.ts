import type { AdvisorCase } from './advisor-case.ts';

const stays = `create table stays (id bigint primary key, room_id int not null, starts timestamp not null,
  ends timestamp not null, opens timestamptz not null, closes timestamptz not null, first_day date not null,
  last_day date not null, lowest int not null, highest int not null, note text not null);`;
const places =
  'create table places (id bigint primary key, lon float8 not null, lat float8 not null, name text not null, kind text not null);';

const stay = (title: string, queries: string, key: string): AdvisorCase => ({
  title,
  schema: stays,
  rows: 'stays=5M',
  queries,
  creates: [{ table: 'stays', method: ['gist', 'spgist'], keys: [key] }],
});
const place = (title: string, queries: string, method: readonly string[] = ['gist', 'spgist']): AdvisorCase => ({
  title,
  schema: places,
  rows: 'places=5M',
  queries,
  creates: [{ table: 'places', method, keys: ['point(lon, lat)'] }],
});

/** Ranges and shapes that a query makes of several columns: an index over what it makes serves them. */
export const madeValues: readonly AdvisorCase[] = [
  stay(
    'made ranges that overlap',
    "select * from stays where tsrange(starts, ends) && tsrange('2025-12-01', '2025-12-02');",
    'tsrange(starts, ends)',
  ),
  stay(
    'made ranges that overlap, with their bounds told and the value in front',
    "select * from stays s where tsrange($1, $2, '[]') && tsrange(s.starts, s.ends, '[]');",
    "tsrange(starts, ends, '[]')",
  ),
  stay(
    'made ranges that hold the present',
    'select * from stays where tstzrange(opens, closes) @> now();',
    'tstzrange(opens, closes)',
  ),
  stay(
    'made ranges that hold a day',
    'select * from stays s where daterange(s.first_day, s.last_day) @> $1::date;',
    'daterange(first_day, last_day)',
  ),
  stay(
    'made ranges that hold a number',
    'select * from stays where int4range(lowest, highest) @> $1;',
    'int4range(lowest, highest)',
  ),
  stay(
    'made ranges that overlap with those of one row',
    `select b.id from stays a join stays b on tsrange(a.starts, a.ends) && tsrange(b.starts, b.ends) where a.id = $1;`,
    'tsrange(starts, ends)',
  ),
  {
    title: 'equality and a made range in one index',
    schema: `create extension btree_gist; ${stays}`,
    rows: 'stays=5M',
    volumes: 'tables:\n  stays:\n    rows: 5M\n    columns:\n      room_id: { distinct: 20, correlation: 0 }\n',
    queries: 'select * from stays where room_id = $1 and daterange(first_day, last_day) @> $2::date;',
    creates: [{ table: 'stays', method: 'gist', keys: [['room_id', 'daterange(first_day, last_day)']] }],
  },
  place('made points in a box', "select * from places where point(lon, lat) <@ box '((1,1),(2,2))';"),
  place('made points in a circle', 'select * from places p where circle(point($1, $2), 5) @> point(p.lon, p.lat);'),
  place('the nearest of made points', 'select * from places order by point(lon, lat) <-> point($1, $2) limit 10;'),
  place(
    'the nearest of made points, with the value in front',
    'select * from places p order by point(1, 2) <-> point(p.lon, p.lat) limit 10;',
  ),
  {
    title: 'made circles that overlap',
    schema: places,
    rows: 'places=5M',
    queries: 'select * from places where circle(point(lon, lat), 5) && circle(point(1, 2), 3);',
    creates: [{ table: 'places', method: 'gist', keys: ['circle(point(lon, lat), 5)'] }],
  },
  {
    title: 'ranges beside another',
    schema: 'create table shifts (id bigint primary key, during tsrange not null, note text not null);',
    rows: 'shifts=5M',
    volumes: 'tables:\n  shifts:\n    rows: 5M\n    columns:\n      note: { width: 200 }\n',
    queries: "select * from shifts where during -|- tsrange('2025-12-01', '2025-12-02');",
    creates: [{ table: 'shifts', method: ['gist', 'spgist'], keys: ['during'] }],
  },
];
