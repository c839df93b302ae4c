import { expect, it } from 'vitest';
import { sampleTable } from '../../test/samples/catalog.ts';
import { type Catalog, emptyCatalog } from '../catalog/catalog.ts';
import { lookups } from '../catalog/lookups.ts';
import { schemaStatistics, type TableSizes } from './schema-statistics.ts';

const partitionOf = { parent: { schema: 'public', name: 'events' }, bound: 'DEFAULT', isDefault: true };
const catalog: Catalog = {
  ...emptyCatalog,
  tables: [
    sampleTable('orders', ['customers']),
    sampleTable('customers'),
    sampleTable('events', ['customers']),
    sampleTable('events_default', ['customers'], { partitionOf }),
    sampleTable('abroad', [], { kind: 'foreign' }),
    sampleTable('archive', [], { schema: 'old' }),
  ],
};

function sizes(rows: Readonly<Record<string, number>>): TableSizes {
  return {
    rows: (table) => rows[table.name],
    bytes: (table) => (table.name === 'orders' ? 8192 : undefined),
    statistics: () => ({ origin: 'declared' }),
  };
}

it('counts partitions and foreign tables apart', () => {
  expect(schemaStatistics(catalog, lookups(catalog), sizes({}))).toMatchObject({
    schemas: 2,
    tables: 4,
    partitions: 1,
    foreignTables: 1,
    foreignKeys: 2,
    tablesOfKnownSize: 0,
    largest: [],
  });
  expect(schemaStatistics(catalog, lookups(catalog), sizes({}))).not.toHaveProperty('rows');
});

it('adds up what is known, the largest first', () => {
  expect(schemaStatistics(catalog, lookups(catalog), sizes({ orders: 10, customers: 10, archive: 500 }))).toMatchObject(
    {
      rows: 520,
      bytes: 8192,
      tablesOfKnownSize: 3,
      largest: [
        { table: 'old.archive', rows: 500, origin: 'declared' },
        { table: 'public.customers', rows: 10 },
        { table: 'public.orders', rows: 10, bytes: 8192 },
      ],
    },
  );
});
