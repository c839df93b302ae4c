import { beforeAll, describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import type { QueryFacts } from '../../query-facts.ts';
import { postgres } from '../index.ts';
import { readFacts, readsOnly } from './read-facts.ts';

let catalog: Catalog;

beforeAll(async () => {
  await resetDatabase();
  const database = await embedded();
  await database.exec(`
    create table users (id bigint primary key, email text not null, name text, active boolean not null, created_at timestamptz not null);
    create table orders (id bigint primary key, user_id bigint not null references users, status text, total numeric(10,2), data jsonb, created_at timestamptz not null);
    create view open_orders as select id, user_id from orders where status = 'open';
    create schema shop; create table shop.items (id int primary key, order_id bigint, quantity int);`);
  catalog = await postgres.introspect(database);
});

const facts = (sql: string, where = 'q.sql:1'): Promise<QueryFacts> =>
  readFacts(sql, catalog, { defaultSchema: 'public' }, where);
const main = async (sql: string) => {
  const [block] = (await facts(sql)).blocks;
  if (!block) throw new Error('no block');
  return block;
};

describe('conditions', () => {
  it('are those that AND joins, with what stands on their sides', async () => {
    const { conditions } = await main(
      `select * from orders o where o.status = 'open' and lower(trim(status)) like 'a%' and o.created_at::date >= $1
        and user_id in (1, 2) and total between 1 and 2 and data @> '{}' and not (status = 'x' or total is null)`,
    );
    expect(conditions.map(({ kind, operator, negated }) => [kind, operator, negated])).toEqual([
      ['comparison', '=', false],
      ['like', '~~', false],
      ['comparison', '>=', false],
      ['in list', '=', false],
      ['comparison', '>=', false],
      ['comparison', '<=', false],
      ['match', '@>', false],
      ['comparison', '<>', true],
      ['null test', undefined, true],
    ]);
    expect(conditions[0]?.left).toEqual({
      text: 'o.status',
      column: { relation: 'o', column: 'status' },
      functions: [],
    });
    expect(conditions[0]?.right).toMatchObject({ constant: 'open' });
    expect(conditions[1]?.left).toMatchObject({
      column: { relation: 'o', column: 'status' },
      functions: ['lower', 'btrim'],
    });
    expect(conditions[2]?.left).toMatchObject({ cast: 'date' });
    expect(conditions[2]?.right).toMatchObject({ parameter: 1 });
    expect(conditions[3]?.list?.map((one) => one.constant)).toEqual(['1', '2']);
  });

  it('are compared in the collation that is written on either side, the schema’s own by its schema', async () => {
    const own = { ...catalog, others: [{ kind: 'collation', schema: 'shop', name: 'nd' }] };
    const { blocks } = await readFacts(
      `select 1 from users where name = $1 collate "C" and name in ('a' collate nd, 'b') and lower(name collate pg_catalog."x.y") = $2
        order by name collate public.nd`,
      own,
      { defaultSchema: 'public' },
      'q.sql:1',
    );
    const { conditions = [], order = [] } = blocks[0] ?? {};
    expect(conditions.map(({ left, right }) => left?.collation ?? right?.collation)).toEqual([
      { schema: 'pg_catalog', name: 'C' },
      { schema: 'shop', name: 'nd' },
      { schema: 'pg_catalog', name: 'x.y' },
    ]);
    expect(order[0]?.operand.collation).toEqual({ schema: 'public', name: 'nd' });
  });

  it('of an OR stand in its branches', async () => {
    const [condition] = (await main("select 1 from orders where status = 'a' or (user_id = 1 and total > 2)"))
      .conditions;
    expect(condition?.kind).toBe('or');
    expect(condition?.branches?.map((branch) => branch.map((one) => one.left?.text))).toEqual([
      ['status'],
      ['user_id', 'total'],
    ]);
  });

  it('of joins are told as such, those of USING too', async () => {
    const block = await main(
      'select 1 from users u left join orders o on o.user_id = u.id join shop.items i using (id)',
    );
    expect(block.relations.map(({ alias, join }) => [alias, join])).toEqual([
      ['u', undefined],
      ['o', 'left'],
      ['i', 'inner'],
    ]);
    expect(block.conditions.map((one) => [one.clause, one.text])).toEqual([
      ['on', 'o.user_id = u.id'],
      ['on', 'u.id = i.id'],
    ]);
  });

  it('on a row by equality are told column by column', async () => {
    const { conditions } = await main('select 1 from orders where (id, user_id) = (1, 2)');
    expect(conditions.map((one) => one.text)).toEqual(['id = 1', 'user_id = 2']);
  });
});

describe('blocks', () => {
  it('are numbered from the outside in, with their parents and whether they look outside', async () => {
    const { blocks } = await facts(`with recent as materialized (select * from orders where created_at > now())
      select u.id, (select count(*) from recent r where r.user_id = u.id) from users u
      where exists (select 1 from orders o where o.user_id = u.id) and u.id not in (select user_id from orders)`);
    expect(blocks.map(({ role, name, parent, correlated }) => [role, name, parent, correlated])).toEqual([
      ['main', undefined, undefined, false],
      ['cte', 'recent', 0, false],
      ['exists', undefined, 0, true],
      ['in', undefined, 0, false],
      ['scalar', undefined, 0, true],
    ]);
    expect(blocks[1]).toMatchObject({ materialized: true, returnsAll: true });
    expect(blocks[0]?.conditions[1]).toMatchObject({ kind: 'in subquery', negated: true, right: { block: 3 } });
    expect(blocks[4]?.relations[0]).toMatchObject({ alias: 'r', block: 1 });
    expect(blocks[4]?.aggregates).toEqual([{ name: 'count', text: 'count(*)', distinct: false }]);
  });

  it('tell grouping, order and limits, results meant by number or name included', async () => {
    const block = await main(`select date_trunc('day', created_at) as day, count(distinct user_id) from orders
      group by 1 having count(*) > 1 order by day desc, 2 limit 10 offset $1`);
    expect(block.group[0]).toMatchObject({ column: { column: 'created_at' }, functions: ['date_trunc'] });
    expect(block.order[0]).toMatchObject({
      descending: true,
      nullsFirst: true,
      operand: { functions: ['date_trunc'] },
    });
    expect(block.limit).toMatchObject({ constant: '10' });
    expect(block.offset).toMatchObject({ parameter: 1 });
    expect(block.aggregates.map((one) => one.text)).toEqual(['count(DISTINCT user_id)', 'count(*)']);
    expect(block.conditions[0]?.clause).toBe('having');
  });

  it('of a set operation are its operands', async () => {
    const { blocks } = await facts('select id from users union all select id from orders order by 1');
    expect(blocks.map(({ role, setOperation }) => [role, setOperation])).toEqual([
      ['main', 'union all'],
      ['set operand', undefined],
      ['set operand', undefined],
    ]);
  });

  it('of a recursive CTE see it', async () => {
    const { blocks } = await facts(
      'with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) select t.n from t',
    );
    expect(blocks[1]).toMatchObject({ role: 'cte', name: 't', recursive: true });
    expect(blocks[3]?.relations[0]).toMatchObject({ alias: 't', block: 1 });
  });

  it('know lateral joins, functions and values', async () => {
    const { blocks } =
      await facts(`select u.id, o.id, g from users u cross join lateral (select * from orders where user_id = u.id limit 1) o,
      generate_series(1, 2) g, (values (1, 'a')) v(x, y) where v.x = g`);
    expect(blocks[0]?.relations.map(({ alias, lateral, other }) => [alias, lateral, other])).toEqual([
      ['u', false, undefined],
      ['o', true, undefined],
      ['g', false, 'generate_series()'],
      ['v', false, undefined],
    ]);
    expect(blocks[1]).toMatchObject({ role: 'derived table', name: 'o', correlated: true });
  });
});

describe('statements that change data', () => {
  it.each([
    ['insert into orders (id, user_id) select id, id from users', 'insert', ['id', 'user_id']],
    [
      "update orders o set status = 'x', total = u.id from users u where u.id = o.user_id returning o.*",
      'update',
      ['status', 'total'],
    ],
    ['delete from orders using users u where u.id = user_id', 'delete', []],
    [
      'merge into orders o using users u on u.id = o.user_id when matched then update set total = 1 when not matched then do nothing',
      'merge',
      ['total'],
    ],
  ])('%s', async (sql, kind, assigned) => {
    const found = await facts(sql);
    expect(found).toMatchObject({ kind, writes: true, assigned, target: { schema: 'public', name: 'orders' } });
  });

  it.each([
    ['with gone as (delete from orders returning *) select * from gone', 'its WITH holds a DELETE'],
    ['select * into copy from orders', 'SELECT INTO makes a table'],
    ['select * from orders for update', 'FOR UPDATE and FOR SHARE lock rows'],
    ["select nextval('x')", 'nextval() has effects of its own'],
    ['select pg_advisory_lock(1)', 'pg_advisory_lock() has effects of its own'],
    ['create table x ()', 'it is no query'],
    ['explain analyze delete from orders', 'it is no query'],
  ])('%s', async (sql, reason) => {
    expect(await readsOnly(sql)).toContain(reason);
    expect((await facts(sql)).writes).toBe(true);
  });

  it('a query that only reads has none', async () => {
    expect(await readsOnly('select now(), random(), lower(status) from orders')).toEqual([]);
    expect((await facts('select 1')).writes).toBe(false);
  });

  it('schema statements are other', async () => {
    expect((await facts('create index on orders (id)')).kind).toBe('other');
  });
});

describe('names that the schema does not have', () => {
  it.each([
    ['select * from ordres', 'q.sql:1:15: there is no table or view ordres', 'did you mean orders?'],
    ['select\n 1 from\n  items', 'q.sql:3:3: there is no table or view items', 'did you mean shop.items?'],
    ['select o.staus from orders o', 'q.sql:1:8: there is no column o.staus', 'did you mean status?'],
    ["select 'é', emaill from users", 'q.sql:1:13: there is no column emaill', 'did you mean email?'],
    [
      'select 1 from orders o where exists (select 1 from users u where u.id = o.userid)',
      'q.sql:1:73: there is no column o.userid',
      'did you mean user_id?',
    ],
    ['select x.id from orders o', 'q.sql:1:8: the query has no table or alias x', 'did you mean o?'],
    ['update orders set staus = 1', 'q.sql:1:19: there is no column orders.staus', 'did you mean status?'],
    ['insert into orders (uid) values (1)', 'q.sql:1:21: there is no column orders.uid', undefined],
    ['with t as (select id as a from users) select b from t', 'q.sql:1:46: there is no column b', undefined],
    ['select * from orders where a = = b', 'q.sql:1:32: syntax error at or near "="', undefined],
    ['select 1; select 2', 'q.sql:1: 2 statements where one is needed', undefined],
    ['-- nothing', 'q.sql:1: there is no query in it', undefined],
  ])('%s', async (sql, message, hint) => {
    const error = await facts(sql).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'RelvarError', message, ...(hint === undefined ? {} : { hint }) });
  });

  it.each([
    'select ctid, o from orders o',
    'select created_at as c from orders order by c',
    'select count(*) as n from orders group by status having count(*) > 1 order by n',
    'select relname from pg_class where oid = 1',
    'select table_name from information_schema.tables',
    'select public.orders.id from orders',
    'select j.id from (orders join shop.items using (id)) j',
    'select (o.data).x from orders o',
    'insert into orders (id, user_id, created_at) values (1, 2, now()) on conflict (id) do update set total = excluded.total returning id',
    'select id from open_orders',
    'select x.a from (select id, name from users) as x(a, b)',
    'select * from orders o, jsonb_to_recordset(o.data) as r(a int) where r.a = 1',
    'select sum(total) over w from orders window w as (partition by user_id)',
    'select o.id from orders o join lateral (select max(id) as top from shop.items where order_id = o.id) t on t.top > 0',
    'table orders',
  ])('are not imagined: %s', async (sql) => {
    await expect(facts(sql)).resolves.toBeDefined();
  });
});
