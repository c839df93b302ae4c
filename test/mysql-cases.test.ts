import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { differencesByCatalog, migrated } from './mysql-migration.ts';

const cases: readonly { readonly name: string; readonly from: string; readonly to: string }[] = JSON.parse(
  readFileSync(new URL('cases/diff/sqldef-mysql.json', import.meta.url), 'utf8'),
);

/** All with RELVAR_TEST_CASES=all, else some of them: a server takes its time for each statement. */
const sample = process.env['RELVAR_TEST_CASES'] === 'all' ? cases : cases.filter((_, at) => at % 16 === 0);

/** Rows that any such database may hold are against the wanted schema: the server refuses it, as it must. */
const againstRows: Readonly<Record<string, string>> = {
  tests_constraints__AddCheckConstraintWithIn: 'a check that the rows do not pass',
  tests_generated__ChangeGenerateColumnVirtualToStored: 'computes text as a number',
  tests_generated__ChangeGenerateColumnVirtualToStoredWithCheck: 'computes text as a number',
  tests_special__CreateTableWithSpatialTypesAndSpatialKey: 'a NOT NULL point for which there is no default',
};

describe('pairs of schemas on MariaDB', async () => {
  const server = await findMariaDb('cases');

  test.skipIf(!server)('each converges with its rows, and gets back', { timeout: 600_000 }, async () => {
    if (!server) return;
    const missed: string[] = [];
    let taken = 0;
    for (const { name, from, to } of sample) {
      if ((await server.load(to)) !== undefined) continue;
      const wanted = await server.read();
      if ((await server.load(from)) !== undefined) continue;
      taken++;
      const rows = againstRows[name] === undefined ? 3 : 0;
      for (const back of [false, true]) {
        if (back) await server.load(from);
        const wrong = await migrated(server, wanted, { back, rows });
        if (wrong.length > 0) missed.push(`${name}${back ? ' and back' : ''}: ${wrong.join('; ')}`);
      }
    }
    expect(missed).toEqual([]);
    expect(taken).toBeGreaterThan(sample.length * 0.7);
  });
});

/** Of TiDB alone. */
const foreign = /AutoRandom/;

test('each pair converges by catalog as of MySQL 8.4', { timeout: 120_000 }, async () => {
  const missed: string[] = [];
  for (const { name, from, to } of cases.filter(({ name }) => !foreign.test(name))) {
    const wrong = await differencesByCatalog(from, to, '8.4');
    if (wrong.length > 0) missed.push(`${name}: ${wrong.join('; ')}`);
  }
  expect(missed).toEqual([]);
});

const computed = (type: string, kind: string, expression = 'j + 1') =>
  `CREATE TABLE t (id INT PRIMARY KEY, j INT, a ${type} AS (${expression}) ${kind}, KEY (a), KEY both_idx (j, a), UNIQUE KEY once (a, id));`;
const recomputed = [
  ['of another type', computed('INT', 'VIRTUAL'), computed('BIGINT', 'VIRTUAL')],
  ['by another expression', computed('INT', 'VIRTUAL'), computed('INT', 'VIRTUAL', 'j + 2')],
  ['that are stored', computed('INT', 'VIRTUAL'), computed('INT', 'STORED')],
  ['that are stored by another expression', computed('INT', 'STORED'), computed('INT', 'STORED', 'j + 2')],
] as const;

describe('indexes over computed columns', async () => {
  const server = await findMariaDb('recomputed');

  test.each(recomputed)('stay where those become ones %s', async (_, from, to) => {
    for (const [before, after] of [
      [from, to],
      [to, from],
    ] as const) {
      for (const version of ['8.4', '10.11']) expect(await differencesByCatalog(before, after, version)).toEqual([]);
      if (!server) continue;
      await server.load(after);
      const wanted = await server.read();
      await server.load(before);
      expect(await migrated(server, wanted)).toEqual([]);
    }
  });
});

const items = (column: string, type: string, more = '') =>
  `CREATE TABLE item (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, ${column} VARCHAR(20) NOT NULL, q ${type}${more});
   CREATE TABLE logged (id INT AUTO_INCREMENT PRIMARY KEY, msg VARCHAR(100));`;
const trigger = (text: string) =>
  `CREATE TRIGGER item_ai AFTER INSERT ON item FOR EACH ROW INSERT INTO logged (msg) VALUES (${text});`;

describe('a column with another name, in a trigger too', async () => {
  const server = await findMariaDb('renamed');

  test.skipIf(!server).each([
    ['at once', items('code', 'BIGINT'), trigger('NEW.code')],
    ['once another column is there', items('code', 'BIGINT', ', z INT'), trigger('concat(NEW.code, NEW.z)')],
    ['without it', items('code', 'BIGINT'), ''],
  ])('goes there and back, with the trigger made %s', async (_, to, made) => {
    await server?.load(`${to} ${made}`);
    const wanted = await server?.read();
    for (const back of [false, true]) {
      await server?.load(`${items('sku', 'INT')} ${trigger('NEW.sku')}`);
      if (server && wanted) expect(await migrated(server, wanted, { back })).toEqual([]);
    }
  });
});
