import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogDigests, compareDigests } from '../src/catalog/hash.ts';
import { findMariaDb } from './mariadb.ts';
import { readMysql, withoutQueries } from './mysql.ts';

const [, ...parts] = readFileSync(new URL('statements/mysql.sql', import.meta.url), 'utf8').split(/^-- # /m);

describe('a script means what a server makes of it', async () => {
  const server = await findMariaDb('statements');

  test.skipIf(!server)('kinds of statements', { timeout: 180_000 }, async () => {
    const differing: string[] = [];
    for (const part of parts) {
      const title = part.split('\n', 1)[0];
      const sql = part.slice(part.indexOf('\n'));
      const refused = await server?.load(sql);
      const { catalog, diagnostics } = await readMysql(sql);
      const live = await server?.read();
      if (!live || refused !== undefined || diagnostics.length > 0) {
        differing.push(`${title}: ${refused ?? diagnostics.map(({ message }) => message).join('; ')}`);
        continue;
      }
      const { missing, unexpected, changed } = compareDigests(
        catalogDigests(withoutQueries(live)),
        catalogDigests(withoutQueries(catalog)),
      );
      const all = [...missing, ...unexpected, ...changed];
      if (all.length > 0) differing.push(`${title}: ${all.join(', ')}`);
    }
    expect(differing).toEqual([]);
    expect(parts.length).toBeGreaterThan(100);
  });

  test('columns of a table that are computed by a query are told: only a server knows their types', async () => {
    const { diagnostics } = await readMysql(
      'create table p (id int primary key); create table q as select id + 1 as next from p;',
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the columns of q come from a query, and only a server tells the type of id + 1 as next',
    ]);
  });

  test('values that are kept compressed stay so', async () => {
    const { catalog } = await readMysql('create table t (a text compressed not null, b text);');
    expect(catalog.tables[0]?.columns.map(({ options }) => options)).toEqual([{ compressed: 'true' }, undefined]);
  });
});
