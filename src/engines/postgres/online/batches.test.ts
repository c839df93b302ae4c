import { beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { postgres } from '../index.ts';
import { inBatches } from './batches.ts';

beforeEach(resetDatabase);

// Rows that come meanwhile are written as the new ones are: whoever waited for none to be left would never end.
test('ends with the piece that the table has no more rows for', async () => {
  const connection = await embedded();
  await connection.exec('create table t (id int primary key, a int); insert into t select generate_series(1, 7)');
  const [table] = (await postgres.introspect(connection)).tables;
  if (!table) throw new Error('no table');
  const { sql } = inBatches({ table, set: 'SET a = id', where: 'true' }, { batch: { rows: 5, pauseMilliseconds: 0 } });
  const pieces = [];
  for (let last: unknown = null; pieces.length < 3; ) {
    const [row] = await connection.query(sql, [last]);
    pieces.push({ last: row?.['last'], rows: Number(row?.['rows']) });
    last = row?.['last'];
    if (last === null) break;
  }
  expect(pieces).toEqual([
    { last: ['5'], rows: 5 },
    { last: null, rows: 2 },
  ]);
  expect(await connection.query('select count(*)::int as left from t where a is distinct from id')).toEqual([
    { left: 0 },
  ]);
});
