import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { postgres } from '../engines/postgres/index.ts';
import { RelvarError } from '../findings/error.ts';
import { parseRows, readVolumes, withVolumes } from './volumes.ts';
import { parseVolumes } from './volumes-file.ts';

/** The error's one line, hint included. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    expect(error.message).not.toContain('\n');
    return `${error.message} — ${error.hint ?? ''}`;
  }
  throw new Error('it was taken');
}

describe('a volumes file', () => {
  test('holds rows, growth, writes, widths, columns and settings', () => {
    const volumes = parseVolumes(
      `tables:
  orders:
    rows: 50M
    growth: 8% per month
    writes: 30 per minute
    width: 1 kB
    columns:
      status: { values: { delivered: 0.9, pending: 2% }, distinct: 5, nulls: 10%, width: 200, correlation: 1 }
      user_id: { distinct: 80% }
      region: { north: 0.5, south: 0.5 }
  users: 2_000_000
  orders.kind: { a: 0.9, b: 0.1 }
columns:
  shop.orders.state: { done: 1 }
settings:
  work_mem: 64mb
  random_page_cost: 1.1
  jit: off
`,
      'v.yaml',
    );
    expect(volumes.tables['orders']).toMatchObject({
      rows: 50_000_000,
      growthPerMonth: 0.08,
      writesPerSecond: 0.5,
      rowWidth: 1024,
      line: 2,
    });
    expect(volumes.tables['orders']?.columns?.['status']).toEqual({
      commonValues: [
        // Of the 90% that have a value: of all rows they would be more than there are.
        { value: 'delivered', fraction: 0.81 },
        { value: 'pending', fraction: 0.018000000000000002 },
      ],
      distinct: 5,
      nullFraction: 0.1,
      averageWidth: 200,
      correlation: 1,
      line: 8,
    });
    expect(volumes.tables['orders']?.columns?.['user_id']?.distinct).toBe(-0.8);
    expect(volumes.tables['orders']?.columns?.['region']?.commonValues?.length).toBe(2);
    expect(volumes.tables['users']).toEqual({ rows: 2_000_000, line: 11 });
    expect(Object.keys(volumes.columns ?? {})).toEqual(['orders.kind', 'shop.orders.state']);
    expect(volumes.settings).toEqual({ work_mem: '64MB', random_page_cost: '1.1', jit: 'off' });
  });

  test('may be empty', () => {
    expect(parseVolumes('', 'v.yaml').tables).toEqual({});
  });

  test.each([
    ['tables:\n  orders: 50Q', 'v.yaml:2: orders: "50Q" is not a number — write 50M'],
    ['tables:\n  orders: -5', 'v.yaml:2: orders: -5 cannot be a count'],
    ['tables:\n  orders: 1e300', 'v.yaml:2: orders: '],
    ['tables:\n  orders: [1]', 'v.yaml:2: orders: expected a number of rows or a map'],
    ['tables:\n  orders: { row: 5 }', 'v.yaml:2: orders: unknown key "row" — did you mean rows?'],
    ['table:\n  orders: 5', 'v.yaml:1: the file: unknown key "table" — did you mean tables?'],
    ['tables:\n  orders: { growth: fast }', 'v.yaml:2: orders.growth: "fast" is not a growth'],
    ['tables:\n  orders: { growth: 5000000% }', 'v.yaml:2: orders.growth: '],
    ['tables:\n  orders: { rows: 5, width: 0 }', 'v.yaml:2: orders.width: 0 is no width'],
    [
      'tables:\n  orders:\n    columns:\n      s: { a: 0.9, b: 0.2 }',
      'v.yaml:4: orders.s: the shares of its values sum up to 1.1',
    ],
    ['tables:\n  orders:\n    columns:\n      s: { a: 1.9 }', 'v.yaml:4: orders.s: a: 1.9 is no share'],
    [
      'tables:\n  orders:\n    columns:\n      s: { values: { a: 0.4, b: 0.1 }, distinct: 1 }',
      '2 values are listed, but distinct says 1',
    ],
    ['tables:\n  orders:\n    columns:\n      s: { distinct: 0 }', 'cannot be a number of distinct values'],
    [
      'tables:\n  orders:\n    columns:\n      s: { distnct: 5, nulls: 0 }',
      'unknown key "distnct" — did you mean distinct?',
    ],
    ['tables:\n  orders:\n    columns:\n      s: { correlation: 2 }', 'orders.s.correlation: 2 is no correlation'],
    ['columns:\n  orders.s: { a: -1 }', 'v.yaml:2: orders.s: a: -1 is no share'],
    ['settings:\n  workmem: 4MB', 'v.yaml:2: "workmem" is no setting of the planner — did you mean work_mem?'],
    ['settings:\n  work_mem: lots', 'v.yaml:2: work_mem: "lots" cannot be its value'],
    ['settings:\n  jit: maybe', 'jit: "maybe" cannot be its value — write on or off'],
    ['tables:\n  a: 1\n  a: 2', 'v.yaml:3: not YAML: '],
    ['tables: [', 'not YAML: '],
    ['- a', 'the file: expected a map'],
  ])('%j is refused', (text, message) => {
    expect(refusal(() => parseVolumes(text, 'v.yaml'))).toContain(message);
  });
});

describe('--rows', () => {
  test('takes several, and digits in groups', () => {
    expect(parseRows(['orders=50M,users=2M', 'a.b=1,000,000']).tables).toEqual({
      orders: { rows: 50_000_000 },
      users: { rows: 2_000_000 },
      'a.b': { rows: 1_000_000 },
    });
  });

  test.each(['orders', 'orders=', '=5', 'orders=50Q', 'orders=-1', 'orders=1e99', 'orders=1,orders=2'])(
    'refuses %s',
    (given) => {
      expect(refusal(() => parseRows([given]))).toContain('--rows ');
    },
  );
});

describe('what is declared meets the catalog', () => {
  let catalog: Catalog;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relvar-volumes-'));
    await resetDatabase();
    const database = await embedded();
    await database.exec(`create type state as enum ('new', 'done');
      create table orders (id int primary key, state state, amount numeric);
      create schema shop; create table shop.orders (id int); create table shop.users (id int);
      create schema other; create table other.users (id int)`);
    catalog = await postgres.introspect(database);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function declared(text: string) {
    const file = join(folder, 'v.yaml');
    writeFileSync(file, text);
    return withVolumes(catalog, noStatistics, await readVolumes(file), 'public');
  }

  test.each([
    ['tables:\n  order: 5', 'volumes-unknown-table', 'did you mean orders?'],
    ['tables:\n  users: 5', 'volumes-ambiguous-table', 'write other.users or shop.users'],
    ['tables:\n  orders: { columns: { stat: { a: 1 } } }', 'volumes-unknown-column', 'did you mean state?'],
    ['tables:\n  orders.state: { newish: 1 }', 'volumes-unknown-value', 'it has new, done'],
    ['tables:\n  orders.state: { don: 1 }', 'volumes-unknown-value', 'did you mean done?'],
    ['columns:\n  orders.amount: { many: 1 }', 'volumes-unknown-value', 'left out'],
  ])('%j is told', async (text, code, hint) => {
    const { diagnostics } = await declared(text);
    expect(diagnostics).toEqual([expect.objectContaining({ code, line: 2 })]);
    expect(diagnostics[0]?.hint).toContain(hint);
  });

  test('a column stands with its schema, table and name', async () => {
    const { statistics, diagnostics } = await declared(
      'tables:\n  orders: 7\ncolumns:\n  public.orders.state: { done: 1 }\n  shop.orders.id: { distinct: 3 }',
    );
    expect(diagnostics).toEqual([]);
    expect(statistics.tables['public.orders']).toMatchObject({
      rows: 7,
      origin: 'declared',
      declared: { columns: { state: { commonValues: [{ value: 'done', fraction: 1 }] } } },
    });
    // Rows were not declared here: they are left to be derived.
    expect(statistics.tables['shop.orders']).toMatchObject({ rows: 0, origin: 'derived' });
  });
});
