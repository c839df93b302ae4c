import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { IndexInput, IndexSize } from '../../sizes.ts';
import { btreeSize } from './btree.ts';
import { elementKeys } from './elements.ts';
import { ginPages } from './gin.ts';
import { fillFactor, heapSize, pageBytes } from './heap.ts';
import { type KeyValues, keyValues, unknown } from './keys.ts';
import { storedValue } from './layout.ts';
import { brinPages, hashPages, treePages } from './other-methods.ts';
import { share } from './share.ts';

/** Pages, height and entries of an index as CREATE INDEX leaves it. Methods that are not known are taken for B-trees. */
export function indexSize(input: IndexInput): IndexSize {
  const { table, index } = input;
  const kept = index.predicate === undefined ? 1 : share(index.predicate, input.columns);
  const rows = Math.max(0, Math.round(input.rows * kept));
  const keys = keyValues(index.keys, table, input.columns, input.keyColumns);
  const built = pagesOf(input, keys, rows);
  const expressions = keys.filter((key) => key.expression);
  return {
    ...built,
    bytes: built.pages * pageBytes,
    rows,
    ...(expressions.length > 0 ? { columns: Object.fromEntries(expressions.map((key) => [key.name, key.known])) } : {}),
  };
}

function pagesOf(input: IndexInput, keys: readonly KeyValues[], rows: number): Pick<IndexSize, 'pages' | 'height'> {
  const { table, index } = input;
  const heapPages = () => input.heapPages ?? heapSize(input).pages;
  switch (index.method) {
    case 'hash': {
      const [key] = keys;
      const given = index.options['fillfactor'];
      const distinct = key ? distinctCount(key.known, rows) : rows;
      return {
        pages: hashPages(
          rows * (1 - (key?.known.nullFraction ?? 0)),
          distinct,
          given === undefined ? undefined : Number(given),
        ),
      };
    }
    case 'brin':
      return { pages: brinPages(heapPages(), Number(index.options['pages_per_range'] ?? 128), summaryBytes(keys)) };
    case 'gin': {
      const perPage = input.rows / Math.max(1, heapPages());
      return {
        pages: ginPages(
          keys.flatMap((key, at) => elementKeys(key, index.keys[at]?.operatorClass, rows)),
          rows,
          perPage,
        ),
      };
    }
    case 'gist':
      return { pages: treePages(rows, keys.map(treeValue), 0.68) };
    case 'spgist':
      return {
        pages: treePages(
          rows,
          keys.map((key) => storedValue(key.column, key.known)),
          0.6,
        ),
      };
    default: {
      const included = index.include.flatMap((name) => {
        const column = table.columns.find((one) => one.name === name);
        return column ? [storedValue(column, input.columns[name] ?? unknown(column.type))] : [];
      });
      return btreeSize({
        rows,
        values: [...keys.map((key) => storedValue(key.column, key.known)), ...included],
        keys: keys.length,
        distinct: distinctPrefixes(keys, rows, index.unique),
        common:
          keys.length === 1 && kept(index) ? (keys[0]?.known.commonValues ?? []).map(({ fraction }) => fraction) : [],
        deduplicated:
          included.length === 0 &&
          !index.unique &&
          index.options['deduplicate_items'] !== 'off' &&
          keys.every(isEqualImage),
        fill: fillFactor(index.options, 90),
      });
    }
  }
}

function kept(index: IndexInput['index']): boolean {
  return index.predicate === undefined;
}

/** Distinct combinations of the first key, the first two…: as many as independent columns would have. */
function distinctPrefixes(keys: readonly KeyValues[], rows: number, unique: boolean): readonly number[] {
  let product = 1;
  let most = 0;
  return keys.map((key, at) => {
    if (unique && at === keys.length - 1) return rows;
    const own = distinctCount(key.known, rows);
    product *= own;
    most = Math.max(most, own, at === 0 ? 0 : drawn(product, rows));
    return most;
  });
}

/** How many of so many possible combinations occur among the rows. */
function drawn(possible: number, rows: number): number {
  if (possible >= rows * 50) return rows;
  return Math.min(rows, possible * -Math.expm1(-rows / Math.max(1, possible)));
}

/** Distinct values among so many rows. */
function distinctCount(known: ColumnStatistics, rows: number): number {
  return Math.max(1, Math.min(rows, known.distinct < 0 ? -known.distinct * rows : known.distinct));
}

/** Types whose equal values may look different are never deduplicated: section "Deduplication" of the manual. */
function isEqualImage({ column }: KeyValues): boolean {
  const { family, name } = column.type;
  return !(
    family === 'decimal' ||
    family === 'float' ||
    family === 'json-binary' ||
    family === 'array' ||
    family === 'range' ||
    family === 'composite' ||
    family === 'interval' ||
    (family === 'network' && name === 'cidr')
  );
}

/** Bytes of a range's summary: the least and the greatest value, or a box. */
function summaryBytes(keys: readonly KeyValues[]): number {
  return keys.reduce((sum, key) => sum + 2 * storedValue(key.column, key.known).width, 0);
}

/** What a search tree stores of a key: shapes as boxes, texts as signatures. */
function treeValue(key: KeyValues) {
  const value = storedValue(key.column, key.known);
  const box = { width: 32, fixed: true, alignment: 8, nullFraction: value.nullFraction };
  switch (key.column.type.family) {
    case 'geometry':
      return box;
    case 'text':
    case 'character':
    case 'full-text':
      return value;
    case 'integer':
    case 'date':
      return { ...value, width: 2 * value.width };
    default:
      return value;
  }
}
