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

/** What a function gives that another engine has under the same name for something else. */
export type CallMeaning =
  | 'the greatest value, NULL where one is'
  | 'the greatest value that is not NULL'
  | 'the least value, NULL where one is'
  | 'the least value that is not NULL'
  | 'the natural logarithm'
  | 'the logarithm to the base 10'
  | 'the hexadecimal digits of a number'
  | 'the hexadecimal digits of a text'
  | 'the first byte'
  | 'the first character'
  | 'all letters in the other case'
  | 'the letters a to z in the other case';

/** A function by what it gives, and how it is written. */
export interface Calls {
  /** What a call gives; nothing where all engines mean the same by it. `ofNumber`: its argument is known to be a number. */
  readonly meaning: (name: string, count: number, ofNumber: boolean) => CallMeaning | undefined;
  /** How a meaning is said; absent where the engine cannot. */
  readonly forms: Readonly<Partial<Record<CallMeaning, (texts: readonly string[]) => string>>>;
}

/** What `CAST(… AS type)` makes of a value; `cut`: without its fraction, `rounded`: to the next whole number. */
export type CastMeaning =
  | 'text'
  | 'rounded'
  | 'cut'
  | 'decimal'
  | 'float'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'bytes'
  | 'json';

/** Casts in words, `CAST(… AS type)`. */
export interface WordedCasts {
  /** What a type is cast to, and what stands in its brackets; nothing for a type that says something that others do not. */
  readonly meaning: (type: string) => { readonly to: CastMeaning; readonly size?: string } | undefined;
  /** How it is said of a value; `size` is that of the type. */
  readonly forms: Readonly<Partial<Record<CastMeaning, (text: string, size?: string) => string>>>;
  /** A text that is no number is none to its casts, but for what it begins with. */
  readonly readsBeginnings: boolean;
}

/** What `+` and `-` make of a date. */
export type DateArithmetic = 'days are added to it' | 'it is the number of its digits' | 'it is the number of its year';

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
  /** What becomes of a text column beside a number in a comparison. */
  readonly textAgainstNumber: 'compared as numbers' | 'compared as texts' | 'not compared, which is an error';
  /** LIKE takes only letters of ASCII for alike in both cases, where it does so at all. */
  readonly likeFoldsAscii: boolean;
  readonly calls: Calls;
  readonly wordedCasts: WordedCasts;
  /** `round(…, -2)` rounds to hundreds. */
  readonly roundsTens: boolean;
  /** A binary fraction that ends in a half is rounded to the even number, not away from zero. */
  readonly halvesToEven: boolean;
  readonly dateArithmetic: DateArithmetic;
  /** A date so many days later, and the days from one to another; absent where there is no form for them. */
  readonly laterDate?: (date: string, days: string) => string;
  readonly daysBetween?: (from: string, to: string) => string;
  /** Dates and times are texts, and compared as such. */
  readonly timesAreTexts: boolean;
  /** NULL is the least of all values in an order; `NULLS FIRST` and `NULLS LAST` say otherwise where there are such words. */
  readonly nullsAreLeast: boolean;
  readonly placesNulls: boolean;
  /** `x'6162'` is bytes, not bits. */
  readonly hexIsBytes: boolean;
  /** `~` gives a number that is never negative. */
  readonly bitsUnsigned: boolean;
  /** Which texts are the same by a collation that an expression names; nothing for one that no other engine has. */
  readonly collated: (name: string) => TextComparison | undefined;
}

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

/** What functions, casts and operators mean that other engines have under the same name. */
export type Meanings = Pick<
  Speech,
  | 'calls'
  | 'wordedCasts'
  | 'roundsTens'
  | 'halvesToEven'
  | 'dateArithmetic'
  | 'laterDate'
  | 'daysBetween'
  | 'timesAreTexts'
  | 'nullsAreLeast'
  | 'placesNulls'
  | 'hexIsBytes'
  | 'bitsUnsigned'
>;

/** A call that passes over NULL, of a function that gives NULL where one value is: each stands for the others where it is none. */
export const passingOver =
  (name: string) =>
  (texts: readonly string[]): string =>
    `${name}(${texts.map((_, at) => `coalesce(${[...texts.slice(at), ...texts.slice(0, at)].join(', ')})`).join(', ')})`;
