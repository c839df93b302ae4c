import type { Catalog } from '../catalog/catalog.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Column, IndexKey, Table } from '../catalog/table.ts';
import type { DataType } from '../catalog/type.ts';

/** A type of the engine in the place of another engine's. */
export interface ReceivedType {
  readonly text: string;
  /** Other types that people give the same values there. */
  readonly also?: readonly string[];
  /** What the values are not held to any more, or held by otherwise: a few words. */
  readonly lost?: string;
  /** The condition by which a column is held to it all the same, in place of what is lost. */
  readonly check?: (column: string) => string;
}

/** Which texts are the same to a column or a key: all that differ are not, or some that differ are. */
export type TextComparison =
  | 'exact'
  | 'case of a to z aside'
  | 'case aside'
  | 'case and accents aside'
  | 'blanks aside';

/** A collation of the engine in the place of another engine's; the engine's own for texts where none is named. */
export interface ReceivedCollation {
  readonly name?: string;
  readonly lost?: string;
}

/** What a value is made into by a cast that may change it. */
export type CastKind = 'integer' | 'number' | 'date' | 'time';

/** An operator in the place of LIKE. */
export interface OtherLike {
  readonly operator: string;
  readonly pattern?: string;
}

/** What the engine means by functions and operators that others have under the same name. */
export interface Speech {
  /** A backslash in a text takes the character behind it for itself, or for another. */
  readonly backslashEscapes: boolean;
  /** `length()` of a text is the number of its characters, not of its bytes. */
  readonly lengthIsOfCharacters: boolean;
  /** The number of characters, and of bytes, of a text. */
  readonly characters: (text: string) => string;
  readonly bytes: (text: string) => string;
  /** A whole number divided by a whole number is a whole number. */
  readonly dividesWhole: boolean;
  /** How it is divided so, or exactly, where `/` does the other. */
  readonly otherDivision: string;
  /** Decimals without a fraction are whole numbers. */
  readonly wholeDecimals: boolean;
  /** Every version in use has `concat()`. */
  readonly hasConcat: boolean;
  /** `concat()` takes NULL for an empty text. */
  readonly concatSkipsNull: boolean;
  /** Texts one behind the other; NULL where one of them is. */
  readonly joined: (texts: readonly string[]) => string;
  /** Functions that make a UUID, by their names, and what makes one that nobody can guess. */
  readonly uuids: readonly string[];
  readonly uuid: string;
  /** What `^` makes of two numbers; absent where there is no such operator. */
  readonly caret?: 'the power of numbers' | 'the bits in which numbers differ';
  /** What `substr()` counts a start below 1 from. */
  readonly startBelowOne: 'the end, as far as the text goes' | 'the end, with no text beyond it' | 'the beginning';
  /** What LIKE makes of letters in both cases. */
  readonly like: 'told apart' | 'alike' | 'by collation';
  /**
   * The operator that makes the other of them, and the pattern in its form where that is another; `escapes`: a backslash takes the
   * character behind it for itself. Nothing for a pattern that it has no form for; `pattern` is absent where it is no constant.
   */
  readonly otherLike?: (pattern: string | undefined, escapes: boolean) => OtherLike | undefined;
  /** A backslash in its pattern takes the character behind it for itself, where no other is named. */
  readonly escapesLike: boolean;
  /** What stands before and behind a value that is cast; absent where the value as it is does for it. */
  readonly casts: Readonly<Partial<Record<CastKind, readonly [string, string]>>>;
  /** The present time is that of UTC, not that of the session's zone. */
  readonly nowInUtc: boolean;
  /** What a number divided by zero is. */
  readonly zeroDivision: 'NULL' | 'an error';
  /** LIKE takes only letters of ASCII for alike in both cases, where it does so at all. */
  readonly likeFoldsAscii: boolean;
  /** `log()` of one number is the natural logarithm, not that to the base 10. */
  readonly logIsNatural: boolean;
  /** `greatest()` and `least()` pass over NULL. */
  readonly greatestSkipsNull: boolean;
  /** `hex()` of a number is that of its value, not of its digits. */
  readonly hexOfNumbers: boolean;
  /** `round()` takes a number of digits below zero. */
  readonly roundsTens: boolean;
  /** What `CAST(… AS word)` makes, by words that mean something else in other engines. */
  readonly castWords: Readonly<Record<string, WrittenCast>>;
  /** What stands before and behind a value that is made so; absent where it cannot be. */
  readonly castForms: Readonly<Partial<Record<WrittenCast, readonly [string, string]>>>;
}

/** What a value is cast to. */
export type WrittenCast = 'text' | 'whole' | 'date' | 'time' | 'moment';

/** Things that have names of their own. */
export type NamedKind = 'relation' | 'column' | 'index' | 'check' | 'foreign key';

/** Which names an engine takes, and which of them it takes for one. */
export interface Naming {
  /** The name nearest to one that the engine takes for such a thing, so long that `room` more characters stand behind it. */
  readonly legal: (name: string, kind: NamedKind, room?: number) => string;
  /** A name as it counts: two that are equal then are one. */
  readonly folded: (name: string, kind: NamedKind) => string;
  /** Among what no two have one name; none where any may. */
  readonly scopes: (kind: NamedKind) => readonly NameScope[];
}

/** All of a word have names of their own in one schema, or in one table. */
export interface NameScope {
  readonly among: string;
  readonly of: 'schema' | 'table';
}

/** A schema as another product of its engine holds it. */
export interface TakenOver {
  readonly catalog: Catalog;
  /** What of it that product has not, or has otherwise. */
  readonly losses: readonly { readonly what: string; readonly why: string }[];
  /** A schema of the product as statements, in an order in which they can run. */
  readonly statements: Receiving['statements'];
}

/** How an engine takes over the schema of another one, and what its own schemas mean to others. */
export interface Receiving {
  readonly naming: Naming;
  /** The type for values of a type, enums and domains resolved before; `keyed`: the column is in a key or an index. */
  type(type: DataType, keyed: boolean): ReceivedType;
  /** The type of a whole number that numbers the rows by itself; absent where it stays as wide as it is. */
  readonly numberingType?: string;
  /** Which column can number the rows by itself. */
  readonly numbering: 'any column' | 'first of an index' | 'only of the primary key';
  /** Bits as a constant: `101` as `b'101'`. */
  readonly bits: (digits: string) => string;
  /**
   * True for a default, or a computed value or check, whose value is `fixed`, that the engine understands as it is meant; absent
   * where a lab tells.
   */
  readonly understands?: (expression: string, fixed: boolean) => boolean;
  /** Bytes as a constant, by their hexadecimal digits. */
  readonly bytes: (digits: string) => string;
  /** What of an expression or a query many versions in use do not know; absent where the version that is meant is tried. */
  readonly tooNew?: (sql: string) => string | undefined;
  /** Values that a column takes beyond those of its type, or where another engine has fewer under that name. */
  readonly beyond?: (column: Column, table: Table) => string | undefined;
  /** Indexes can hold expressions. */
  readonly indexesExpressions: boolean;
  /** A key of an index can have a collation of its own. */
  readonly collatesKeys: boolean;
  /** Foreign keys can be checked at the end of a transaction. */
  readonly defers: boolean;
  /** Checks and computed values can read the number that the engine gives to a row. */
  readonly readsNumbering: boolean;
  /** True where a truth value is written as a number. */
  readonly numbersForTruth: boolean;
  /** The expression for the present time. */
  readonly now: string;
  /** The condition that a text matches a regular expression, in small and capital letters; nothing where it cannot tell. */
  readonly matching?: (text: string, pattern: string) => string | undefined;
  readonly speech: Speech;
  /** Which texts are the same to a column of this engine, or to a key of an index over it. */
  compares(column: Column, table: Table, key?: IndexKey): TextComparison;
  /** The order of texts that is named at a column, where no other engine has it. */
  namedOrder(column: Column): string | undefined;
  /** The collation that comes nearest to it. */
  collation(comparison: TextComparison): ReceivedCollation;
  /** What a table of this engine has that no other engine has, in words. */
  peculiarities(table: Table): readonly string[];
  /**
   * A statement that does nothing, and that the engine refuses where defaults and checks of a table, or the query of a view,
   * name what it has not; absent where it looks into them when it makes them.
   */
  readonly probe?: (relation: QualifiedName, kind: 'table' | 'view') => string;
  /**
   * How a schema of another product of the engine is taken over, by its version; nothing for one of the same product.
   * Absent where the engine is one product.
   */
  readonly fromProduct?: (catalog: Catalog, version: string) => TakenOver | undefined;
  /**
   * A converted schema within the engine's limits, with what had to be made shorter or left out for them, as far as the engine
   * tells it by the parts of a table alone; absent where it has none that schemas come near.
   */
  readonly fitted?: (catalog: Catalog) => Pick<TakenOver, 'catalog' | 'losses'>;
  /** The schema as statements, in an order in which they can run. */
  statements(catalog: Catalog): readonly string[];
}
