import {
  type IndexSample,
  type IndexStatistics,
  indexKey,
  type Statistics,
  type TableStatistics,
} from '../catalog/statistics.ts';
import type { Index, Table } from '../catalog/table.ts';
import type { Sizes } from '../engines/sizes.ts';
import { grown } from './grow-table.ts';

/**
 * The known indexes of a table that grew from `before` to `after`: as the engine's size model says in proportion;
 * without it with the rows, by `factor`.
 */
export function grownIndexes(
  owner: Pick<Table, 'schema' | 'name' | 'columns' | 'options' | 'indexes'>,
  before: TableStatistics,
  after: TableStatistics,
  statistics: Statistics,
  factor: number,
  sizes: Sizes | undefined,
): Readonly<Record<string, IndexStatistics>> {
  const result: Record<string, IndexStatistics> = {};
  for (const index of owner.indexes) {
    const key = indexKey(statistics, owner, index.name);
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
    const { height, ends, rowsPerKey, samples, ...rest } = known;
    const perKey = growthPerKey(index, before, after, factor);
    result[key] = {
      ...rest,
      bytes: grown(known.bytes, ratio),
      ...(known.pages === undefined ? {} : { pages: grown(known.pages, ratio) }),
      ...(known.analyzedPages === undefined ? {} : { analyzedPages: grown(known.analyzedPages, ratio) }),
      ...(known.rows === undefined ? {} : { rows: grown(known.rows, factor) }),
      ...(rowsPerKey ? { rowsPerKey: rowsPerKey.map((one, at) => Math.max(1, one * (perKey[at] ?? 1))) } : {}),
      ...(samples ? { samples: samples.map((one) => grownSample(one, perKey, factor)) } : {}),
      ...(height !== undefined && then?.height !== undefined && now?.height !== undefined
        ? { height: Math.max(0, height + now.height - then.height) }
        : {}),
    };
  }
  return result;
}

/** By how much more rows share the first key, the first two…: those of few values as many more as there are rows. */
function growthPerKey(
  index: Index,
  before: TableStatistics,
  after: TableStatistics,
  factor: number,
): readonly number[] {
  const values = ({ columns, rows }: TableStatistics, count: number): number | undefined =>
    index.keys.slice(0, count).reduce<number | undefined>((product, { column }) => {
      const distinct = columns[column ?? '']?.distinct;
      if (product === undefined || distinct === undefined) return undefined;
      return Math.min(rows, product * (distinct < 0 ? -distinct * rows : distinct));
    }, 1);
  return index.keys.map((_, at) => {
    const [then, now] = [values(before, at + 1), values(after, at + 1)];
    return then === undefined || now === undefined || now <= 0 ? 1 : (factor * then) / now;
  });
}

function grownSample(sample: IndexSample, perKey: readonly number[], factor: number): IndexSample {
  const by = (counts: readonly number[], growth: (at: number) => number) =>
    counts.map((count, at) => Math.round(count * growth(at)));
  return {
    ...sample,
    equal: by(sample.equal, (at) => perKey[at] ?? 1).map((count) => Math.max(1, count)),
    less: by(sample.less, () => factor),
    distinctLess: by(sample.distinctLess, (at) => factor / (perKey[at] ?? 1)),
  };
}
