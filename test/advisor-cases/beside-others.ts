import type { AdvisorCase } from './advisor-case.ts';

const texts = ['a', 'b', 'c', 'd', 'e'];
const textTables = texts
  .map((name) => `create table text_${name} (id bigint primary key, body text not null);`)
  .join('\n');
const textRows = texts.map((name) => `text_${name}=10M`).join();
const textQueries = texts
  .map(
    (name) =>
      `-- calls: 1000/h\nselect id from text_${name} where to_tsvector('english', body) @@ to_tsquery('english', $1);`,
  )
  .join('\n');
const textIndexes = texts.map((name) => ({ table: `text_${name}`, method: 'gin' }));

const ledger = `create table ledger (id bigint primary key, tenant_id bigint not null, status text not null,
  total numeric(12, 2) not null, created_at timestamptz not null);`;
const ofADay =
  '-- calls: 100000/h\nselect status, total from ledger where tenant_id = $1 and created_at between $2 and $3;';
const byStatus = '-- calls: 10/h\nselect id from ledger where tenant_id = $1 order by status desc limit 10;';

/** Each query is measured by its own cost: neither a monstrous one beside it nor a large budget makes its index another. */
export const besideOthers: readonly AdvisorCase[] = [
  {
    title: 'the equality leads for a LIMIT beside a deletion that no index serves',
    schema:
      'create table t (id bigint primary key, tenant_id bigint not null, created_at timestamptz not null, v int);',
    rows: 't=50M',
    volumes: 'tables:\n  t:\n    rows: 50M\n    columns:\n      tenant_id: { distinct: 200, correlation: 0 }\n',
    queries: `-- calls: 60/h
      -- rows: 40M
      delete from t where created_at < now() - interval '90 days';
      -- calls: 1000/h
      select * from t where tenant_id = $1 order by created_at desc limit 50;`,
    creates: [{ table: 't', keys: ['tenant_id', 'created_at'] }],
  },
  {
    title: 'a purge that finds few rows in each run has its index beside that of the tenant',
    schema:
      'create table t (id bigint primary key, tenant_id bigint not null, created_at timestamptz not null, v int);',
    rows: 't=50M',
    volumes: 'tables:\n  t:\n    rows: 50M\n    columns:\n      tenant_id: { distinct: 200, correlation: 0 }\n',
    queries: `-- calls: 60/h
      delete from t where created_at < now() - interval '90 days';
      -- calls: 1000/h
      select * from t where tenant_id = $1 order by created_at desc limit 50;`,
    creates: [
      { table: 't', keys: ['tenant_id', 'created_at'] },
      { table: 't', keys: ['created_at'] },
    ],
  },
  {
    title: 'the equality leads a mixed order beside searches of words in other tables',
    schema: `create table m (id bigint primary key, a int not null, b int, c int not null);\n${textTables}`,
    rows: `m=10M,${textRows}`,
    queries: `-- calls: 1000/h
      select id from m where a = $1 order by b desc nulls last, c asc limit 10;\n${textQueries}`,
    creates: [{ table: 'm', keys: ['a', 'b', 'c'] }, ...textIndexes],
  },
  {
    title: 'the equality leads for the latest of a key beside searches of words in other tables',
    schema: `create table seen (id bigint primary key, a int not null, ts timestamptz not null);\n${textTables}`,
    rows: `seen=10M,${textRows}`,
    queries: `-- calls: 1000/h\nselect max(ts) from seen where a = $1;\n${textQueries}`,
    creates: [{ table: 'seen', keys: ['a', 'ts'] }, ...textIndexes],
  },
  {
    title: 'the order stands behind the equality beside searches of words in other tables',
    schema: `create table bought (id bigint primary key, user_id bigint not null, created_at timestamptz not null, total numeric);\n${textTables}`,
    rows: `bought=10M,${textRows}`,
    queries: `-- calls: 1000/h\nselect id, total from bought where user_id = $1 order by created_at desc limit 20;\n${textQueries}`,
    creates: [{ table: 'bought', keys: ['user_id', 'created_at'] }, ...textIndexes],
  },
  {
    title: 'the range stands behind the equality where it makes the only query several times cheaper',
    schema: ledger,
    rows: 'ledger=50M',
    queries: ofADay,
    creates: [{ table: 'ledger', keys: ['tenant_id', 'created_at'] }],
  },
  {
    title: 'a seldom query of the same table does not take the range away',
    schema: ledger,
    rows: 'ledger=50M',
    queries: `${ofADay}\n${byStatus}`,
    creates: [{ table: 'ledger', keys: ['tenant_id', 'created_at'] }],
  },
  {
    title: 'a budget that all fits into changes nothing',
    schema: ledger,
    rows: 'ledger=50M',
    queries: `${ofADay}\n${byStatus}`,
    flags: ['--budget', '100GB'],
    creates: [{ table: 'ledger', keys: ['tenant_id', 'created_at'] }],
  },
  {
    title: 'a query that runs seldom is not worth twice the gigabytes',
    schema:
      'create table trail (id bigint primary key, relation text not null, row_id bigint not null, change jsonb, at timestamptz not null);',
    rows: 'trail=800M',
    queries: '-- calls: 20/h\nselect at, change from trail where relation = $1 and row_id = $2 order by at desc;',
    creates: [{ table: 'trail', keys: ['row_id'] }],
  },
];
