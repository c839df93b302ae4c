import type { Column, Table } from '../../../catalog/table.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { Sizes } from '../../../engines/sizes.ts';
import type { Link } from '../links.ts';
import type { Arrival, Histograms } from '../times.ts';

/** What is presumed of a column's values; shares and distinct values are of those that are not null. */
export interface Guess {
  /** As in ColumnStatistics: negative is a share of the rows. */
  readonly distinct: number;
  /** Bytes of a value's content, without the engine's header; the type's own where it is fixed. */
  readonly content?: number;
  /** For a column that may be null; by its name where absent. */
  readonly nulls?: number;
  readonly common?: readonly { readonly value: string; readonly fraction: number }[];
  readonly histogram?: readonly string[];
  readonly correlation?: number;
  /** In words: `refers to users`. */
  readonly reason: string;
}

/** All that the cases look at. */
export interface ColumnContext {
  readonly table: Table;
  readonly column: Column;
  /** The column's type, of a domain the type below. */
  readonly type: DataType;
  /** The name's words with spaces. */
  readonly name: string;
  readonly rows: number;
  /** Unique by itself. */
  readonly unique: boolean;
  /** The reference that it makes alone, with what is known of the parent. */
  readonly link?: { readonly link: Link; readonly parentRows: number; readonly list: boolean; readonly own: boolean };
  /** Values of the type or of a check, where they are a closed list. */
  readonly labels?: readonly string[];
  /** How a flag's values are spelt. */
  readonly truth: Traits['truth'];
  /** The value of a constant default. */
  readonly usual?: string;
  readonly arrival: Arrival;
  /** Whether rows only ever come: nothing says that they are changed. */
  readonly sizes: Sizes;
  readonly histograms: Histograms;
}

/** One case: what it presumes of a column, or nothing when the column is none of its own. */
export type Case = (context: ColumnContext) => Guess | undefined;
