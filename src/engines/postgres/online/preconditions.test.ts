import { beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import type { ForeignKey } from '../../../catalog/table.ts';
import type { Situation } from '../../procedure.ts';
import { noOrphans } from './preconditions.ts';

beforeEach(resetDatabase);

test.each([
  ['create table p (id int primary key); create table c () inherits (p); insert into c values (1)', false, '1'],
  [
    `create table p (id int primary key) partition by range (id);
     create table c partition of p for values from (0) to (9); insert into p values (1)`,
    true,
    '0',
  ],
])('rows of what inherits from a table are none of its own: %s', async (parent, partitioned, count) => {
  const database = await embedded();
  await database.exec(`${parent}; create table t (n int); insert into t values (1)`);
  const schema = { before: () => ({ ...(partitioned ? { partitioning: {} } : {}) }) };
  const key: Partial<ForeignKey> = {
    columns: ['n'],
    references: { schema: 'public', name: 'p' },
    referencedColumns: ['id'],
    match: 'simple',
  };
  const condition = noOrphans(
    { schema: 'public', name: 't' },
    key as ForeignKey,
    schema as unknown as Pick<Situation, 'before'>,
  );
  expect(Object.values((await database.query(condition.count))[0] ?? {}).map(String)).toEqual([count]);
});
