import type { Sizes } from '../sizes.ts';
import { supposedBtree } from '../supposed-btree.ts';
import { quoteIdentifier } from './quote.ts';
import { tokens } from './sql/tokens.ts';

/** The size that new databases have. */
const pageBytes = 4096;
/** Of a page, after its head and with the pointers to its cells, that rows in order of their numbers fill. */
const filled = pageBytes - 12;
/** Keys come in no order: pages split in halves are about this full (Yao, "On random 2-3 trees", 1978: ln 2). */
const splitFill = 0.69;

/** Words that are numbers. */
const constantWords: ReadonlyMap<string, string> = new Map([
  ['TRUE', '1'],
  ['FALSE', '0'],
]);

/**
 * How large things get in SQLite's storage, after its file format (https://sqlite.org/fileformat2.html, section 2):
 * estimates.
 */
export const sizes: Sizes = {
  heap({ table, rows, columns }) {
    const content = table.columns.reduce(
      (sum, { name, type }) => sum + (columns[name]?.averageWidth ?? type.bytes ?? 16),
      0,
    );
    // A cell: its pointer, its length, the row's number, and a record's head of a byte a column.
    const rowBytes = 2 + 2 + 4 + 1 + table.columns.length + content;
    const bytes = pagesOf(rows * rowBytes, filled) * pageBytes;
    return { pages: bytes / pageBytes, bytes, rowBytes, outOfLine: { columns: [], bytes: 0 } };
  },
  index({ table, index, rows, columns }) {
    const content = index.keys.reduce((sum, { column }) => {
      const type = table.columns.find(({ name }) => name === column)?.type;
      return sum + (columns[column ?? '']?.averageWidth ?? type?.bytes ?? 16);
    }, 0);
    const pages = pagesOf(rows * (2 + 1 + 1 + index.keys.length + 1 + content + 4), filled * splitFill);
    return { pages, bytes: pages * pageBytes, rows };
  },
  context: () => ({ multivariate: [], unequalCollations: [] }),
  supposed: (catalog, statistics, change) => supposedBtree(catalog, statistics, change, sizes.index),
  height: (pages, keyBytes) =>
    pages <= 1 ? 0 : Math.ceil(Math.log(pages) / Math.log(Math.max(2, filled / (keyBytes + 10)))),
  storedWidth: ({ type }, content) => type.bytes ?? content,
  share: () => 1,
  allowedValues,
  constant(expression) {
    const [first, ...rest] = tokens(expression);
    if (rest.length === 0 && first?.kind === 'word') return constantWords.get(first.value);
    return rest.length === 0 && (first?.kind === 'string' || first?.kind === 'number') ? first.value : undefined;
  },
  partitionBound: () => ({ kind: 'unknown' }),
};

function pagesOf(bytes: number, perPage: number): number {
  return Math.max(1, Math.ceil(bytes / perPage));
}

/** Of `column IN ('a', 'b')`. */
function allowedValues(condition: string, column: string): readonly string[] | undefined {
  const list = [...tokens(condition)];
  const [first, word, open] = list;
  const named = first?.kind === 'name' ? first.value : first?.text;
  if (named !== column && named !== quoteIdentifier(column)) return undefined;
  if (word?.value !== 'IN' || open?.text !== '(' || list.at(-1)?.text !== ')') return undefined;
  const inner = list.slice(3, -1).filter(({ text }) => text !== ',');
  return inner.every(({ kind }) => kind === 'string' || kind === 'number')
    ? inner.map(({ value }) => value)
    : undefined;
}
