import type { Diagnostic } from '../findings/error.ts';

/** A file of SQL that can be read piece by piece. */
export interface ScriptFile {
  /** As messages name it. */
  readonly name: string;
  /** Its text; what is odd about it goes to `report`. */
  read(report: (diagnostic: Diagnostic) => void): AsyncIterable<string>;
  /** The file that `\i` or `\ir` names in it; nothing when there is none. */
  include?(path: string): ScriptFile | undefined;
}

/** A statement of a script, as written. */
export interface ScriptStatement {
  /** From its first token to its last: comments inside are kept, the semicolon is not. */
  readonly sql: string;
  readonly file: string;
  /** Of the first token, from 1. */
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

/** A statement of a script that says something of the server and nothing of the schema, by its first words. */
export interface OfServer {
  readonly what: string;
  /** It says something of the schema: for whoever runs it, or what another server has. */
  readonly why?: 'who runs it' | 'another server';
  readonly file: string;
  readonly line: number;
}
