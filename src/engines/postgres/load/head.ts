const headToken =
  /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(?:([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|("(?:[^"]|"")*")|(\d[\w.]*)|('(?:[^']|'')*')|([^\s]))/y;

/**
 * The first tokens of a statement, comments left out: words in upper case, quoted names and strings with their
 * quotes, all other characters one by one.
 */
export function headOf(sql: string, count = 8): readonly string[] {
  const tokens: string[] = [];
  headToken.lastIndex = 0;
  while (tokens.length < count) {
    const match = headToken.exec(sql);
    if (!match) break;
    tokens.push(
      (match[1] === undefined ? undefined : upper(match[1])) ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '',
    );
  }
  return tokens;
}

/** What a CREATE, ALTER or DROP is about. */
export interface Target {
  readonly verb: 'CREATE' | 'ALTER' | 'DROP';
  /** In words: `TABLE`, `MATERIALIZED VIEW`, `EVENT TRIGGER`. */
  readonly kind: string;
  /** Its parts as the engine knows them: folded to lower case unless quoted. */
  readonly name: readonly string[];
}

const modifiers = new Set(
  'OR REPLACE GLOBAL LOCAL TEMP TEMPORARY UNLOGGED RECURSIVE UNIQUE TRUSTED PROCEDURAL CONSTRAINT DEFAULT IF NOT EXISTS ONLY CONCURRENTLY'.split(
    ' ',
  ),
);
const pairs: Readonly<Record<string, readonly string[]>> = {
  MATERIALIZED: ['VIEW'],
  EVENT: ['TRIGGER'],
  ACCESS: ['METHOD'],
  OPERATOR: ['CLASS', 'FAMILY'],
  FOREIGN: ['TABLE', 'DATA'],
  DATA: ['WRAPPER'],
  USER: ['MAPPING'],
  TEXT: ['SEARCH'],
  SEARCH: ['CONFIGURATION', 'DICTIONARY', 'PARSER', 'TEMPLATE'],
};

/** Reserved words that may follow where a name is left out. */
const notNames = new Set(['ON', 'USING', 'AS', 'FOR', 'AUTHORIZATION']);

/** Reads the target from the first tokens; nothing for statements of other kinds. */
export function targetOf(sql: string): Target | undefined {
  const tokens = headOf(sql, 20);
  const verb = tokens[0];
  if (verb !== 'CREATE' && verb !== 'ALTER' && verb !== 'DROP') return undefined;
  let at = 1;
  const skip = (): void => {
    while (modifiers.has(tokens[at] ?? '')) at++;
  };
  skip();
  const kind = [tokens[at++] ?? ''];
  while (pairs[kind.at(-1) ?? '']?.includes(tokens[at] ?? '')) kind.push(tokens[at++] ?? '');
  skip();
  const name: string[] = [];
  for (;;) {
    const part = notNames.has(tokens[at] ?? '') ? undefined : identifier(tokens[at]);
    if (part === undefined) break;
    name.push(part);
    if (tokens[at + 1] !== '.') break;
    at += 2;
  }
  return { verb, kind: kind.join(' '), name };
}

/** The name that a token of {@link headOf} stands for; nothing when it is no name. */
export function identifier(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  return /^[A-Z_\u0080-\uffff][\w$\u0080-\uffff]*$/.test(token) ? lower(token) : undefined;
}

// The engine folds ASCII letters only.
const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** An identifier as SQL, always in quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string as SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
