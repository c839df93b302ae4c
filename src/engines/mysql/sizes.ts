import type { Sizes, StoredColumn, StoredTable } from '../sizes.ts';
import { supposedBtree } from '../supposed-btree.ts';
import { readerOf } from './sql/reader.ts';
import { tokens } from './sql/tokens.ts';

const pageBytes = 16_384;
/** Of a page without its head, directory and trailer; InnoDB leaves a sixteenth free as rows come in order. */
const filled = (pageBytes - 120) * (15 / 16);
/** Keys come in no order: pages split in halves are about this full (Yao, "On random 2-3 trees", 1978: ln 2). */
const splitFill = 0.69;
/** Expressions are in one form by then. */
const plainDialect = { flavour: 'mysql', number: 0 } as const;

/**
 * How large things get in InnoDB, after its row format DYNAMIC
 * (https://dev.mysql.com/doc/refman/8.4/en/innodb-row-format.html): estimates. A table is its clustered index.
 */
export const sizes: Sizes = {
  heap({ table, rows, columns }) {
    const widths = table.columns.map((column) => width(column, columns[column.name]?.averageWidth));
    // Long values stand on pages of their own, behind a pointer of 20 bytes.
    const inRow = widths.map((one) => (one > filled / 2 ? 20 : one));
    const outOfLine = widths.reduce(
      (sum, one) => sum + (one > filled / 2 ? Math.ceil(one / pageBytes) * pageBytes : 0),
      0,
    );
    // A record's head, its transaction and its roll pointer; a byte for each value of varying length.
    const rowBytes =
      5 + 6 + 7 + Math.ceil(table.columns.length / 8) + inRow.reduce((sum, one) => sum + one, 0) + varying(table);
    const pages = pagesOf(rows * rowBytes, filled);
    return {
      pages,
      bytes: pages * pageBytes,
      rowBytes,
      outOfLine: {
        columns: table.columns.filter((_, at) => (widths[at] ?? 0) > filled / 2).map(({ name }) => name),
        bytes: outOfLine * rows,
      },
    };
  },
  index({ table, index, rows, columns }) {
    const content = index.keys.reduce((sum, { column, prefix }) => {
      const name = column ?? prefix?.column ?? '';
      const own = table.columns.find((one) => one.name === name);
      const bytes = own ? width(own, columns[name]?.averageWidth) : 16;
      return sum + (prefix ? Math.min(bytes, prefix.length) : bytes);
    }, 0);
    // Every entry carries the primary key, which is where the row is.
    const pages = pagesOf(rows * (5 + content + 8), filled * splitFill);
    return { pages, bytes: pages * pageBytes, rows };
  },
  context: () => ({ multivariate: [], unequalCollations: [] }),
  supposed: (catalog, statistics, change) => supposedBtree(catalog, statistics, change, sizes.index),
  height: (pages, keyBytes) =>
    pages <= 1 ? 0 : Math.ceil(Math.log(pages) / Math.log(Math.max(2, filled / (keyBytes + 13)))),
  storedWidth: ({ type }, content) => type.bytes ?? content,
  share: () => 1,
  allowedValues,
  constant(expression) {
    const [first, ...rest] = tokens(expression, plainDialect);
    return rest.length === 0 && (first?.kind === 'string' || first?.kind === 'number') ? first.value : undefined;
  },
  partitionBound: () => ({ kind: 'unknown' }),
};

function width({ type }: StoredColumn, known: number | undefined): number {
  return known ?? type.bytes ?? 16;
}

function varying({ columns }: StoredTable): number {
  return columns.filter(({ type }) => type.bytes === undefined).length;
}

function pagesOf(bytes: number, perPage: number): number {
  return Math.max(1, Math.ceil(bytes / perPage));
}

/** Of `column in ('a', 'b')`. */
function allowedValues(condition: string, column: string): readonly string[] | undefined {
  const reader = readerOf(condition, plainDialect);
  const first = reader.next();
  const named = first?.kind === 'name' ? first.value : first?.text;
  if (named !== column || !reader.take('IN') || !reader.sees('(')) return undefined;
  const list = reader
    .brackets()
    .parts()
    .map((part) => part.peek());
  if (!reader.done() || !list.every((one) => one?.kind === 'string' || one?.kind === 'number')) return undefined;
  return list.flatMap((one) => one?.value ?? []);
}
