import { beforeAll, describe, expect, it } from 'vitest';
import { catalogOf, databaseOf } from '../../../../test/sqlite.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import type { Connection } from '../../connection.ts';
import type { QueryFacts } from '../../query-facts.ts';
import { numbered } from './parameters.ts';
import { readFacts, readsOnly } from './read-facts.ts';

const schema = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, "order" INT);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, status TEXT, total INT, Created TEXT);
  CREATE VIEW open_orders AS SELECT id, user_id FROM orders WHERE status = 'open';
  CREATE VIRTUAL TABLE search USING fts5 (body);`;

let catalog: Catalog;
let database: Connection;
beforeAll(async () => {
  catalog = await catalogOf(schema);
  database = await databaseOf(schema);
});

const facts = (sql: string, where = 'q.sql:1'): Promise<QueryFacts> => readFacts(sql, catalog, where);
const main = async (sql: string) => {
  const [block] = (await facts(sql)).blocks;
  if (!block) throw new Error('no block');
  return block;
};

describe('conditions', () => {
  it('are those that AND joins, with what stands on their sides', async () => {
    const { conditions } = await main(
      `select * from orders o where o.status == 'open' and lower(trim(STATUS)) glob 'a*' and cast(o.created as date) >= $1
        and user_id in (1, -2) and total between 1 and 2 and not (status = 'x' or total isnull) and 5 <> total and status is null
        and user_id notnull and status not like '%y'`,
    );
    expect(conditions.map(({ kind, operator, negated }) => [kind, operator, negated])).toEqual([
      ['comparison', '=', false],
      ['like', 'GLOB', false],
      ['comparison', '>=', false],
      ['in list', '=', false],
      ['comparison', '>=', false],
      ['comparison', '<=', false],
      ['comparison', '<>', true],
      ['null test', undefined, true],
      ['comparison', '<>', true],
      ['null test', undefined, false],
      ['null test', undefined, true],
      ['like', 'LIKE', true],
    ]);
    expect(conditions[0]?.left).toMatchObject({ column: { relation: 'o', column: 'status' }, functions: [] });
    expect(conditions[1]).toMatchObject({ left: { functions: ['lower', 'trim'] }, range: { collation: 'BINARY' } });
    // Names are written as the catalog has them.
    expect(conditions[2]).toMatchObject({
      left: { cast: 'date', column: { column: 'Created' } },
      right: { parameter: 1 },
    });
    expect(conditions[3]?.list?.map((one) => one.constant)).toEqual(['1', '-2']);
    expect(conditions[11]?.range).toBeUndefined();
  });

  it('of an OR stand in its branches', async () => {
    const { conditions } = await main(
      "select 1 from orders where status = 'a' or (user_id = 1 and total > 2) or id < 3",
    );
    expect(conditions[0]?.branches?.map((branch) => branch.map((one) => one.left?.text))).toEqual([
      ['status'],
      ['user_id', 'total'],
      ['id'],
    ]);
  });

  it('of joins are told as such, those of USING and NATURAL too', async () => {
    const block = await main(
      `select 1 from users u left outer join orders o on o.user_id = u.id join (open_orders v cross join search)
       natural join orders using (id), orders as last`,
    ).catch((error: unknown) => error);
    expect(block).toMatchObject({
      relations: [
        { alias: 'u' },
        { alias: 'o', join: 'left' },
        { alias: 'v', join: 'inner' },
        { alias: 'search', join: 'cross' },
        { alias: 'orders', join: 'inner' },
        { alias: 'last', join: 'cross' },
      ],
    });
  });
});

describe('blocks', () => {
  it('stand after those around them, with their roles', async () => {
    const { blocks } = await facts(
      `with recent (who) as materialized (select user_id from orders order by Created desc limit 3 offset 1)
       select name, (select max(total) from orders x where x.user_id = u.id) best from users u
       where id in (select who from recent) and exists (select 1 from orders y where y.user_id = u.id)
       union all select 'none', count(distinct email) from users group by 1 having count(*) > 2`,
    );
    expect(blocks.map(({ role, correlated, parent }) => [role, correlated, parent])).toEqual([
      ['main', false, undefined],
      ['cte', false, 0],
      ['set operand', false, 0],
      ['scalar', true, 2],
      ['in', false, 2],
      ['exists', true, 2],
      ['set operand', false, 0],
    ]);
    expect(blocks[0]).toMatchObject({ setOperation: 'union all' });
    expect(blocks[1]).toMatchObject({
      name: 'recent',
      materialized: true,
      limit: { constant: '3' },
      offset: { constant: '1' },
      order: [{ descending: true, nullsFirst: false, operand: { column: { column: 'Created' } } }],
    });
    expect(blocks[6]).toMatchObject({
      group: [{ constant: 'none' }],
      aggregates: [
        { name: 'count', distinct: true },
        { name: 'count', distinct: false },
      ],
    });
  });

  it('see what recursive ones give', async () => {
    const { blocks } = await facts(
      'with recursive up (id, depth) as (select 1, 0 union select o.id, depth + 1 from up join orders o on o.user_id = up.id) select depth from up where depth < 5',
    );
    expect(blocks.find(({ name }) => name === 'up')).toMatchObject({ recursive: true, setOperation: 'union' });
    expect(blocks[0]?.conditions[0]?.left?.column).toEqual({ relation: 'up', column: 'depth' });
  });

  it('name results in ORDER BY, and in WHERE where no column has the name', async () => {
    const block = await main(
      'select total * 2 as twice, id as status from orders where twice > 5 and status = 1 order by 1, status',
    );
    expect(block.conditions.map((one) => one.left?.column?.column)).toEqual(['total', 'status']);
    expect(block.order.map((one) => one.operand.column?.column)).toEqual(['total', 'id']);
  });

  it('have windows', async () => {
    const sql =
      'select row_number() over w, sum(total) filter (where total > 1) over (partition by user_id order by id rows 2 preceding) from orders window w as (order by id)';
    expect(await main(sql)).toMatchObject({ windows: true, aggregates: [] });
  });
});

describe('statements that change', () => {
  it.each([
    [
      "insert into users (email, name) values ('a', $1) on conflict (id) do update set name = excluded.name returning id",
      'insert',
      ['email', 'name'],
      1,
    ],
    [
      'insert or ignore into orders select * from orders where id > ?',
      'insert',
      ['id', 'user_id', 'status', 'total', 'Created'],
      1,
    ],
    [
      'update or fail orders as o set total = total + $2, CREATED = $1 from users u where u.id = o.user_id',
      'update',
      ['total', 'Created'],
      2,
    ],
    ['delete from orders indexed by x where id = 5 order by id limit 1', 'delete', [], 0],
    ['replace into users default values', 'insert', ['id', 'email', 'name', 'order'], 0],
  ])('%s', async (sql, kind, assigned, parameters) => {
    const found = await facts(sql);
    expect(found).toMatchObject({ kind, assigned, writes: true, parameters });
    expect(await readsOnly(sql)).toHaveLength(1);
  });

  it('are told from those that only read', async () => {
    expect(await readsOnly('with x as (select 1) select * from x')).toEqual([]);
    expect((await facts('create table x (a)')).kind).toBe('other');
  });
});

describe('what the engine plans is read', () => {
  /** The engine's own judgement is the measure: what it prepares must be read without a fault. */
  const queries = [
    'select 1',
    'select *, u.* from users u',
    "select 'it''s', x'00ff', .5e3, 0x10, 1_000, -+~1, current_timestamp from users",
    'select [name], `email`, "order" from users order by 1 collate nocase desc nulls last, 2',
    "select case when name like 'a_' escape '\\' then 1 else 2 end, case id when 1 then 'x' end from users",
    "select cast(id as decimal(10, 2)), iif(id > 1, 2, 3), email ->> '$.a' -> 1 || 2 from users",
    'select a.id from (select id, name from users) a, (values (1, 2), (3, 4)) b where a.id = b.column1',
    'select (id, name) in (select id, name from users), (1, 2) < (3, 4), id is not distinct from 5 from users',
    "select count(*) filter (where id > 1), group_concat(name, ',' order by id), max(1, 2) from users",
    "select value from json_each('[1]') where value not in (1, 2) and value not between 1 and 2 and value is not 3",
    'select * from users where id in ()',
    'select * from users where rowid = 5 and users.oid > 3 and not exists (select 1)',
    "select * from search where search match 'x' and body match 'y' order by rank",
    'select * from users left join orders on orders.id = users.id full join open_orders using (user_id) where 1 not null',
    'select distinct name from users except select status from orders intersect select 1 limit 2, 3',
    'select * from users u where (select count(*) from orders where user_id = u.id) > 5 group by name having total(id) > 1;',
    'select lag(id, 1) over (partition by name order by id groups between 1 preceding and unbounded following exclude ties) from users',
    'with a as (select 1 x), b as not materialized (select x from a) select * from b join a on a.x = b.x',
    'select /* a ; b */ id -- c\n from users where id=$1 and name=:name and email=@email and "order"=?',
    'select offset, first from (select 1 offset, 2 first) key',
  ];

  it.each(queries)('%s', async (sql) => {
    await database.query(`EXPLAIN ${sql}`);
    await expect(facts(sql)).resolves.toMatchObject({ kind: 'select' });
  });
});

describe('what is wrong is told with its place', () => {
  it.each([
    ['select *\nfrom user', 'unknown-table', 'q.sql:8:6: there is no table or view user', 'did you mean users?'],
    ['select nam from users', 'unknown-column', 'q.sql:7:8: there is no column nam', 'did you mean name?'],
    ['select u.nam from users u', 'unknown-column', 'q.sql:7:8: there is no column u.nam', 'did you mean name?'],
    ['select o.id from users u', 'unknown-table', 'q.sql:7:8: the query has no table or alias o', 'did you mean u?'],
    ['select * fro users', 'query-syntax', 'q.sql:7:10: near "fro": syntax error', undefined],
    ['select * from users where', 'query-syntax', 'q.sql:7:26: incomplete input', undefined],
    ['select 1; select 2', 'query-syntax', 'q.sql:7:11: near "select": syntax error', undefined],
    [' ', 'no-query', 'q.sql:7: there is no query in it', undefined],
  ])('%j', async (sql, code, message, hint) => {
    await expect(facts(sql, 'q.sql:7')).rejects.toMatchObject({ code, message, ...(hint ? { hint } : {}) });
  });
});

it('numbers parameters as the engine does', () => {
  expect(numbered("select $2, '$1', $1, $name, a$1 from t -- $3")).toBe("select ?2, '$1', ?1, $name, a$1 from t -- $3");
});
