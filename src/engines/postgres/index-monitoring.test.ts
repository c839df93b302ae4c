import { expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { indexMonitoring } from './index-monitoring.ts';

it('shows the indexes and the tables of partitions, at every depth', async () => {
  await resetDatabase();
  const database = await embedded();
  await database.exec(`create table m (a int, b int) partition by range (a);
    create table m1 partition of m for values from (0) to (9) partition by range (b);
    create table m11 partition of m1 for values from (0) to (9);
    create table other (a int); create index other_a on other (a); create index m_a on m (a);`);
  const names = async (sql: string) => (await database.query(sql)).map((row) => row['relname'] ?? row['indexrelname']);
  const [valid, used, tables] = indexMonitoring([{ schema: 'public', name: 'm_a' }], [{ schema: 'public', name: 'm' }]);
  expect(await names(valid?.sql ?? '')).toEqual(['m11_a_idx', 'm1_a_idx', 'm_a']);
  expect(await names(used?.sql ?? '')).toEqual(['m11_a_idx']);
  expect(await names(tables?.sql ?? '')).toEqual(['m', 'm1', 'm11']);
});
