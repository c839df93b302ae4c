import type { Node } from 'libpg-query';

/** Why a statement is no query of the workload. */
export type KeptOut =
  | 'does not parse'
  | 'cut off'
  | 'utility'
  | 'system catalogs'
  | 'several statements'
  | 'empty'
  /** The server counted it and showed the text to another role only. */
  | 'hidden from the role';

/** What the parser makes of a statement. */
export type Judgement =
  | { readonly kind: 'query'; readonly fingerprint: string; readonly verb: Verb }
  | { readonly kind: 'kept out'; readonly why: KeptOut; readonly message?: string };

export type Verb = 'select' | 'insert' | 'update' | 'delete' | 'merge';

export interface Judge {
  /** `complete` is false for a text whose last quote or comment has no end. */
  readonly judge: (sql: string, complete: boolean) => Judgement;
  /** Whether the text is one statement that parses. */
  readonly parses: (sql: string) => boolean;
  /** The statement's tree; nothing for what does not parse. */
  readonly tree: (sql: string) => Node | undefined;
  /** The text of a tree, on one line. */
  readonly write: (node: Node) => string;
  /** The text with parameters for constants, as the engine's own tools make it; nothing where that does not parse. */
  readonly withoutConstants: (sql: string) => string | undefined;
}

/** Statements that are planned; all others are utility statements. */
const verbs: Readonly<Record<string, Verb>> = {
  SelectStmt: 'select',
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'merge',
};

/** First words of what is no query, so that the parser need not be asked: most logs are full of them. */
const utilities = new Set(
  `begin commit rollback abort end start savepoint release set reset show discard listen unlisten notify vacuum analyze
  reindex cluster checkpoint copy create alter drop truncate grant revoke comment lock prepare deallocate explain do
  call fetch move close declare refresh load security import reassign`.split(/\s+/),
);

/** The statement is longer than this in no workload: dumps, bulk inserts. The parser's stack has an end too. */
const longest = 1_000_000;

/** Opens the parser of PostgreSQL's own grammar. */
export async function openJudge(): Promise<Judge> {
  const [{ loadModule, parseSync, fingerprintSync, normalizeSync, hasSqlDetails }, { deparseSync }] = await Promise.all(
    [import('libpg-query'), import('pgsql-deparser')],
  );
  await loadModule();
  const statements = (sql: string): readonly Node[] =>
    (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => (stmt ? [stmt] : []));
  const parses = (sql: string): boolean => {
    try {
      return statements(sql).length === 1;
    } catch {
      return false;
    }
  };
  return {
    parses,
    tree(sql) {
      try {
        return statements(sql)[0];
      } catch {
        return undefined;
      }
    },
    write: (node) => deparseSync(node, { pretty: false }),
    withoutConstants(sql) {
      try {
        const normalised = normalizeSync(sql).replace(typedConstant, '$2::$1');
        return parses(normalised) ? normalised : undefined;
      } catch {
        return undefined;
      }
    },
    judge(sql, complete) {
      if (sql.trim() === '<insufficient privilege>') return { kind: 'kept out', why: 'hidden from the role' };
      const word = /[a-z]+/i.exec(sql)?.[0].toLowerCase() ?? '';
      if (word === '') return { kind: 'kept out', why: 'empty' };
      if (utilities.has(word)) return { kind: 'kept out', why: 'utility' };
      if (!complete) return { kind: 'kept out', why: 'cut off' };
      if (sql.length > longest)
        return { kind: 'kept out', why: 'does not parse', message: `longer than ${longest} characters` };
      try {
        const found = statements(sql);
        const [first, ...more] = found;
        if (!first) return { kind: 'kept out', why: 'empty' };
        if (more.length > 0) return { kind: 'kept out', why: 'several statements' };
        const verb = verbs[Object.keys(first)[0] ?? ''];
        if (verb === undefined || ('SelectStmt' in first && first.SelectStmt.intoClause)) {
          return { kind: 'kept out', why: 'utility' };
        }
        if (ofCatalogs.test(sql)) return { kind: 'kept out', why: 'system catalogs' };
        return { kind: 'query', fingerprint: fingerprintSync(sql), verb };
      } catch (error) {
        if (!hasSqlDetails(error)) {
          return { kind: 'kept out', why: 'does not parse', message: error instanceof Error ? error.message : '' };
        }
        const atEnd = /at end of input|unterminated/.test(error.message);
        return { kind: 'kept out', why: atEnd ? 'cut off' : 'does not parse', message: error.message };
      }
    },
  };
}

/** `interval '1 day'` becomes `interval $1`, which is no SQL; a cast says the same. */
export const typedConstant =
  /\b(interval|date|time|timestamp|timestamptz|timestamp with(?:out)? time zone)\s+(\$\d+)/gi;

const ofCatalogs =
  /\b(?:from|join|update|into|only)\s+\(*(?:"?pg_catalog"?\.|"?information_schema"?\.|"?pg_(?!temp)\w+\b(?!\s*\())/i;
