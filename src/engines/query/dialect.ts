import type { Condition } from '../query-facts.ts';
import type { QueryReader } from './expression.ts';
import type { Expression } from './tree.ts';

/** A token of a query; comments and white space are none. */
export interface QueryToken {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'blob' | 'variable' | 'operator';
  /** As written. */
  readonly text: string;
  /** Of a word its upper-case form, of a quoted name or a string what it stands for; else the text. */
  readonly value: string;
  /** In characters from 0; `end` is the character after the last. */
  readonly start: number;
  readonly end: number;
}

/** What queries of one engine have that others' have not: the reader of queries asks it. */
export interface QueryDialect {
  /** The engine's name for people. */
  readonly name: string;
  tokens(sql: string): readonly QueryToken[];
  /** An expression in the form that the catalog has for expressions. */
  canonical(sql: string): string;
  /** How tightly operators of two sides bind. */
  readonly binding: Readonly<Record<string, number>>;
  /** What NOT and a sign hold together. */
  readonly notBinds: number;
  readonly signBinds: number;
  /** Operators with several spellings, by the others: `!=` is `<>`. */
  readonly sameOperator: Readonly<Record<string, string>>;
  readonly patternOperators: ReadonlySet<string>;
  /** The collation of an index by whose order a pattern is looked up, where it can be. */
  patternRange(operator: string, pattern: string): Condition['range'];
  /** A collation's name as the catalog has it. */
  collationName(written: string): string;
  /** A table of the engine's own, which no schema has. */
  isInternal(lowerName: string): boolean;
  /** Names of a row's number where no column has them. */
  readonly rowNumbers: ReadonlySet<string>;
  readonly aggregates: ReadonlySet<string>;
  /** Words that follow a table or a result and are no alias of it, beside those that all engines have. */
  readonly noAliases: readonly string[];
  /** Words between SELECT and what it gives. */
  readonly modifiers: ReadonlySet<string>;
  /** Words that join tables as JOIN does. */
  readonly joinWords: readonly string[];
  /** A SELECT in brackets may stand where one does. */
  readonly bracketedSelects: boolean;
  /** UPDATE and DELETE may join tables; INSERT may assign. */
  readonly changesJoin: boolean;
  /** Functions whose first argument is a unit of time. */
  readonly unitFunctions: ReadonlySet<string>;
  /** Reads an expression that only this engine has; nothing where none begins. */
  first?(reader: QueryReader, start: number): Expression | undefined;
  /** Takes what follows the arguments of a function, inside its brackets. */
  afterArguments?(reader: QueryReader, items: Expression[]): void;
  /** Takes what follows a table: hints. */
  afterTable?(reader: QueryReader): void;
  /** Takes what follows a whole SELECT; true where it locks rows. */
  afterSelect?(reader: QueryReader): boolean;
  /** Takes what a GROUP BY has behind its keys. */
  afterGroup?(reader: QueryReader): void;
}
