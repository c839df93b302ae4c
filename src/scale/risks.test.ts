import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { lookups as makeLookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import { noStatistics } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';
import { postgres } from '../engines/postgres/index.ts';
import { risks } from './risks.ts';

async function risksOf(sql: string, rows: Readonly<Record<string, number>>, partsOption?: string) {
  const database = await embedded();
  await resetDatabase();
  await database.exec(sql);
  const catalog = await postgres.introspect(database);
  const statistics = {
    ...noStatistics,
    tables: Object.fromEntries(
      Object.entries(rows).map(([table, count]) => [table, { origin: 'declared' as const, rows: count, columns: {} }]),
    ),
  };
  return risks({
    catalog,
    lookups: makeLookups(catalog),
    traits: { partitioning: true, ...(partsOption === undefined ? {} : { partsOption }) },
    statistics,
    rows: (table: Table) => rows[qualified(table)],
    findings: [],
    most: 5,
  });
}

describe('risks', () => {
  it('takes a table as divided by that option alone which its engine has for it', async () => {
    const sql = 'create table logs (id bigint primary key) with (fillfactor = 90);';
    const rows = { 'public.logs': 20_000_000 };
    expect((await risksOf(sql, rows)).map(({ text }) => text)).toEqual([
      expect.stringContaining('one unpartitioned table of 200'),
    ]);
    expect(await risksOf(sql, rows, 'fillfactor')).toEqual([]);
  });

  it('tells of an integer key at the factor at which it ends, and once', async () => {
    const found = await risksOf(
      'create table t (id int generated always as identity primary key); create table u (id bigint primary key);',
      {
        'public.t': 50_000_000,
        'public.u': 50_000_000,
      },
    );
    expect(
      found.filter((risk) => risk.text.startsWith('the key runs out')).map(({ at, factor }) => [at, factor]),
    ).toEqual([['public.t.id', 100]]);
  });

  it('tells of an unpartitioned heap at the smaller factor only', async () => {
    const found = await risksOf(
      'create table t (id bigint primary key); create table p (id bigint) partition by range (id);',
      {
        'public.t': 20_000_000,
        'public.p': 20_000_000,
      },
    );
    expect(found.map(({ at, factor, basis }) => [at, factor, basis])).toEqual([['public.t', 10, 'declared']]);
  });

  it('tells where integer keys end when no row counts are known', async () => {
    const found = await risksOf('create table t (id serial primary key); create table u (id bigint primary key);', {});
    expect(found.map(({ at, factor, basis }) => [at, factor, basis])).toEqual([['public.t.id', 100, 'stated']]);
    expect(found[0]?.text).toContain('only below 21 474 836 now');
  });

  it('says nothing of small tables', async () => {
    expect(await risksOf('create table t (id serial primary key);', { 'public.t': 1000 })).toEqual([]);
  });
});
