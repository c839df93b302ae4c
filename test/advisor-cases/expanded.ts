import type { AdvisorCase } from './advisor-case.ts';

const parcels = `create table depots (id bigint primary key, town text not null);
  create table parcels (id bigint primary key, depot_id bigint not null, carrier varchar(30) not null, state text not null,
    weight int not null, sent_at timestamptz not null, lost_at timestamptz);`;

/** What stands between a query and the tables that it reads: views, functions, what is stored of a query, inheritance. */
export const expanded: readonly AdvisorCase[] = [
  {
    title: 'a view that names columns otherwise',
    schema: `${parcels} create view shipped as select id, carrier as by_whom, sent_at as at from parcels;`,
    rows: 'parcels=20M,depots=1K',
    volumes: 'tables:\n  parcels:\n    rows: 20M\n    columns:\n      carrier: { distinct: 50k, correlation: 0 }\n',
    queries: '-- calls: 5/s\nselect * from shipped where by_whom = $1 order by at desc limit 10;',
    creates: [{ table: 'parcels', keys: ['carrier', 'sent_at'] }],
  },
  {
    title: 'a view of only some rows is a partial index',
    schema: `${parcels} create view lost as select * from parcels where state = 'lost';`,
    rows: 'parcels=20M,depots=1K',
    volumes:
      'tables:\n  parcels:\n    rows: 20M\n    columns:\n      state: { values: { done: 0.9, moving: 0.099, lost: 0.001 }, correlation: 0 }\n      weight: { distinct: 30k, correlation: 0 }\n',
    queries: '-- calls: 5/s\nselect id from lost where weight = $1;',
    creates: [{ table: 'parcels', keys: ['weight*'], where: /^state='lost'$/ }],
  },
  {
    title: 'a view over a join',
    schema: `${parcels} create view placed as select p.id, p.depot_id, p.sent_at, d.town from parcels p join depots d on d.id = p.depot_id;`,
    rows: 'parcels=20M,depots=10K',
    queries: '-- calls: 5/s\nselect id, town from placed where depot_id = $1 order by sent_at desc limit 10;',
    creates: [{ table: 'parcels', keys: ['depot_id', 'sent_at'] }],
  },
  {
    title: 'a function that the engine puts in its place',
    schema: `${parcels} create function of_weight(wanted int) returns setof parcels language sql stable
      as 'select * from parcels where weight = wanted';`,
    rows: 'parcels=20M,depots=1K',
    volumes: 'tables:\n  parcels:\n    rows: 20M\n    columns:\n      weight: { distinct: 30k, correlation: 0 }\n',
    queries: '-- calls: 5/s\nselect * from of_weight($1);',
    creates: [{ table: 'parcels', keys: ['weight'] }],
  },
  {
    title: 'a materialised view has rows of its own',
    schema: `${parcels} create materialized view daily as select depot_id, date_trunc('day', sent_at) as day, sum(weight) as total
      from parcels group by 1, 2;`,
    rows: 'parcels=20M,depots=10K,daily=5M',
    queries: '-- calls: 5/s\nselect day, total from daily where depot_id = $1;',
    creates: [{ table: 'daily', keys: ['depot_id*'] }],
  },
  {
    title: 'tables that inherit are read with their parent',
    schema: `create table readings (id bigint primary key, sensor int not null, value real);
      create table calibrated (error real) inherits (readings);`,
    rows: 'readings=4M,calibrated=15M',
    queries: '-- calls: 5/s\nselect value from readings where sensor = $1;',
    creates: [
      { table: 'readings', keys: ['sensor*'] },
      { table: 'calibrated', keys: ['sensor*'] },
    ],
  },
];
