import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { qualified, sameName } from '../catalog/names.ts';
import type { IndexStatistics, Statistics } from '../catalog/statistics.ts';
import type { IndexInput } from './sizes.ts';

/** The size of an index that a change makes, of an engine whose indexes are B-trees: {@link Sizes.supposed}. */
export function supposedBtree(
  catalog: Catalog,
  statistics: Pick<Statistics, 'tables'>,
  change: Change,
  sizeOf: (input: IndexInput) => IndexStatistics | undefined,
): IndexStatistics | undefined {
  if (change.kind !== 'create index') return undefined;
  const table = catalog.tables.find((one) => sameName(one, change.table));
  const known = statistics.tables[qualified(change.table)];
  if (!table || !known) return undefined;
  const keys = change.keys.map((key) => ({ descending: false, nullsFirst: false, ...key }));
  const index = { method: 'btree', unique: change.unique ?? false, keys, include: [], options: {} };
  return sizeOf({ table, index, rows: known.rows, columns: known.columns });
}
