/** A statement of a script, as written. */
export interface ScriptStatement {
  /** From its first token to its last: comments inside are kept, the semicolon is not. */
  readonly sql: string;
  readonly file: string;
  /** Of the first token, from 1. */
  readonly line: number;
}

/** Rows that a script carries for a table, in `COPY … FROM stdin` blocks and INSERTs: skipped and counted. */
export interface ScriptData {
  /** As written: `public.orders`, `"Order"`. */
  readonly table: string;
  readonly rows: number;
  readonly file: string;
  /** Of the first of them, from 1. */
  readonly line: number;
}

/** A comment `relvar: ignore <rule>[, <rule>] <reason>`, with the lines of the same file that it speaks for. */
export interface Suppression {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly file: string;
  /** Of the comment itself, from 1. */
  readonly line: number;
  /**
   * First and last line that it covers: the whole next statement when it stands before one, the statement that
   * ends on its line when it stands behind one; inside a statement its own line or, alone on it, the next.
   */
  readonly covers: { readonly from: number; readonly to: number };
}

/** A psql command that matters beyond its line. */
export interface ScriptCommand {
  readonly name: 'connect' | 'include' | 'include_relative' | 'gexec';
  readonly argument: string;
  readonly file: string;
  readonly line: number;
}

/** A script that ends inside the rows of a table: it was cut off. */
export interface OpenData {
  readonly table: string;
  readonly file: string;
  readonly line: number;
}

export type ScriptPart =
  | ({ readonly kind: 'statement' } & ScriptStatement)
  | ({ readonly kind: 'data' } & ScriptData)
  | ({ readonly kind: 'suppression' } & Suppression)
  | ({ readonly kind: 'command' } & ScriptCommand)
  | ({ readonly kind: 'open data' } & OpenData);
