import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { ColumnStatistics, IndexStatistics, MultivariateStatistics, Statistics } from '../catalog/statistics.ts';
import type { Column, Index } from '../catalog/table.ts';

/** Statistics of columns by their names. */
export type ColumnsByName = Readonly<Record<string, ColumnStatistics>>;

/** A column as far as its stored size is concerned. */
export type StoredColumn = Pick<Column, 'name' | 'type' | 'nullable' | 'collation' | 'storage'>;

/** A table, or what is stored as one: a materialised view. */
export interface StoredTable {
  readonly columns: readonly StoredColumn[];
  /** Storage options: `fillfactor`. */
  readonly options: Readonly<Record<string, string>>;
}

/** An index that is there or is thought of. */
export type StoredIndex = Pick<Index, 'method' | 'unique' | 'keys' | 'include' | 'predicate' | 'options'>;

export interface HeapInput {
  readonly table: StoredTable;
  readonly rows: number;
  readonly columns: ColumnsByName;
}

/** A table's own storage, freshly written: without bloat. */
export interface HeapSize {
  readonly pages: number;
  readonly bytes: number;
  /** Mean bytes of a row with its header and padding, as it stands in a page. */
  readonly rowBytes: number;
  /** Values that are too long for a page and stand beside it: whose they are, and how much they take. */
  readonly outOfLine: { readonly columns: readonly string[]; readonly bytes: number };
}

export interface IndexInput {
  readonly table: StoredTable;
  readonly index: StoredIndex;
  /** Of the table; a predicate is reckoned from the columns' statistics. */
  readonly rows: number;
  readonly columns: ColumnsByName;
  /** Of keys that are expressions, by the index's own column names; guessed where absent. */
  readonly keyColumns?: ColumnsByName;
  /** Pages of the table, where known: block ranges and posting lists depend on them. */
  readonly heapPages?: number;
  /** What else is known; see {@link Sizes.context}. */
  readonly context?: TableContext;
}

/** What the size of a table's indexes hangs on beside its rows and columns. */
export interface TableContext {
  /** Of columns together. */
  readonly multivariate: readonly MultivariateStatistics[];
  /** Collations under which texts that look different may be equal, by qualified name. */
  readonly unequalCollations: readonly string[];
  /** Rows that the statistics were drawn from; absent where they are no sample's. */
  readonly sampleRows?: number;
  /** The server's major. */
  readonly major?: number;
  /** Equal values of blank-padded text are stored once; absent where nobody knows. */
  readonly paddedTextIsDeduplicated?: boolean;
}

/** An index, freshly built. */
export interface IndexSize {
  readonly pages: number;
  readonly bytes: number;
  /** Levels above the leaves of a B-tree. */
  readonly height?: number;
  /** Entries: rows that the predicate keeps. */
  readonly rows: number;
  /** Of keys that are expressions, by the index's own column names. */
  readonly columns?: ColumnsByName;
  /** Keys that are expressions of whose values nothing is known: with them the size is a guess. */
  readonly guessed?: readonly string[];
}

/** An index that is thought of, with what its size is only guessed for; see {@link IndexSize.guessed}. */
export type SupposedSize = IndexStatistics & Pick<IndexSize, 'guessed'>;

/** How large things get in an engine's storage, and what its expressions say of rows. Estimates, all of them. */
export interface Sizes {
  heap(input: HeapInput): HeapSize;
  index(input: IndexInput): IndexSize;
  /** What makes {@link index} more exact. */
  context(catalog: Catalog, statistics: Statistics, table: QualifiedName): TableContext;
  /** The index that a `create index` change would make, by the statistics of its table; nothing for other changes. */
  supposed(catalog: Catalog, statistics: Statistics, change: Change): SupposedSize | undefined;
  /** Levels above the leaves of an ordered index of so many pages whose keys are so wide. */
  height(pages: number, keyBytes: number): number;
  /** Mean stored bytes of a value of so many bytes of content, with what the engine puts around it. */
  storedWidth(column: StoredColumn, contentBytes: number): number;
  /** The share of rows, 0 to 1, for which a condition holds. */
  share(condition: string, columns: ColumnsByName): number;
  /** The values that a check constraint lets a column have, where it lists them. */
  allowedValues(condition: string, column: string): readonly string[] | undefined;
  /** The value of a default that is a constant, as text. */
  constant(expression: string): string | undefined;
  /** What the bounds of a partition say: see {@link PartitionBound}. */
  partitionBound(bound: string): PartitionBound;
}

/** Bounds of a partition; values as text, null where open. */
export type PartitionBound =
  | { readonly kind: 'default' }
  | { readonly kind: 'range'; readonly from: readonly (string | null)[]; readonly to: readonly (string | null)[] }
  | { readonly kind: 'list'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'hash'; readonly modulus: number }
  | { readonly kind: 'unknown' };
