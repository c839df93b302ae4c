import { expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import type { ColumnStatistics, Statistics } from '../../catalog/statistics.ts';
import { noStatistics } from '../../catalog/statistics.ts';
import { noWorkload } from '../../catalog/workload.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { readSnapshot, snapshotText } from './snapshot.ts';

test('a range without an end has a length that survives the file', async () => {
  await resetDatabase();
  const database = await embedded();
  await database.exec(`create table stays (during daterange);
    insert into stays select daterange('2024-01-01', case when i % 2 = 0 then '2024-01-01'::date + i end) from generate_series(1, 100) i;
    analyze stays;`);
  const catalog = await postgres.introspect(database);
  const { statistics: read } = await postgres.readStatistics(database);
  const during: ColumnStatistics | undefined = read.tables['public.stays']?.columns['during'];
  expect(during?.ranges?.lengths).toContain('Infinity');
  const statistics: Statistics = { ...noStatistics, tables: read.tables };
  const text = snapshotText({
    tool: { name: 'relvar', version: '0' },
    source: { name: 'stays', engine: 'postgres' },
    catalog,
    statistics,
    workload: noWorkload,
    diagnostics: [],
  });
  expect(JSON.parse(text)).toMatchObject({ format: 'relvar-snapshot' });
  const { snapshot } = readSnapshot(text, 'stays.json');
  expect(snapshot.statistics.tables['public.stays']?.columns['during']?.ranges).toEqual(during?.ranges);
});
