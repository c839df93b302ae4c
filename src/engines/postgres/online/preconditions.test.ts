import { beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { type OnlineCase, stepsOf } from '../../../../test/online.ts';
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

test.each([
  ["for values from ('2021-01-01') to ('2021-07-01')", 1],
  ["for values from ('2021-01-01') to ('2022-06-01')", 0],
])(
  'rows of a partition outside of its new bounds stand in the way, beside a default one, too: %s',
  async (bound, outside) => {
    const parted = (of: string) =>
      `create table t (id int, d date not null) partition by range (d); create table t1 partition of t ${of}; create table td partition of t default;`;
    const one: OnlineCase = {
      from: parted("for values from ('2021-01-01') to ('2022-01-01')"),
      to: parted(bound),
      rows: '',
      steps: [],
    };
    const connection = await embedded();
    const { steps } = await stepsOf(one, { connection, version: '18.0', reset: resetDatabase });
    await resetDatabase();
    await connection.exec(`${one.from} insert into t values (1, '2021-02-01'), (2, '2021-08-01'), (3, '2023-01-01')`);
    const told = steps.flatMap(({ preconditions = [] }) =>
      preconditions.filter(({ holds }) => /^Every row of public\.t1/.test(holds)),
    );
    expect(told.length).toBeGreaterThan(0);
    for (const { count } of told) expect(Number((await connection.query(count))[0]?.['count'])).toBe(outside);
  },
);

test('pairs that become JSON at once have no way back, which no cast leads', async () => {
  const table = (type: string) => `create extension hstore; create table t (id int primary key, h ${type});`;
  const one: OnlineCase = { from: table('hstore'), to: table('jsonb'), rows: '', steps: [], mode: 'brief-maintenance' };
  const { steps } = await stepsOf(one, { connection: await embedded(), version: '18.0', reset: resetDatabase });
  expect(steps.map(({ undo }) => undo)).toEqual([{ none: 'no cast leads from jsonb back to public.hstore' }]);
});

test.each([
  ["select nextval('s')", 1],
  ["select setval('s', 50)", 0],
  ['', 0],
])('a sequence that stands outside of its new bounds is told before: %s', async (use, outside) => {
  const one: OnlineCase = {
    from: 'create sequence s;',
    to: 'create sequence s start 100 minvalue 10;',
    rows: '',
    steps: [],
  };
  const connection = await embedded();
  const { steps } = await stepsOf(one, { connection, version: '18.0', reset: resetDatabase });
  await resetDatabase();
  await connection.exec(`${one.from} ${use}`);
  const told = steps.flatMap(({ preconditions = [] }) => preconditions);
  expect(told.map(({ holds }) => holds)).toEqual([expect.stringContaining('the sequence public.s lies between 10')]);
  for (const { count, list } of told) {
    expect(Number((await connection.query(count))[0]?.['count'])).toBe(outside);
    expect(await connection.query(list)).toHaveLength(outside);
  }
});
