import { beforeAll, describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { indexPages, tablePages } from './estimate.ts';

let catalog: Catalog;
let statistics: Statistics;

beforeAll(async () => {
  const database = await embedded();
  await resetDatabase();
  await database.exec(`
    create table dense (id int primary key, name text not null, note text, at timestamptz not null) with (autovacuum_enabled = off);
    insert into dense select n, 'name ' || n, case when n % 2 = 0 then repeat('x', 20) end, now() from generate_series(1, 20000) n;
    create table loose (id int primary key, name text not null) with (autovacuum_enabled = off, fillfactor = 50);
    insert into loose select n, 'name ' || n from generate_series(1, 20000) n;
    create table bloated (id int primary key, name text not null) with (autovacuum_enabled = off);
    insert into bloated select n, 'name ' || n from generate_series(1, 20000) n;
    update bloated set id = id + 100000; update bloated set id = id + 100000; update bloated set id = id + 100000;
  `);
  await database.exec('vacuum analyze dense');
  await database.exec('vacuum analyze loose');
  await database.exec('vacuum analyze bloated');
  catalog = await postgres.introspect(database);
  statistics = (await postgres.readStatistics(database)).statistics;
});

function shares(name: string): { readonly table: number; readonly index: number } {
  const table = catalog.tables.find((one) => one.name === name);
  const known = statistics.tables[`public.${name}`];
  const index = table?.indexes[0];
  const indexKnown = statistics.indexes[`public.${name}_pkey`];
  if (!table || !known?.pages || !index || !indexKnown?.pages) throw new Error(`no statistics of ${name}`);
  const [needed, indexNeeded] = [tablePages(table, known, 8192), indexPages(index, indexKnown, known, 8192)];
  return { table: 1 - (needed ?? 0) / known.pages, index: 1 - (indexNeeded ?? 0) / indexKnown.pages };
}

describe('the estimate', () => {
  it('finds next to nothing in fresh tables, filled full or half', () => {
    for (const name of ['dense', 'loose']) {
      expect(Math.abs(shares(name).table), name).toBeLessThan(0.1);
      expect(shares(name).index, name).toBeLessThan(0.15);
    }
  });
  it('finds the space of rows that were updated away', () => {
    const { table, index } = shares('bloated');
    expect(table).toBeGreaterThan(0.65);
    expect(index).toBeGreaterThan(0.6);
  });
});
