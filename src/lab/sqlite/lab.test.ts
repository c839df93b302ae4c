import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../catalog/catalog.ts';
import { noStatistics, type Statistics } from '../../catalog/statistics.ts';
import type { Connection } from '../../engines/connection.ts';
import { openMemory } from '../../engines/sqlite/connect.ts';
import { introspect } from '../../engines/sqlite/introspect/index.ts';
import { readStatistics } from '../../engines/sqlite/statistics.ts';
import type { Lab } from '../lab.ts';
import { believe } from './planner.ts';
import { sqliteLab } from './sqlite-lab.ts';

const schema = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, country TEXT, born INT);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), status TEXT, total INT, at TEXT);
  CREATE TABLE tags (name TEXT NOT NULL, order_id INT NOT NULL, note TEXT, PRIMARY KEY (name, order_id)) WITHOUT ROWID;
  CREATE TABLE pairs (a TEXT, b TEXT COLLATE NOCASE, c INT, PRIMARY KEY (a, b));
  CREATE INDEX orders_user ON orders (user_id, at);
  CREATE INDEX orders_status ON orders (status);
  CREATE INDEX orders_open ON orders (at) WHERE status = 'open';
  CREATE INDEX users_country ON users (country, born);
  CREATE INDEX pairs_b ON pairs (b);
  CREATE VIEW big AS SELECT o.*, u.country FROM orders o JOIN users u ON u.id = o.user_id WHERE o.total > 500`;

/** Skewed, so that samples matter: one status in a hundred is open, and one user has every tenth order. */
const rows = `
  INSERT INTO users SELECT value, 'u' || value || '@x.org', CASE WHEN value % 50 = 0 THEN 'LU' ELSE 'DE' END, 1950 + value % 50
    FROM generate_series(1, 2000);
  INSERT INTO orders SELECT value, CASE WHEN value % 10 = 0 THEN 7 ELSE 1 + value % 2000 END,
    CASE WHEN value % 100 = 0 THEN 'open' ELSE 'done' END, value % 1000, datetime(1700000000 + value * 60, 'unixepoch') FROM generate_series(1, 20000);
  INSERT INTO tags SELECT 'tag' || value % 5, value, 'n' FROM generate_series(1, 5000);
  INSERT INTO pairs SELECT 'a' || value % 100, 'b' || value, value FROM generate_series(1, 3000)`.replaceAll(
  /generate_series\((\d+), (\d+)\)/g,
  '(WITH RECURSIVE n (value) AS (SELECT $1 UNION ALL SELECT value + 1 FROM n WHERE value < $2) SELECT value FROM n)',
);

const queries = [
  'SELECT * FROM orders',
  'SELECT * FROM orders WHERE user_id = 5',
  'SELECT * FROM orders WHERE user_id = 7',
  "SELECT * FROM orders WHERE user_id = 7 AND at > '2023-11-20'",
  "SELECT * FROM orders WHERE status = 'open'",
  "SELECT * FROM orders WHERE status = 'done'",
  "SELECT * FROM orders WHERE status = 'open' AND at > '2023-11-20' ORDER BY at",
  "SELECT * FROM users WHERE email = 'u5@x.org'",
  "SELECT * FROM users WHERE country = 'LU' AND born > 1990",
  "SELECT * FROM users WHERE country = 'DE'",
  'SELECT * FROM users WHERE born = 1980',
  "SELECT * FROM users u JOIN orders o ON o.user_id = u.id WHERE u.country = 'LU'",
  "SELECT * FROM users u JOIN orders o ON o.user_id = u.id WHERE u.country = 'DE' ORDER BY o.at LIMIT 5",
  "SELECT * FROM tags WHERE name = 'tag1'",
  'SELECT * FROM tags t JOIN orders o ON o.id = t.order_id WHERE o.user_id = 9',
  "SELECT * FROM pairs WHERE a = 'a1' AND b = 'B3'",
  "SELECT * FROM pairs WHERE b LIKE 'b1%'",
  "SELECT * FROM big WHERE country = 'LU'",
  'SELECT country, count(*) FROM users GROUP BY country',
  "SELECT * FROM orders WHERE user_id = 3 OR status = 'open'",
  'SELECT * FROM users WHERE id IN (SELECT user_id FROM orders WHERE total = 1)',
  "UPDATE orders SET status = 'x' WHERE user_id = 7",
];

let database: Connection;
let catalog: Catalog;
let statistics: Statistics;
let lab: Lab;

beforeAll(async () => {
  database = await openMemory();
  await database.exec(`${schema}; ${rows}; ANALYZE`);
  catalog = await introspect(database);
  statistics = (await readStatistics(database)).statistics;
  lab = await sqliteLab.open((await sqliteLab.build(catalog, 'test', {})).lab, '3');
  await lab.believe(catalog, statistics);
});

afterAll(async () => {
  await lab.close();
  await database.close();
});

const answer = (sql: string) => database.query(`EXPLAIN QUERY PLAN ${sql}`);

describe('a lab without rows that believes the statistics of a database', () => {
  it.each(queries)('plans as the database does, at the same costs: %s', async (sql) => {
    const { json } = await lab.plan({ sql });
    expect(JSON.parse(json)).toEqual(await answer(sql));
  });

  it('plans with the values of parameters', async () => {
    const sql = 'SELECT * FROM orders WHERE status = $1';
    const [open, done] = [await lab.plan({ sql, samples: ['open'] }), await lab.plan({ sql, samples: ['done'] })];
    expect([open.plan.root.index, done.plan.root.index]).toEqual(['orders_status', undefined]);
  });

  it('estimates rows as they are, within a factor of two', async () => {
    for (const sql of queries) {
      if (!sql.startsWith('SELECT') || /LIMIT|GROUP BY|\bOR\b|LIKE| IN |born = |tags t/.test(sql)) continue;
      const { plan } = await lab.plan({ sql });
      const [counted] = await database.query(`SELECT count(*) AS n FROM (${sql})`);
      const actual = Math.max(1, Number(counted?.['n']));
      // Of born and the second key of tags nothing is known; a range without a known end is taken for a quarter of the rows.
      const off = Math.max(plan.root.rows / actual, actual / Math.max(1, plan.root.rows));
      expect(off, `${sql}: ${plan.root.rows} for ${actual}`).toBeLessThan(/[<>]/.test(sql) ? 30 : 2);
    }
  });

  it('forgets what it believed before', async () => {
    const sql = "SELECT * FROM orders WHERE status = 'done'";
    const rare = { status: { nullFraction: 0, averageWidth: 4, distinct: 5000 } };
    const tables = { 'main.orders': { origin: 'observed', rows: 20_000, columns: rare } } as const;
    await lab.believe(catalog, { ...noStatistics, tables });
    const without = await lab.plan({ sql });
    await lab.believe(catalog, statistics);
    expect(without.plan.root.index).toBe('orders_status');
    expect((await lab.plan({ sql })).plan.root.index).toBeUndefined();
  });
});

describe('declared statistics', () => {
  const believed = async (sql: string, orders: Partial<Statistics['tables'][string]>) => {
    const given: Statistics = {
      ...noStatistics,
      tables: { 'main.orders': { origin: 'declared', rows: 1_000_000, columns: {}, ...orders } },
    };
    await lab.believe(catalog, given);
    try {
      return (await lab.plan({ sql })).plan;
    } finally {
      await lab.believe(catalog, statistics);
    }
  };
  const status = (distinct: number, commonValues?: { readonly value: string; readonly fraction: number }[]) => ({
    columns: { status: { nullFraction: 0, averageWidth: 4, distinct, ...(commonValues ? { commonValues } : {}) } },
  });

  it('decide by the number of values', async () => {
    const sql = "SELECT * FROM orders WHERE status = 'x'";
    expect((await believed(sql, status(2))).root.index).toBeUndefined();
    expect((await believed(sql, status(1000))).root.index).toBe('orders_status');
  });

  it('are those of a database as they are, to the last sample', async () => {
    const database = await openMemory();
    try {
      await database.exec(`CREATE TABLE o (id INTEGER PRIMARY KEY, u INT, s TEXT, n REAL);
        CREATE INDEX o_us ON o (u, s); CREATE INDEX o_part ON o (s) WHERE n > 5; CREATE INDEX o_lower ON o (lower(s), n);
        CREATE TABLE w (a TEXT, b INT, c, PRIMARY KEY (a, b)) WITHOUT ROWID;
        WITH RECURSIVE k(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM k WHERE x < 2000)
        INSERT INTO o SELECT x, x * 7 % 131, iif(x % 50 = 0, NULL, 'D' || (x % 17)), x / 3.0 FROM k;
        INSERT INTO w SELECT s || id, u, n FROM o WHERE s IS NOT NULL; ANALYZE`);
      const analysis = () =>
        database.queryAll([
          'SELECT * FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY tbl, idx',
          'SELECT *, hex(sample) AS sample FROM sqlite_stat4 ORDER BY tbl, idx, hex(sample)',
        ]);
      const [before, catalog] = [await analysis(), await introspect(database)];
      expect(before[1]?.length).toBeGreaterThan(60);
      const { statistics } = await readStatistics(database);
      await believe(database, catalog, statistics);
      expect(await analysis()).toEqual(before);
    } finally {
      await database.close();
    }
  });

  it('decide by common values, which become samples', async () => {
    const common = status(3, [
      { value: 'done', fraction: 0.989 },
      { value: 'open', fraction: 0.01 },
    ]);
    expect((await believed("SELECT * FROM orders WHERE status = 'done'", common)).root.index).toBeUndefined();
    expect((await believed("SELECT * FROM orders WHERE status = 'open'", common)).root.index).toBe('orders_status');
  });

  it('are told of numbers, too', async () => {
    const common = (value: string) => ({
      columns: {
        user_id: { nullFraction: 0, averageWidth: 4, distinct: 1000, commonValues: [{ value, fraction: 0.9 }] },
      },
    });
    const sql = "SELECT * FROM orders WHERE user_id = 70000 AND status = 'q'";
    const rare = await believed(sql, { columns: { ...common('5').columns, ...status(50).columns } });
    const frequent = await believed(sql, { columns: { ...common('70000').columns, ...status(50).columns } });
    expect([rare.root.index, frequent.root.index]).toEqual(['orders_user', 'orders_status']);
  });
});

describe('what is supposed', () => {
  const sql = 'SELECT * FROM orders WHERE total = 5';
  const change = {
    kind: 'create index',
    table: { schema: 'main', name: 'orders' },
    name: 'orders_total',
    keys: [{ column: 'total' }],
  } as const;

  it('is planned with, and gone afterwards', async () => {
    const before = await lab.plan({ sql });
    const [supposed] = await lab.suppose({ changes: [change] }, [{ sql }]);
    expect(supposed && 'plan' in supposed && supposed.plan.root.index).toBe('orders_total');
    expect(await lab.plan({ sql })).toEqual(before);
    expect((await lab.introspect()).tables).toEqual(catalog.tables);
  });

  it('leaves indexes out', async () => {
    const of = "SELECT * FROM orders WHERE status = 'open'";
    const [without] = await lab.suppose({ without: ['main.orders_status'] }, [{ sql: of }]);
    expect(without && 'plan' in without && without.plan.root.index).not.toBe('orders_status');
    expect((await lab.plan({ sql: of })).plan.root.index).toBe('orders_status');
  });

  it('costs what it costs once it is there', async () => {
    const size = { bytes: 1, rowsPerKey: [20] };
    const [supposed] = await lab.suppose(
      { changes: [change], statistics: { indexes: { 'main.orders_total': size } } },
      [{ sql }],
    );
    await database.exec('SAVEPOINT there; CREATE INDEX orders_total ON orders (total); ANALYZE');
    const real = await answer('SELECT * FROM orders WHERE total = 5');
    await database.exec('ROLLBACK TO there; RELEASE there');
    expect(supposed && 'json' in supposed && JSON.parse(supposed.json)).toEqual(real);
  });

  it('tells what the engine has against it', async () => {
    const wrong = { ...change, keys: [{ expression: 'random()' }] };
    const [refused] = await lab.suppose({ changes: [wrong] }, [{ sql }]);
    expect(refused).toEqual({ error: expect.stringMatching(/non-deterministic/) });
    await expect(lab.plan({ sql: 'SELECT nothing' })).rejects.toMatchObject({ code: 'query-refused' });
  });

  it('stands ready by name', async () => {
    const indexes = await lab.supposeIndexes();
    const refused = await indexes.add([
      { change, size: { bytes: 1 } },
      { change: { ...change, name: 'wrong', keys: [{ expression: 'random()' }] }, size: { bytes: 1 } },
    ]);
    expect([...refused.keys()]).toEqual(['main.wrong']);
    const [shown, hidden] = [await indexes.plan({ sql }, ['main.orders_total']), await indexes.plan({ sql }, [])];
    await indexes.close();
    expect('plan' in shown && shown.plan.root.index).toBe('orders_total');
    expect('plan' in hidden && hidden.plan.root.index).toBeUndefined();
  });
});

it('what is tried beside others finds its tables as they are, whatever these did to them', async () => {
  const connection = await openMemory();
  await connection.exec('create table t (a int, b int)');
  const rebuilt = (columns: string) =>
    [
      'BEGIN',
      `CREATE TABLE relvar_new_t (${columns})`,
      `INSERT INTO relvar_new_t (${columns}) SELECT ${columns} FROM t`,
      'DROP TABLE t',
      'ALTER TABLE relvar_new_t RENAME TO t',
      'COMMIT',
    ].map((sql) => ({ sql, transactional: false }));
  const results = await sqliteLab.rehearse(connection, [rebuilt('a'), rebuilt('a, b'), rebuilt('c'), rebuilt('b')]);
  expect(results.map((group) => group.find(({ error }) => error)?.error?.message)).toEqual([
    undefined,
    undefined,
    'no such column: c',
    undefined,
  ]);
  await connection.close();
});

it('what is tried in place finds its table as it is, whatever others did before it', async () => {
  const connection = await openMemory();
  await connection.exec('create table t (a int); create table u (a int)');
  const group = (sql: string) => [{ sql, transactional: true }];
  const results = await sqliteLab.rehearse(connection, [
    group('CREATE INDEX one ON t (a)'),
    // Of another table, by the same name, which is free: the first is not there.
    group('CREATE INDEX one ON u (a)'),
    group('CREATE INDEX one ON t (b)'),
    group('CREATE INDEX one ON t (a DESC)'),
    group('CREATE VIEW v AS SELECT 1'),
  ]);
  expect(results.map((own) => own.find(({ error }) => error)?.error?.message)).toEqual([
    undefined,
    undefined,
    expect.stringMatching(/no such column|has no column/),
    undefined,
    undefined,
  ]);
  expect(await connection.query("SELECT name FROM sqlite_schema WHERE type <> 'table'")).toEqual([]);
  await connection.close();
});
