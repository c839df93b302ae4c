import { qualified } from '../catalog/names.ts';
import type { IndexStatistics, Statistics, TableStatistics } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';
import type { Sizes } from '../engines/sizes.ts';
import { grown } from './grow-table.ts';

/**
 * The known indexes of a table that grew from `before` to `after`: as the engine's size model says in proportion;
 * without it with the rows, by `factor`.
 */
export function grownIndexes(
  owner: Pick<Table, 'schema' | 'columns' | 'options' | 'indexes'>,
  before: TableStatistics,
  after: TableStatistics,
  statistics: Statistics,
  factor: number,
  sizes: Sizes | undefined,
): Readonly<Record<string, IndexStatistics>> {
  const result: Record<string, IndexStatistics> = {};
  for (const index of owner.indexes) {
    const key = qualified({ schema: owner.schema, name: index.name });
    const known = statistics.indexes[key];
    if (!known) continue;
    const at = (table: TableStatistics) =>
      sizes?.index({
        table: owner,
        index,
        rows: table.rows,
        columns: table.columns,
        ...(known.columns ? { keyColumns: known.columns } : {}),
        ...(table.pages === undefined ? {} : { heapPages: table.pages }),
      });
    const [then, now] = [at(before), at(after)];
    // Bloat grows along.
    const ratio = then && now && then.pages > 0 ? now.pages / then.pages : factor;
    const { height, ends, ...rest } = known;
    result[key] = {
      ...rest,
      bytes: grown(known.bytes, ratio),
      ...(known.pages === undefined ? {} : { pages: grown(known.pages, ratio) }),
      ...(known.analyzedPages === undefined ? {} : { analyzedPages: grown(known.analyzedPages, ratio) }),
      ...(known.rows === undefined ? {} : { rows: grown(known.rows, factor) }),
      ...(height !== undefined && then?.height !== undefined && now?.height !== undefined
        ? { height: Math.max(0, height + now.height - then.height) }
        : {}),
    };
  }
  return result;
}
