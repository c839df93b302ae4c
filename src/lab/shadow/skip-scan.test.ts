import { expect, test } from 'vitest';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from '../../../test/servers/postgres.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import { readPlanJson } from '../../engines/postgres/explain/json.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { openEmbeddedLab } from '../embedded-lab.ts';
import type { PlannedQuery } from '../lab.ts';

const schema = `
  create table tenants (id integer primary key, name text not null);
  create table priorities (id smallint primary key, name text not null);
  create table tickets (id integer primary key, tenant_id integer not null, state text not null, opened date not null,
    priority smallint not null references priorities, note text not null);
  create index tickets_tenant_state on tickets (tenant_id, state, opened);
  create index tickets_priority_opened on tickets (priority, opened) include (state);
  create index tickets_lower on tickets (lower(state), opened);
  create unique index tickets_state_id on tickets (state, id);
  create table visits (site integer not null, at date not null, page integer not null) partition by range (at);
  create table visits_1 partition of visits for values from ('2024-01-01') to ('2024-07-01');
  create table visits_2 partition of visits for values from ('2024-07-01') to ('2025-01-01');
  create index visits_site_page on visits (site, page);`;

// 500 is a sample of 150 000 rows, the whole table: a server looks up the ends of an index, which a sample may miss.
const rows = `
  alter table tickets alter id set statistics 500;
  insert into tenants select n, 'tenant ' || n from generate_series(1, 40) n;
  insert into priorities select n, 'priority ' || n from generate_series(0, 3) n;
  insert into tickets select n, (n * 7919) % 40 + 1, 'state ' || n % 6, date '2022-01-01' + (n * 37) % 1000, n % 4, repeat('note ', 20)
    from generate_series(1, 150000) n;
  insert into visits select n % 9, date '2024-01-01' + n % 360, (n * 31) % 5000 from generate_series(1, 90000) n;`;

const queries = [
  // The first column is not asked for.
  "select * from tickets where state = 'state 3' and opened = '2023-01-01'",
  "select * from tickets where opened = '2023-01-01'",
  "select count(*) from tickets where opened = '2023-01-01'",
  "select opened from tickets where opened between '2023-01-01' and '2023-01-03'",
  "select state from tickets where opened = '2023-01-01' and state = 'state 1'",
  'select * from tickets where id = 4711 and state > $$state 2$$',
  'select * from visits where page = 77',
  'select count(*) from visits where page = 77',
  // A range comes first.
  "select * from tickets where priority >= 1 and opened = '2023-01-01'",
  "select * from tickets where tenant_id between 3 and 30 and state = 'state 2' and opened = '2022-05-05'",
  // A column in between.
  "select * from tickets where tenant_id = 7 and opened = '2023-01-01'",
  // The skipped column is used otherwise.
  "select tenant_id, count(*) from tickets where state = 'state 3' and opened = '2023-01-01' group by tenant_id",
  "select distinct priority from tickets where opened = '2023-01-01'",
  "select t.name, k.note from tenants t join tickets k on k.tenant_id = t.id where k.state = 'state 4' and k.opened = '2022-09-09'",
  "select t.name from tenants t join tickets k on k.tenant_id = t.id and k.state = 'state 4' and k.opened = '2022-09-09' where t.name like 'tenant 1%'",
  "select p.name, k.note from priorities p join tickets k on k.priority = p.id where k.opened = '2022-09-09'",
  "select a.id, b.id from tickets a join tickets b on b.tenant_id = a.tenant_id and b.state = a.state and b.opened = a.opened where a.opened = '2022-03-03' and a.id < 900",
  "select tenant_id, state, opened from tickets where opened = '2022-03-03' order by tenant_id limit 5",
  // Nothing is left out.
  "select * from tickets where tenant_id = 7 and state = 'state 2' order by opened desc limit 10",
  "select * from tickets where tenant_id in (7, 9) and state = 'state 2' and opened > '2024-01-01'",
  'select * from tickets t where exists (select from visits v where v.site = t.priority and v.page = t.id) and t.opened > $$2024-09-01$$',
  'select distinct tenant_id, state from tickets where priority = 2',
];

describeWithPostgres([13, 15, 17, 18], 'a shadow of a server', (server) => {
  test('skips over columns only where that server does', { timeout: 120_000 }, async () => {
    await withDatabase(server, async (database) => {
      for (const statement of [
        schema,
        rows,
        'vacuum analyze tenants',
        'vacuum analyze priorities',
        'vacuum analyze tickets',
        'vacuum analyze visits',
      ])
        await database.query(statement);
      const connection = await postgres.connect(database.url);
      const lab = await openEmbeddedLab({}, String(server.version));
      try {
        const { statistics } = await postgres.readStatistics(connection);
        await lab.connection.exec(schema);
        const catalog = await lab.introspect();
        expect(await lab.believe(catalog, statistics)).toEqual([]);
        for (const sql of queries) {
          const expected = await served(database, sql);
          const { plan, doubts } = await lab.plan({ sql });

          expect(doubts, sql).toEqual([]);
          expect(tree(plan.root), sql).toEqual(tree(expected));
          expect(Math.abs(plan.root.totalCost / expected.totalCost - 1), sql).toBeLessThan(0.01);
        }
        // What was tried is undone.
        expect((await lab.introspect()).tables).toEqual(catalog.tables);
      } finally {
        await connection.close();
        await lab.close();
      }
    });
  });
});

async function served(database: PostgresDatabase, sql: string): Promise<PlanNode> {
  const [row] = await database.query(`explain (format json) ${sql}`);
  return readPlanJson(row?.['QUERY PLAN']).root;
}

function tree({ kind, relation, index, joinType, strategy, children }: PlanNode): unknown {
  return { kind, relation, index, joinType, strategy, children: children.map(tree) };
}

test.each([
  ['17', []],
  ['18', ['on_a_b']],
])('a shadow of a server of version %s supposes an index to skip columns: %s', async (version, used) => {
  const lab = await openEmbeddedLab({}, version);
  try {
    await lab.connection.exec('create table orders (a integer, b integer, c text)');
    const column = { nullFraction: 0, averageWidth: 4, correlation: 0 };
    const columns = { a: { ...column, distinct: 4 }, b: { ...column, distinct: -0.5 }, c: { ...column, distinct: 10 } };
    const table = { origin: 'declared', rows: 1e6, pages: 10_000, columns } as const;
    const catalog = await lab.introspect();
    const known = { settings: {}, tables: { 'public.orders': table }, indexes: {}, sequences: {} };
    await lab.believe(catalog, known);
    const keys = [{ column: 'a' }, { column: 'b' }];
    const change = { kind: 'create index', table: { schema: 'public', name: 'orders' }, name: 'on_a_b', keys } as const;
    const size = { bytes: 24e6, pages: 3000, rows: 1e6 };
    const supposed = await lab.supposeIndexes();
    await supposed.add([{ change, size }]);
    const byB = { sql: 'select * from orders where b = 5' };
    expect(indexesIn(await supposed.plan(byB, ['public.on_a_b']))).toEqual(used);
    const byBoth = { sql: 'select * from orders where a = 1 and b = 5' };
    expect(indexesIn(await supposed.plan(byBoth, ['public.on_a_b']))).toEqual(['on_a_b']);
    await supposed.close();
    expect(
      indexesIn(
        (await lab.suppose({ changes: [change], statistics: { indexes: { 'public.on_a_b': size } } }, [byB]))[0],
      ),
    ).toEqual(used);
    expect((await lab.introspect()).tables).toEqual(catalog.tables);
  } finally {
    await lab.close();
  }
});

function indexesIn(answer: PlannedQuery | { readonly error: string } | undefined): readonly string[] {
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error);
  const within = (node: PlanNode): readonly string[] => [
    ...(node.index === undefined ? [] : [node.index]),
    ...node.children.flatMap(within),
  ];
  return within(answer.plan.root);
}
