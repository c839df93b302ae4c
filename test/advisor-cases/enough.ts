import type { AdvisorCase } from './advisor-case.ts';

const written = `create table t (id bigint primary key, a int not null, b int not null, at timestamptz not null, s text not null,
  upd timestamptz);`;
const writtenVolumes = 'tables: {t: {rows: 100M, columns: {a: {distinct: 50000}, b: {distinct: 100}}}}';
const writes = `-- calls: 500/s
  update t set upd = now() where id = $1;
  -- calls: 2000/s
  insert into t (id, a, b, at, s) values ($1, $2, $3, $4, $5);`;
const byBoth = '-- calls: 10/s\nselect id, s from t where a = $1 and b = $2;';
const latest = '-- calls: 1/min\nselect id from t where a = $1 order by upd desc limit 10;';

const events = `create table t (id bigint primary key, tenant int not null, kind text not null, status text not null,
  at timestamptz not null, v numeric, d date not null);`;
const eventsVolumes = `tables:
  t:
    rows: 20M
    writes: 5 per second
    columns:
      tenant: { distinct: 2000 }
      kind: { distinct: 5 }
      status: { values: { done: 0.9, open: 0.06, paid: 0.03, void: 0.01 } }
      at: { correlation: 0.99 }
`;

/** What reads gain is held against what writes lose, and one index serves where two would do little more. */
export const enough: readonly AdvisorCase[] = [
  {
    title: 'a column that is often updated stands in no index for a seldom query',
    schema: `${written} create index t_ab on t (a, b);`,
    rows: 't=100M',
    volumes: writtenVolumes,
    queries: `${byBoth}\n${latest}\n${writes}`,
    creates: [],
    drops: [],
  },
  {
    title: 'nor beside the keys of an index for a frequent one',
    schema: `${written} create index t_a on t (a);`,
    rows: 't=100M',
    volumes: writtenVolumes,
    queries: `${byBoth}\n${latest}\n${writes}`,
    creates: [{ table: 't', keys: ['a', 'b'] }],
    drops: ['t_a'],
  },
  {
    title: 'one index over a part of the table serves the narrower part, too',
    schema: events,
    rows: 't=20M',
    volumes: eventsVolumes
      .replace('done: 0.9', 'done: 0.96')
      .replace('open: 0.06', 'open: 0.02')
      .replace('paid: 0.03', 'paid: 0.01'),
    queries: `select count(*) from t where status <> 'done' and at < now() - interval '1 day';
      select id from t where status not in ('done', 'void') order by at limit 100;`,
    creates: [{ table: 't', keys: ['at'], where: 'any' }],
  },
  {
    title: 'one index serves a range and an order of the same columns',
    schema: events,
    rows: 't=20M',
    volumes: eventsVolumes,
    queries: `select id from t where d > $1 and d < $2;
      select id from t order by d desc nulls last, id limit 10;`,
    creates: [{ table: 't', keys: ['d', 'id'] }],
  },
  {
    title: 'a covering index serves what the same key alone would',
    schema: `create table t (id bigint primary key, tenant int not null, kind text not null, status text not null,
      del timestamptz, at timestamptz not null, n int, email text not null, x text, v numeric, b boolean not null,
      arr int[] not null, j jsonb not null, c text not null);
      create table big (id bigint primary key, t_id bigint not null references t on delete cascade, q int not null);`,
    rows: 't=20M',
    volumes: `${eventsVolumes}  big: { rows: 100M, writes: 20 per second }\n`,
    queries: `select id, v from t where tenant = $1 and at >= $2 and at < $3;
      select id from t where at > $1 and tenant = $2 and kind = $3 order by at;
      select id from t where tenant in ($1, $2, $3) order by at desc limit 10;
      select count(*) from t where at::date = '2026-05-05';
      select tenant, count(*) from t group by tenant having count(*) > 5;
      select id from t where (tenant, kind) in (($1, $2), ($3, $4));
      select count(distinct kind) from t where tenant = $1;
      select t.kind, sum(big.q) from big join t on t.id = big.t_id where t.at > now() - interval '1 hour' group by t.kind;
      select id from t where at < now() - interval '5 years';
      select id from t where kind = $1 order by at desc, id asc limit 20;`,
    creates: [
      { table: 't', keys: ['tenant', 'kind', 'at'] },
      { table: 't', keys: ['at'], covers: ['id', 'tenant'] },
      { table: 'big', keys: ['t_id'] },
    ],
  },
  {
    title: 'a unique index over a part of the table finds one row, whatever the planner takes an expression for',
    schema: `create table s (id bigint primary key, org int not null, deleted boolean not null default false, name text not null);
      create unique index s_name on s (org, lower(name)) where not deleted;`,
    rows: 's=500M',
    queries: 'select id from s where org = $1 and lower(name) = lower($2) and not deleted;',
    creates: [],
  },
];
