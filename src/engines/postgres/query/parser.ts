import type { Node, ParseResult, ScanToken } from 'libpg-query';
import { inLines } from './lines.ts';

/** Where the parser stopped, in characters from 0, and why. */
export interface SyntaxFault {
  readonly message: string;
  readonly position: number;
}

/** A statement of a text. */
export interface ParsedStatement {
  readonly node: Node;
}

/** PostgreSQL's own grammar, and the way back from a tree to text. Everything is synchronous once it is open. */
export interface Parser {
  /** The statements of a text, or why it has none. An empty text has no statements. */
  parse(sql: string): { readonly statements: readonly ParsedStatement[] } | { readonly fault: SyntaxFault };
  /** The tokens of a text; positions are in bytes. Throws what the scanner throws. */
  scan(sql: string): readonly ScanToken[];
  /** A tree as text on one line. */
  write(node: Node): string;
  /** A statement as text, a clause to a line. */
  writeStatement(node: Node): string;
  /** Equal for statements that differ in constants only. Throws for what does not parse. */
  fingerprint(sql: string): string;
}

let opened: Promise<Parser> | undefined;

/** Loads the parser and the writer once, in some 60 ms. */
export function openParser(): Promise<Parser> {
  opened ??= load();
  return opened;
}

async function load(): Promise<Parser> {
  const [{ loadModule, parseSync, scanSync, fingerprintSync, hasSqlDetails }, { deparseSync }] = await Promise.all([
    import('libpg-query'),
    import('pgsql-deparser'),
  ]);
  await loadModule();
  return {
    parse(sql) {
      // The parser refuses a text of blanks.
      if (sql.trim() === '') return { statements: [] };
      let result: ParseResult;
      try {
        result = parseSync(sql);
      } catch (error) {
        if (!hasSqlDetails(error)) throw error;
        return { fault: { message: error.message, position: error.sqlDetails?.cursorPosition ?? 0 } };
      }
      return { statements: (result.stmts ?? []).flatMap(({ stmt }) => (stmt ? [{ node: stmt }] : [])) };
    },
    scan: (sql) => scanSync(sql).tokens,
    write: (node) => deparseSync(node, { pretty: false }),
    writeStatement(node) {
      const sql = deparseSync(node, { pretty: false });
      return inLines(sql, scanSync(sql).tokens);
    },
    fingerprint: fingerprintSync,
  };
}
