import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { IndexInput, IndexSize } from '../../sizes.ts';
import { btreeSize } from './btree.ts';
import { combinations } from './combinations.ts';
import { elementKeys } from './elements.ts';
import { ginPages } from './gin.ts';
import { fillFactor, heapSize, pageBytes } from './heap.ts';
import { keptValues } from './kept.ts';
import { type KeyValues, keyValues, unknown } from './keys.ts';
import { type StoredValue, storedValue } from './layout.ts';
import { brinPages, hashPages, summaryBytes } from './other-methods.ts';
import { gistPages, spgistPages } from './search-trees.ts';
import { share } from './share.ts';

/** Pages, height and entries of an index as CREATE INDEX leaves it. Methods that are not known are taken for B-trees. */
export function indexSize(input: IndexInput): IndexSize {
  const { index } = input;
  const kept = index.predicate === undefined ? 1 : share(index.predicate, input.columns);
  const rows = Math.max(0, Math.round(input.rows * kept));
  const keys = keyValues(input);
  const built = pagesOf(input, keys, rows);
  const expressions = keys.filter((key) => key.expression);
  const guessed = index.keys.flatMap(({ expression }, at) => (keys[at]?.guessed ? (expression ?? []) : []));
  return {
    ...built,
    bytes: built.pages * pageBytes,
    rows,
    ...(expressions.length > 0 ? { columns: Object.fromEntries(expressions.map((key) => [key.name, key.known])) } : {}),
    ...(guessed.length > 0 ? { guessed } : {}),
  };
}

function pagesOf(input: IndexInput, keys: readonly KeyValues[], rows: number): Pick<IndexSize, 'pages' | 'height'> {
  const { index } = input;
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
    case 'brin': {
      const pagesPerRange = Number(index.options['pages_per_range'] ?? 128);
      return { pages: brinPages(heapPages(), pagesPerRange, summaryBytes(keys, pagesPerRange)) };
    }
    case 'gin': {
      const perPage = input.rows / Math.max(1, heapPages());
      return {
        pages: ginPages(
          keys.flatMap((key) => elementKeys(key, rows)),
          rows,
          perPage,
        ),
      };
    }
    case 'gist':
      return { pages: gistPages(keys, included(input), rows, input.context) };
    case 'spgist':
      return { pages: spgistPages(keys, included(input), rows) };
    default: {
      const beside = included(input);
      return btreeSize({
        rows,
        values: [...keys.map((key) => storedValue(key.column, key.known)), ...beside],
        keys: keys.length,
        prefixes: combinations({
          keys,
          tableRows: input.rows,
          rows,
          multivariate: input.context?.multivariate ?? [],
          kept: keys.map((key) => keptValues(index.predicate, key.expression ? undefined : key.of, input.columns)),
          ...(input.context?.sampleRows === undefined ? {} : { sample: input.context.sampleRows }),
        }),
        unique: index.unique,
        deduplicated:
          beside.length === 0 &&
          !index.unique &&
          index.options['deduplicate_items'] !== 'off' &&
          keys.every((key, at) => isEqualImage(key, index.keys[at]?.collation, input.context)),
        fill: fillFactor(index.options, 90),
      });
    }
  }
}

/** Distinct values among so many rows. */
function distinctCount(known: ColumnStatistics, rows: number): number {
  return Math.max(1, Math.min(rows, known.distinct < 0 ? -known.distinct * rows : known.distinct));
}

/** Families whose equal values may look different. */
const unequal = new Set(['decimal', 'float', 'json-binary', 'array', 'range', 'composite', 'interval', 'full-text']);

/**
 * Whether equal values always look alike: others are never deduplicated (section "Deduplication" of the manual, and the
 * operator classes without an `equalimage` function in pg_amproc, among them those of extensions' types).
 */
function isEqualImage(
  { column }: KeyValues,
  collation: QualifiedName | undefined,
  context: IndexInput['context'],
): boolean {
  const { family, ref, domain } = column.type;
  if (family === 'character' && !context?.paddedTextIsDeduplicated) return false;
  if (unequal.has(family) || (ref !== undefined && !domain && family !== 'enum')) return false;
  const used = collation ?? column.collation;
  return used === undefined || !context?.unequalCollations.includes(qualified(used));
}

function included({ index, table, columns }: IndexInput): readonly StoredValue[] {
  return index.include.flatMap((name) => {
    const column = table.columns.find((one) => one.name === name);
    return column ? [storedValue(column, columns[name] ?? unknown(column.type))] : [];
  });
}
