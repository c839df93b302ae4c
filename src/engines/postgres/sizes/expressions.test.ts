import { beforeAll, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { noStatistics } from '../../../catalog/statistics.ts';
import type { ColumnsByName } from '../../sizes.ts';
import { postgres } from '../index.ts';

const { sizes } = postgres;

const columns: ColumnsByName = {
  status: {
    nullFraction: 0.1,
    averageWidth: 8,
    distinct: 5,
    commonValues: [
      { value: 'done', fraction: 0.6 },
      { value: "it's new", fraction: 0.06 },
    ],
  },
  deleted_at: { nullFraction: 0.98, averageWidth: 8, distinct: -0.02 },
  active: {
    nullFraction: 0,
    averageWidth: 1,
    distinct: 2,
    commonValues: [
      { value: 't', fraction: 0.9 },
      { value: 'f', fraction: 0.1 },
    ],
  },
  amount: { nullFraction: 0, averageWidth: 6, distinct: -0.5, histogram: ['0', '100', '200', '300', '400'] },
  at: {
    nullFraction: 0,
    averageWidth: 8,
    distinct: -1,
    histogram: ['2025-01-01 00:00:00+00', '2026-01-01 00:00:00+00'],
  },
};

/** As the engine writes them back. */
const conditions: readonly (readonly [string, number])[] = [
  // Of an enum: with its type, with its schema, as text.
  ["(status = 'done'::order_status)", 0.6],
  ["(status = 'done'::shop.order_status)", 0.6],
  [`(status = 'done'::"Shop"."Order status")`, 0.6],
  ["(status <> 'done'::order_status)", 0.3],
  ["((status)::text = 'done'::text)", 0.6],
  ["(status = ANY ('{done,other}'::shop.order_status[]))", 0.66],
  ["(status = 'done'::text)", 0.6],
  ["(status = 'it''s new'::text)", 0.06],
  // Never more than the rarest of the common values.
  ["(status = 'other'::text)", 0.06],
  ["(status <> 'done'::text)", 0.3],
  ["(status = ANY (ARRAY['done'::text, 'it''s new'::text]))", 0.66],
  ["((status)::text = ANY ((ARRAY['done'::character varying, 'x'::character varying])::text[]))", 0.66],
  ["(status <> ALL (ARRAY['done'::text]))", 0.3],
  ['(status IS NULL)', 0.1],
  ['(deleted_at IS NULL)', 0.98],
  ['(deleted_at IS NOT NULL)', 0.02],
  ['active', 0.9],
  ['(NOT active)', 0.1],
  ['(active IS TRUE)', 0.9],
  ['(active = false)', 0.1],
  ["((status = 'done'::text) AND (deleted_at IS NULL))", 0.588],
  ["((status = 'done'::text) OR (status IS NULL))", 0.64],
  ['(amount > (300)::numeric)', 0.25],
  ['(amount < 50.0)', 0.125],
  ['((amount >= (100)::numeric) AND (amount < (200)::numeric))', 0.25],
  ['(10 > amount)', 0.025],
  ["(at >= '2025-07-02 12:00:00+00'::timestamp with time zone)", 0.5],
];

/** As people write them, and programs that write SQL. */
const written: readonly (readonly [string, number])[] = [
  ["status = 'done'", 0.6],
  ["orders.status = 'done'", 0.6],
  ["STATUS = 'done'", 0.6],
  ["'done' = status", 0.6],
  ["status = CAST('done' AS order_status)", 0.6],
  ["status = CAST('done' AS shop.order_status)", 0.6],
  ["CAST(status AS character varying(20)) = 'done'", 0.6],
  ["CAST('done' AS order_status) <> status", 0.3],
  ["status <> CAST('done' AS order_status)", 0.3],
  ["status != 'done'", 0.3],
  ["status IN ('done', 'it''s new')", 0.66],
  ["status in (CAST('done' AS order_status))", 0.6],
  ["status NOT IN ('done', 'it''s new')", 0.24],
  ["NOT (status IN ('done', 'it''s new'))", 0.24],
  ["status = 'done' and active", 0.54],
  ["status = 'done' or active", 0.96],
  ['deleted_at ISNULL', 0.98],
  ['deleted_at notnull', 0.02],
  ['amount BETWEEN 100 AND 200', 0.25],
  ['amount NOT BETWEEN 100 AND 200', 0.75],
  ['amount BETWEEN 100 AND 200 AND active', 0.225],
  ['amount >= CAST(300 AS numeric(10, 2))', 0.25],
  ["at >= TIMESTAMP WITH TIME ZONE '2025-07-02 12:00:00+00'", 0.5],
  ["at >= date '2025-07-02'", 0.501],
  ["status LIKE 'd%'", 0.05],
  ["position('a' IN status) = 0", 0.005],
];

describe('the share of rows that a condition keeps', () => {
  test.each([...conditions, ...written])('%s', (condition, share) => {
    expect(sizes.share(condition, columns)).toBeCloseTo(share, 3);
  });

  test.each(['', '(((', 'f(x', "'", 'a b c', 'lower(status) ~~ $1'])('is a guess for %j', (condition) => {
    const share = sizes.share(condition, columns);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  });
});

test('lists of check constraints', () => {
  expect(sizes.allowedValues("(kind = ANY (ARRAY['a'::text, 'b'::text]))", 'kind')).toEqual(['a', 'b']);
  expect(sizes.allowedValues("((kind)::text = ANY ((ARRAY['a'::character varying])::text[]))", 'kind')).toEqual(['a']);
  expect(sizes.allowedValues("((kind = 'a'::text) OR (kind = 'b'::text) OR (kind IS NULL))", 'kind')).toEqual([
    'a',
    'b',
  ]);
  expect(sizes.allowedValues('((rating >= 1) AND (rating <= 5))', 'rating')).toEqual(['1', '2', '3', '4', '5']);
  expect(sizes.allowedValues('(amount > 0)', 'amount')).toBeUndefined();
  expect(sizes.allowedValues("(other = 'a'::text)", 'kind')).toBeUndefined();
});

test('constant defaults', () => {
  expect(sizes.constant("'new'::order_state")).toBe('new');
  expect(sizes.constant('0')).toBe('0');
  expect(sizes.constant('(-1)')).toBe('-1');
  expect(sizes.constant('now()')).toBeUndefined();
  expect(sizes.constant('NULL::text')).toBeUndefined();
});

test('bounds of partitions', () => {
  expect(sizes.partitionBound("FOR VALUES FROM ('2025-01-01 00:00:00+00') TO (MAXVALUE)")).toEqual({
    kind: 'range',
    from: ['2025-01-01 00:00:00+00'],
    to: [null],
  });
  expect(sizes.partitionBound("FOR VALUES IN ('a', 'b''c', NULL)")).toEqual({
    kind: 'list',
    values: ['a', "b'c", null],
  });
  expect(sizes.partitionBound('FOR VALUES WITH (modulus 4, remainder 3)')).toEqual({ kind: 'hash', modulus: 4 });
  expect(sizes.partitionBound('DEFAULT')).toEqual({ kind: 'default' });
});

describe('an index that is thought of', () => {
  let catalog: Catalog;
  let withPairs: Catalog;
  beforeAll(async () => {
    await resetDatabase();
    const database = await embedded();
    await database.exec('create table orders (id bigint, status text, long text)');
    catalog = await postgres.introspect(database);
    await database.exec('create extension hstore; alter table orders add attrs hstore, add doc jsonb');
    withPairs = await postgres.introspect(database);
  });

  test('has a size, a height and the rows of its predicate', () => {
    const statistics = {
      ...noStatistics,
      tables: {
        'public.orders': {
          origin: 'declared' as const,
          rows: 1_000_000,
          columns: { id: { nullFraction: 0, averageWidth: 8, distinct: -1 }, ...columns },
        },
      },
    };
    const index = sizes.supposed(catalog, statistics, {
      kind: 'create index',
      table: { schema: 'public', name: 'orders' },
      name: 'new',
      keys: [{ column: 'id' }],
      predicate: "(status = 'done'::text)",
    });
    // 366 entries a leaf.
    expect(index).toMatchObject({ rows: 600_000, height: 2 });
    expect(index?.pages).toBeGreaterThan(600_000 / 366);
    expect(index?.pages).toBeLessThan((600_000 / 366) * 1.01);
    expect(
      sizes.supposed(catalog, statistics, { kind: 'analyze', table: { schema: 'public', name: 'orders' } }),
    ).toBeUndefined();
  });

  test.each<[string, boolean]>([
    ["(attrs -> 'color'::text)", true],
    ["(doc ->> 'kind'::text)", true],
    ['lower(status)', false],
  ])('%s is guessed: %s', (expression, isGuess) => {
    const tables = { 'public.orders': { origin: 'declared' as const, rows: 400_000, columns } };
    const size = sizes.supposed(
      withPairs,
      { ...noStatistics, tables },
      {
        kind: 'create index',
        table: { schema: 'public', name: 'orders' },
        name: 'new',
        keys: [{ expression }],
      },
    );
    expect(size?.guessed).toEqual(isGuess ? [expression] : undefined);
    // Texts as short as those of columns: the pairs that they stand in are many times wider.
    expect(size?.bytes).toBeLessThan(12e6);
  });

  test('values that are too long for a page stand beside it', () => {
    const [table] = catalog.tables;
    if (!table) throw new Error('no table');
    const wide = { long: { nullFraction: 0, averageWidth: 10_000, distinct: -1 } };
    const heap = sizes.heap({ table, rows: 1000, columns: wide });
    expect(heap.outOfLine.columns).toEqual(['long']);
    expect(heap.outOfLine.bytes).toBeGreaterThan(10_000_000);
    expect(heap.rowBytes).toBeLessThan(150);
  });
});
