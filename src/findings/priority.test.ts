import { describe, expect, it } from 'vitest';
import { sampleTable as table } from '../../test/samples/catalog.ts';
import { type Catalog, emptyCatalog } from '../catalog/catalog.ts';
import { lookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { priorities, type Severity } from './finding.ts';
import { priority, tableImportance } from './priority.ts';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const importances = [0, 0.25, 0.5, 0.75, 0.8, 1];
const confidences = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('priority', () => {
  it('is P0 for what is critical and sure, and for what is high, sure and on a very important table', () => {
    expect(priority('critical', 8, 0)).toBe('P0');
    expect(priority('high', 8, 0.8)).toBe('P0');
    expect(priority('high', 8, 0.3)).toBe('P1');
    expect(priority('high', 7, 1)).toBe('P1');
  });

  it('raises medium to P1 on an important table only', () => {
    expect(priority('medium', 8, 0.6)).toBe('P1');
    expect(priority('medium', 8, 0.2)).toBe('P2');
  });

  it('keeps what is low at P2, what is unsure below P1, and what is half sure below P0', () => {
    for (const importance of importances) {
      for (const confidence of confidences) {
        expect(priority('low', confidence, importance)).toBe('P2');
        expect(priority('medium', confidence, importance)).not.toBe('P0');
        for (const severity of severities) {
          const result = priority(severity, confidence, importance);
          if (confidence <= 3) expect(result).toBe('P2');
          if (confidence <= 5) expect(result).not.toBe('P0');
        }
      }
    }
  });

  it('never falls when a case is worse, surer or on a more important table', () => {
    const rank = (severity: Severity, confidence: number, importance: number) =>
      priorities.indexOf(priority(severity, confidence, importance));
    severities.forEach((severity, s) => {
      confidences.forEach((confidence, c) => {
        importances.forEach((importance, i) => {
          const here = rank(severity, confidence, importance);
          expect(here).toBeLessThanOrEqual(rank(severities[s + 1] ?? severity, confidence, importance));
          expect(here).toBeGreaterThanOrEqual(rank(severity, confidences[c + 1] ?? confidence, importance));
          expect(here).toBeGreaterThanOrEqual(rank(severity, confidence, importances[i + 1] ?? importance));
        });
      });
    });
  });
});

function importance(
  tables: readonly Table[],
  rows: Readonly<Record<string, number>> = {},
  queries?: Readonly<Record<string, number>>,
) {
  const catalog: Catalog = { ...emptyCatalog, tables };
  const known = tableImportance(
    catalog,
    lookups(catalog),
    (name) => rows[name.name],
    queries && ((name) => queries[name.name] ?? 0),
  );
  return (name: string) => known.get(qualified({ schema: 'public', name })) ?? Number.NaN;
}

describe('importance of a table', () => {
  const shop = [
    table('customers'),
    table('orders', ['customers']),
    table('order_items', ['orders', 'products']),
    table('products', ['categories']),
    table('categories'),
    table('settings'),
  ];

  it('follows from references alone when nothing else is known', () => {
    const of = importance(shop);
    expect(of('settings')).toBe(0);
    expect(of('orders')).toBeGreaterThan(of('order_items'));
    expect(of('orders')).toBeLessThanOrEqual(0.5);
    expect(priority('high', 9, of('orders'))).toBe('P1');
  });

  it('follows mainly from size when that is known', () => {
    const of = importance(shop, {
      customers: 1e6,
      orders: 5e7,
      order_items: 2e8,
      products: 20_000,
      categories: 50,
      settings: 3,
    });
    expect(of('order_items')).toBeGreaterThan(0.75);
    expect(of('orders')).toBeGreaterThan(0.75);
    expect(of('categories')).toBeLessThan(0.4);
    expect(of('settings')).toBeLessThan(0.1);
  });

  it('calls no table of a small database large', () => {
    const of = importance(shop, { orders: 120, order_items: 300 });
    expect(of('order_items')).toBeLessThan(0.5);
  });

  it('rises with the queries that use the table', () => {
    const rows = { orders: 1e6, products: 1e6 };
    const without = importance(shop, rows);
    const within = importance(shop, rows, { orders: 900, products: 0 });
    expect(within('orders')).toBeGreaterThan(without('orders'));
    expect(within('products')).toBeLessThan(without('products'));
  });

  it('gives a partition the importance of its parent', () => {
    const partitionOf = { parent: { schema: 'public', name: 'orders' }, bound: 'DEFAULT', isDefault: true };
    const of = importance([...shop, table('orders_old', [], { partitionOf })], { orders: 5e7, orders_old: 10 });
    expect(of('orders_old')).toBe(of('orders'));
  });

  it('stays between 0 and 1 and does not depend on the order of the tables', () => {
    const rows = { customers: 1e12, orders: 0 };
    const one = importance(shop, rows);
    const other = importance([...shop].reverse(), rows);
    for (const { name } of shop) {
      expect(one(name)).toBeGreaterThanOrEqual(0);
      expect(one(name)).toBeLessThanOrEqual(1);
      expect(other(name)).toBe(one(name));
    }
  });
});
