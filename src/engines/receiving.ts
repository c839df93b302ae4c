import type { Catalog } from '../catalog/catalog.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { DataType } from '../catalog/type.ts';

/** A type of the engine in the place of another engine's. */
export interface ReceivedType {
  readonly text: string;
  /** What the values are not held to any more, or held by otherwise: a few words. */
  readonly lost?: string;
  /** The condition by which a column is held to it all the same, in place of what is lost. */
  readonly check?: (column: string) => string;
}

/** How an engine takes over the schema of another one. */
export interface Receiving {
  /** The type for values of a type, enums and domains resolved before; `keyed`: the column is in a key or an index. */
  type(type: DataType, keyed: boolean): ReceivedType;
  /** The type of a whole number that numbers the rows by itself; absent where it stays as wide as it is. */
  readonly numberingType?: string;
  /** True for a default or a computed value that the engine understands, where no lab could tell. */
  readonly understands?: (expression: string) => boolean;
  /** True where a truth value is written as a number. */
  readonly numbersForTruth: boolean;
  /** The expression for the present time. */
  readonly now: string;
  /** The condition that a text matches a regular expression, in small and capital letters; nothing where it cannot tell. */
  readonly matching?: (text: string, pattern: string) => string | undefined;
  /**
   * A statement that does nothing, and that the engine refuses where defaults and checks of a table, or the query of a view,
   * name what it has not; absent where it looks into them when it makes them.
   */
  readonly probe?: (relation: QualifiedName, kind: 'table' | 'view') => string;
  /** The schema as statements, in an order in which they can run. */
  statements(catalog: Catalog): readonly string[];
}
