import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { connect } from '../src/engines/mysql/connect.ts';
import { mysql } from '../src/engines/mysql/index.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const schema = `
CREATE TABLE users (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY, city varchar(30), age int, born date,
  KEY by_city (city), KEY by_name (city, age)
) ENGINE=InnoDB;
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL, total decimal(10,2), KEY by_city (user_id),
  FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB;
INSERT INTO users (city, age, born) SELECT IF(seq % 2, 'Berlin', CONCAT('town ', seq % 100)), seq % 50,
  DATE '1980-01-01' + INTERVAL seq DAY FROM seq_1_to_4000;
INSERT INTO orders (user_id, total) SELECT 1 + seq % 1000, seq FROM seq_1_to_8000;
ANALYZE TABLE users PERSISTENT FOR ALL;
ANALYZE TABLE orders;
`;

describe('statistics of a server', async () => {
  const server = await findMariaDb('statistics');
  const folder = await mkdtemp(join(tmpdir(), 'relvar-mysql-statistics-'));
  afterAll(() => rm(folder, { recursive: true }));

  async function read(url: string) {
    const connection = await connect(url);
    try {
      return await mysql.readStatistics(connection);
    } finally {
      await connection.close();
    }
  }

  test.skipIf(!server)(
    'tell of each table’s own indexes how many rows share a key, and of columns what was analyzed',
    async () => {
      expect(await server?.load(schema)).toBeUndefined();
      const { statistics, diagnostics } = await read(server?.url ?? '');
      expect(diagnostics).toEqual([]);
      const { tables, indexes, sequences } = statistics;
      // Two tables have an index of one name.
      expect(Object.keys(indexes).sort()).toEqual([
        'main.orders."PRIMARY"',
        'main.orders.by_city',
        'main.users."PRIMARY"',
        'main.users.by_city',
        'main.users.by_name',
      ]);
      const perKey = (name: string) => indexes[name]?.rowsPerKey?.map(Math.round);
      expect(perKey('main.orders.by_city')).toEqual([8]);
      expect(perKey('main.users.by_city')?.[0]).toBeGreaterThan(60);
      expect(perKey('main.users.by_city')?.[0]).toBeLessThan(90);
      expect(indexes['main.users.by_name']?.rowsPerKey).toHaveLength(2);
      expect(indexes['main.orders."PRIMARY"']?.pages).toBeGreaterThan(5);
      const users = tables['main.users'];
      expect(users?.rows).toBeGreaterThan(3800);
      expect(users?.lastAnalyze).toMatch(/^\d{4}-.*Z$/);
      expect(users?.columns['age']?.distinct).toBe(50);
      expect(Number(users?.columns['age']?.histogram?.at(-1))).toBe(49);
      expect(users?.columns['born']?.histogram?.[0]).toBe('1980-01-02');
      expect(tables['main.orders']?.columns['user_id']?.distinct).toBe(1000);
      expect(sequences['main.users.id']?.lastValue).toBeGreaterThanOrEqual(4000n);
    },
  );

  test.skipIf(!server).each([
    ['all rows were read', 'PERSISTENT FOR ALL', 2],
    ['some pages were', '', undefined],
  ])('call no column one of one value for what a sample found: %s', async (_, form, distinct) => {
    const rare = `CREATE TABLE jobs (id int PRIMARY KEY, state varchar(10) NOT NULL, day int NOT NULL, note char(100), KEY by_state (state, day)) ENGINE=InnoDB;
      INSERT INTO jobs SELECT seq, IF(seq % 100 = 0, 'new', 'done'), seq % 365, 'x' FROM seq_1_to_60000; ANALYZE TABLE jobs ${form};
      UPDATE mysql.innodb_index_stats SET stat_value = 1 WHERE database_name = database() AND index_name = 'by_state' AND stat_name = 'n_diff_pfx01';`;
    expect(await server?.load(rare)).toBeUndefined();
    const { statistics } = await read(server?.url ?? '');
    expect(statistics.tables['main.jobs']?.columns['state']?.distinct).toBe(distinct);
    const { out } = await relvar(['review', server?.url ?? '', '--format', 'json']);
    expect(JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule)).not.toContain(
      'index-begins-with-one-value',
    );
  });

  test.skipIf(!server)('survive a snapshot, which reviews as the server does', async () => {
    expect(await server?.load(schema)).toBeUndefined();
    const path = join(folder, 'taken.relvar.json');
    const taken = await relvar(['snapshot', server?.url ?? '', '-o', path]);
    expect(taken).toMatchObject({ code: 0 });
    expect(`${taken.out}${taken.error}`).toContain('performance_schema is switched off');
    const { out, code } = await relvar(['volumes', path, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).tables.map((one: { table: string; rows: number }) => one.rows > 3000)).toEqual([true, true]);
    const reviewed = await relvar(['review', path, '--format', 'json']);
    expect(reviewed).toMatchObject({ code: 0, error: '' });
  });

  test.skipIf(!server)('are read as far as the user may, and one line tells what is missing', async () => {
    expect(await server?.load(schema)).toBeUndefined();
    const user = `relvar_test_${process.pid}`;
    const database = new URL(server?.url ?? '').pathname.slice(1);
    await server?.writer.exec(
      `CREATE USER ${user}@'%' IDENTIFIED BY 'x'; GRANT SELECT ON ${database}.* TO ${user}@'%'`,
    );
    try {
      const url = new URL(server?.url ?? '');
      url.username = user;
      url.password = 'x';
      const { statistics, diagnostics } = await read(url.href);
      expect(diagnostics.map(({ message }) => message)).toEqual([
        'the user may not read mysql.innodb_table_stats, mysql.innodb_index_stats, mysql.column_stats: what information_schema tells is used instead, which is rougher',
      ]);
      expect(statistics.indexes['main.orders.by_city']?.rowsPerKey?.[0]).toBeGreaterThan(1);
      expect(statistics.tables['main.users']?.rows).toBeGreaterThan(3800);
    } finally {
      await server?.writer.exec(`DROP USER ${user}@'%'`);
    }
  });

  test.skipIf(!server)('come with all but the views that the user is not shown, which are named', async () => {
    expect(await server?.load(`${schema} CREATE VIEW cities AS SELECT city FROM users;`)).toBeUndefined();
    const user = `relvar_views_${process.pid}`;
    const url = new URL(server?.url ?? '');
    await server?.writer.exec(
      `CREATE USER ${user}@'%' IDENTIFIED BY 'x'; GRANT SELECT ON ${url.pathname.slice(1)}.* TO ${user}@'%'`,
    );
    try {
      url.username = user;
      url.password = 'x';
      const { out, code } = await relvar(['review', url.href, '--format', 'json']);
      expect(code).toBe(0);
      expect(JSON.parse(out).diagnostics.map(({ message }: { message: string }) => message)).toContain(
        'the view cities is left out: its query is not shown to this user',
      );
      // A plan would drop it.
      writeFileSync(join(folder, 'wanted.sql'), schema);
      const planned = await relvar(['migrate', 'plan', join(folder, 'wanted.sql'), url.href, '--engine', 'mariadb']);
      expect([planned.code, planned.error]).toEqual([2, expect.stringContaining('the view cities is left out')]);
    } finally {
      await server?.writer.exec(`DROP USER ${user}@'%'`);
    }
  });

  test.skipIf(!server)('come with the queries that the performance schema counts, where it does', async () => {
    expect(await server?.load(schema)).toBeUndefined();
    const [counts] = (await server?.writer.query('SELECT @@performance_schema AS counts')) ?? [];
    await server?.writer.query('SELECT * FROM users WHERE city IN (?, ?, ?)', ['a', 'b', 'c']);
    await server?.writer.query('SELECT * FROM orders WHERE user_id = 7');
    const connection = await connect(server?.url ?? '');
    try {
      const { workload, diagnostics } = await mysql.readWorkload(connection);
      const { statistics } = await mysql.readStatistics(connection);
      if (Number(counts?.['counts']) === 1) {
        const texts = workload.queries.map(({ sql }) => sql.replace(/[\s`]/g, '').toLowerCase());
        expect(texts).toContain('select*fromorderswhereuser_id=?');
        expect(texts).toContain('select*fromuserswherecityin(?)');
        expect(statistics.indexes['main.orders.by_city']?.scans).toBeGreaterThan(0);
      } else {
        expect(workload.queries).toEqual([]);
        expect(diagnostics.map(({ message }) => message)).toEqual([
          'no queries were read: performance_schema is switched off',
        ]);
        expect(statistics.countersSince).toBeUndefined();
      }
    } finally {
      await connection.close();
    }
  });
});
