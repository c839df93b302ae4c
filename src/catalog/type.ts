import type { QualifiedName } from './names.ts';

/**
 * What kind of value a type holds, whatever the engine calls it.
 * `character` is the blank-padded kind (`char(n)`), `text` everything else that holds a string.
 * A domain has the family of its base type; `domain` in {@link DataType} says that it is one.
 */
export type TypeFamily =
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'money'
  | 'text'
  | 'character'
  | 'binary'
  | 'bits'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamp-with-zone'
  | 'interval'
  | 'uuid'
  | 'json'
  | 'json-binary'
  | 'xml'
  | 'network'
  | 'enum'
  | 'array'
  | 'range'
  | 'composite'
  | 'full-text'
  | 'geometry'
  | 'vector'
  | 'key-value'
  | 'other';

/** The type of a column, a domain, a range or a composite's attribute. */
export interface DataType {
  /** As the engine writes it, with modifiers, user types qualified: `character varying(50)`, `shop.status[]`. */
  readonly text: string;
  readonly family: TypeFamily;
  /** The type without modifiers or array brackets: `character varying`, `integer`, `status`. */
  readonly name: string;
  /** Where a user-defined type (enum, domain, composite, range, extension's) lives; absent for the engine's own. */
  readonly ref?: QualifiedName;
  /** True when the type is a domain over the family's type. */
  readonly domain?: true;
  /** The greatest length in characters (text, character) or bits. */
  readonly length?: number;
  /** Decimal digits in all, of a decimal. */
  readonly precision?: number;
  /** Decimal digits after the point, of a decimal. */
  readonly scale?: number;
  /** True for an integer that is never negative, and reaches twice as far. */
  readonly unsigned?: true;
  /** Bytes of a value, for types of fixed size; absent where it varies. */
  readonly bytes?: number;
  /** Alignment in bytes of a stored value. */
  readonly alignment: 1 | 2 | 4 | 8;
  /**
   * What the engine turns values into where it can, of a column that takes all others as they are; absent where values of
   * another type are refused.
   */
  readonly affinity?: 'integer' | 'text' | 'blob' | 'real' | 'numeric';
  /** The element's type, of an array. */
  readonly element?: DataType;
}

/** The greatest value of an integer type of known size. */
export function greatestInteger({ bytes = 8, unsigned }: Pick<DataType, 'bytes' | 'unsigned'>): number {
  return 2 ** (bytes * 8 - (unsigned ? 0 : 1)) - 1;
}

/** The type of a view's column that only the engine could tell: it is of any type. */
export const unknownType: DataType = { text: 'unknown', family: 'other', name: 'unknown', alignment: 1 };
