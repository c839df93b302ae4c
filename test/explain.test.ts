import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { PlanNode } from '../src/catalog/query-plan.ts';
import type { Explanation } from '../src/explain/explanation.ts';
import { expectRefusal, relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const shop = `create table users (id bigint primary key, email text not null unique, name text);
  create table orders (id bigint primary key, user_id bigint not null references users, status text not null,
    total numeric(10, 2), created_at timestamptz not null);`;

async function explained(...argv: readonly string[]): Promise<Explanation> {
  const { out, error, code } = await relvar(['explain', ...argv, '--format', 'json']);
  expect(error).toBe('');
  expect(code).toBe(0);
  // The format's own test holds it against its schema.
  return JSON.parse(out) as Explanation;
}

const ofAUser = 'select id, total from orders where user_id = 42';

describe('a query at declared sizes', () => {
  it('finds the index that is missing, proves it, and tells what it takes', async () => {
    const source = file('shop.sql', shop);
    const { causes, remedies, basis } = await explained(source, '--rows', 'orders=50M,users=2M', '--query', ofAUser);
    expect(basis).toBe('shadow');
    expect(causes[0]?.sign).toBe('sequential-scan-discards-rows');
    const [first] = remedies;
    expect(first?.changes).toMatchObject([{ kind: 'create index', keys: [{ column: 'user_id' }] }]);
    expect(first?.sql[0]).toContain('CONCURRENTLY');
    expect(first?.effect.before).toBeGreaterThan(1000 * (first?.effect.after ?? Number.POSITIVE_INFINITY));
    expect(first?.bytes).toBeGreaterThan(100e6);
    expect(first?.evidence.map((one) => one.kind)).toEqual(['planned', 'rehearsed']);
  });

  it('has nothing to say where the index is there, or the table is small', async () => {
    const indexed = file('indexed.sql', `${shop} create index on orders (user_id);`);
    expect((await explained(indexed, '--rows', 'orders=50M', '--query', ofAUser)).causes).toEqual([]);
    const source = file('shop.sql', shop);
    expect((await explained(source, '--rows', 'orders=300', '--query', ofAUser)).remedies).toEqual([]);
  });

  it('plans for the values that are given, and for average ones without', async () => {
    const source = file('shop.sql', `${shop} create index on orders (created_at);`);
    const query = 'select count(*) from orders where created_at >= :since';
    const leaf = (node: PlanNode): PlanNode => (node.children[0] ? leaf(node.children[0]) : node);
    const rows = (explanation: Explanation) => leaf(explanation.plan.root).rows;
    const average = await explained(source, '--rows', 'orders=1M', '--query', query);
    const recent = await explained(
      ...[source, '--rows', 'orders=1M', '--query', query, '--parameter', 'since=2025-12-31'],
    );
    expect(average.query?.parameters).toEqual([':since']);
    expect(rows(recent)).toBeLessThan(rows(average) / 10);
  });

  it('tells at which size the plan changes', async () => {
    const source = file('shop.sql', shop);
    const query = 'select u.name, o.total from orders o join users u on u.id = o.user_id where o.id < 1000';
    const { scale, flips } = await explained(
      ...[source, '--rows', 'orders=20K,users=2K', '--query', query, '--scale', '1,10,100,1000'],
    );
    expect(scale.map((point) => point.factor)).toEqual([1, 10, 100, 1000]);
    expect(flips.length).toBeGreaterThan(0);
    for (const flip of flips) {
      expect(flip.before).not.toBe(flip.after);
      expect(flip.to / flip.from).toBeLessThan(1.2);
    }
  });

  it('takes a query from the file beside the schema by its name', async () => {
    const { query, goal } = await explained('examples/shop', '--name', 'items of an order');
    expect(query).toMatchObject({ name: 'items of an order', parameters: ['$1'] });
    expect(goal).toMatchObject({ milliseconds: 20, met: 'unknown' });
  });

  it('never tells a remedy that the planner does not use', async () => {
    const { remedies } = await explained('examples/shop', '--name', 'turnover by day');
    for (const { changes, after } of remedies) {
      for (const change of changes) {
        if (change.kind === 'create index') expect(JSON.stringify(after)).toContain(`"${change.name}"`);
      }
    }
  });
});

describe('a plan from elsewhere', () => {
  const plan = `                                  QUERY PLAN
------------------------------------------------------------------------------
 Seq Scan on orders  (cost=0.00..943000.00 rows=25 width=14) (actual time=12.1..8400.2 rows=24 loops=1)
   Filter: (user_id = 42)
   Rows Removed by Filter: 49999976
 Planning Time: 0.2 ms
 Execution Time: 8400.9 ms
(5 rows)`;

  it('is explained alone', async () => {
    const { causes, remedies, basis, calibration } = await explained('--plan', file('plan.txt', plan));
    expect(basis).toBe('given');
    expect(causes.map((one) => one.sign)).toContain('sequential-scan-discards-rows');
    expect(remedies).toEqual([]);
    expect(calibration?.millisecondsPerCost).toBeCloseTo(8400.9 / 943_000, 6);
  });

  it('with its query and the schema has remedies tried, and their times predicted', async () => {
    const { remedies, goal } = await explained(
      ...[file('shop.sql', shop), '--rows', 'orders=50M', '--plan', file('plan.txt', plan), '--query', ofAUser],
      ...['--goal', '100ms'],
    );
    const time = remedies[0]?.effect.time;
    expect(time?.before.likely).toBeGreaterThan(1000);
    expect(time?.after.likely).toBeLessThan(10);
    expect(time?.after.low).toBeLessThanOrEqual(time?.after.likely ?? 0);
    expect(time?.after.high).toBeGreaterThanOrEqual(time?.after.likely ?? 0);
    expect(goal?.met).toBe('with the advice');
  });

  it('that is not the query’s is refused', async () => {
    const source = file('shop.sql', shop);
    expectRefusal(
      await relvar(['explain', source, '--plan', file('plan.txt', plan), '--query', 'select * from users']),
      /the plan reads orders, which the query does not/,
    );
  });
});

describe('bad input gets one line', () => {
  const source = () => file('shop.sql', shop);
  const cases: Readonly<Record<string, readonly [argv: () => readonly string[], message: RegExp]>> = {
    'a query that does not parse': [
      () => [source(), '--query', file('bad.sql', '-- a\nselect *\nfrom orders where where')],
      /bad\.sql:3:19: syntax error/,
    ],
    'an unknown table': [() => [source(), '--query', 'select * from oders'], /oders.*did you mean.*orders/],
    'an unknown column': [() => [source(), '--query', 'select usr_id from orders'], /usr_id.*user_id/],
    'several statements': [() => [source(), '--query', 'select 1; select 2'], /2 statements, and one is explained/],
    'no statement': [() => [source(), '--query', '-- nothing here '], /there is no query in it/],
    DDL: [() => [source(), '--query', 'create table x (id int)'], /this is no query/],
    'a file that is not there': [() => [source(), '--query', 'slow.sql'], /slow\.sql: there is no such file/],
    'nothing to explain': [() => [source()], /there is no query to explain/],
    'no source': [() => ['--query', 'select 1'], /without a schema only a plan can be explained/],
    'a plan of another engine': [
      () => [source(), '--plan', file('sqlite.txt', 'QUERY PLAN\n|--SCAN orders\n`--USE TEMP B-TREE FOR ORDER BY')],
      /sqlite\.txt.*SQLite/,
    ],
    'a plan cut short': [() => ['--plan', file('cut.json', '[{"Plan": {"Node Type": "Seq Scan", "Rel')], /cut\.json/],
    'a plan that is not there': [() => ['--plan', 'nowhere.txt'], /nowhere\.txt: the plan cannot be read/],
    'rows that are no number': [() => [source(), '--query', ofAUser, '--rows', 'orders=50Q'], /50Q.* not a number/],
    'negative rows': [() => [source(), '--query', ofAUser, '--rows', 'orders=-5'], /orders=-5: "-5" cannot be/],
    'absurd rows': [() => [source(), '--query', ofAUser, '--rows', 'orders=1e30'], /orders=1e30: "1e30" cannot be/],
    'a scale that is none': [() => [source(), '--query', ofAUser, '--scale', '1,ten'], /ten/],
    'a goal without a unit': [() => [source(), '--query', ofAUser, '--goal', '100'], /--goal.*not a duration/],
    'an unknown parameter': [
      () => [source(), '--query', `${ofAUser} and id = :id`, '--parameter', 'idd=1'],
      /--parameter idd=1: the query has no such parameter.*:id/,
    ],
    '--analyze without a database': [
      () => [source(), '--query', ofAUser, '--analyze'],
      /--analyze needs a live database/,
    ],
    '--analyze on what changes data': [
      () => [source(), '--query', 'delete from orders', '--analyze'],
      /--analyze runs the query, and this one may not be run: it is a? ?delete/i,
    ],
  };
  for (const [title, [argv, message]] of Object.entries(cases)) {
    it(title, async () => expectRefusal(await relvar(['explain', ...argv()]), message));
  }

  it('rows of a table that is not there are told, with the closest name', async () => {
    const { diagnostics } = await explained(source(), '--query', ofAUser, '--rows', 'order=5M');
    expect(diagnostics).toMatchObject([{ code: 'volumes-unknown-table', hint: expect.stringContaining('orders') }]);
  });
});

describe('every form', () => {
  for (const format of ['pretty', 'markdown', 'html', 'json'] as const) {
    test(`${format} names the cause and the remedy, the same each time`, async () => {
      const argv = ['explain', file('shop.sql', shop), '--rows', 'orders=50M', '--query', ofAUser, '--format', format];
      const [first, second] = [await relvar(argv), await relvar(argv)];
      expect(first.code).toBe(0);
      expect(first.out).toBe(second.out);
      expect(first.out).toContain('sequential-scan-discards-rows');
      expect(first.out).toMatch(/CREATE INDEX CONCURRENTLY\s+orders_user_id_idx/);
      if (format === 'pretty')
        for (const line of first.out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    });
  }

  it('is written to a file whole', async () => {
    const path = join(folder, 'out.md');
    const { out, code } = await relvar(['explain', file('shop.sql', shop), '--query', ofAUser, '-o', path]);
    expect([out, code]).toEqual(['', 0]);
    expect(readFileSync(path, 'utf8')).toMatch(/^# /);
  });
});

describeWithPostgres([13, 18], 'a live database', (server) => {
  const filled = `${shop} insert into users select i, 'u' || i, 'n' from generate_series(1, 500) i;
    insert into orders select i, 1 + i % 500, 'paid', 1, '2025-01-01' from generate_series(1, 40000) i; analyze;`;

  it('runs the query with --analyze, and changes nothing', () =>
    withDatabase(server, async (database) => {
      await database.query(filled);
      const explanation = await explained(database.url, '--query', ofAUser, '--analyze');
      expect(explanation.basis).toBe('measured');
      expect(explanation.plan.root).toMatchObject({ kind: 'Seq Scan', measured: { rows: 80, loops: 1 } });
      expect(explanation.calibration?.from).toContain('measured');
      expect(explanation.remedies[0]?.effect.time?.after.likely).toBeGreaterThan(0);
      const withValue = await explained(
        ...[database.url, '--query', 'select * from orders where user_id = $1', '--parameter', '1=42', '--analyze'],
      );
      expect(withValue.plan.root.measured?.rows).toBe(80);
    }));

  it('refuses what writes, by the parse tree and by the database', () =>
    withDatabase(server, async (database) => {
      await database.query(
        `${filled} create function wipe() returns int language sql as 'delete from orders returning 1'`,
      );
      const run = (query: string) => relvar(['explain', database.url, '--query', query, '--analyze']);
      expectRefusal(await run('with gone as (delete from orders returning id) select * from gone'), /may not be run/);
      expectRefusal(await run('select wipe()'), /the database refuses the query: .*read-only transaction/);
      expectRefusal(await run('select * from orders for update'), /may not be run/);
      const [left] = await database.query('select count(*)::int as rows from orders');
      expect(left).toEqual({ rows: 40000 });
    }));

  it('gives up a query that takes too long', () =>
    withDatabase(server, async (database) => {
      await database.query(filled);
      expectRefusal(
        await relvar(['explain', database.url, '--query', 'select pg_sleep(20)', '--analyze', '--timeout', '200ms']),
        /the query took longer than it may.*--timeout/,
      );
    }));

  it('plans as the database does, from its statistics alone', () =>
    withDatabase(server, async (database) => {
      await database.query(filled);
      const [row] = await database.query(`explain (format json) ${ofAUser}`);
      const [real] = (row?.['QUERY PLAN'] ?? []) as [
        { Plan: { 'Node Type': string; 'Total Cost': number; 'Plan Rows': number } },
      ];
      const own = await explained(database.url, '--query', ofAUser);
      expect(own.basis).toBe('server');
      expect(own.plan.root.totalCost).toBe(real.Plan['Total Cost']);
      const path = join(folder, 'live.snapshot.json');
      await relvar(['snapshot', database.url, '-o', path]);
      const { plan, basis, doubts } = await explained(path, '--query', ofAUser);
      expect(basis).toBe('shadow');
      expect(doubts.some((doubt) => doubt.includes('by the planner of version 18'))).toBe(server.version !== 18);
      expect(plan.root).toMatchObject({
        kind: real.Plan['Node Type'],
        totalCost: real.Plan['Total Cost'],
        rows: real.Plan['Plan Rows'],
      });
    }));
});
