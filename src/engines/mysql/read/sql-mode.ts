import type { Reader } from '../sql/reader.ts';
import type { Draft } from './draft.ts';

/** Modes that stand for several (https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sql-mode-combo, and MariaDB's SQL_MODE). */
const ofOthers = ['PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE'];
const combined: Readonly<Record<string, readonly string[]>> = {
  ANSI: ofOthers,
  DB2: ofOthers,
  MAXDB: ofOthers,
  MSSQL: ofOthers,
  ORACLE: ofOthers,
  POSTGRESQL: ofOthers,
};

/** Modes under which the text of a program means something else; quotes are read as they are meant. */
const meaningful = ['HIGH_NOT_PRECEDENCE', 'NO_BACKSLASH_ESCAPES', 'ORACLE', 'PIPES_AS_CONCAT'];

/**
 * What `SET` says of the mode that statements are read under: also among other settings, from a variable that it was kept
 * in, and back to the server's own, of which nothing is known.
 */
export function setMode(reader: Reader, draft: Draft): void {
  reader.take('SET');
  for (const part of reader.parts()) {
    const isGlobal = part.take('GLOBAL') || part.take('PERSIST');
    if (!isGlobal && !part.take('SESSION')) part.take('LOCAL');
    const name = part.next()?.text ?? '';
    if (!part.take('=') && !part.take(':=')) continue;
    if (isMode(name)) draft.sqlMode = writtenMode(part, draft);
    else if (/^@[^@]/.test(name) && isMode(part.peek()?.text ?? ''))
      draft.keptModes = { ...draft.keptModes, [name.toLowerCase()]: draft.sqlMode };
    else continue;
    draft.ansiQuotes = modesOf(draft).has('ANSI_QUOTES');
  }
}

/** What a session was told of modes ends with it. */
export function endSession(draft: Draft): void {
  draft.sqlMode = undefined;
  draft.ansiQuotes = false;
  draft.keptModes = {};
}

/** The modes that a program made now must be made under again, where they change what it means; nothing where none does. */
export function programMode(draft: Draft): string | undefined {
  const modes = modesOf(draft);
  const kept = meaningful.filter((mode) => modes.has(mode));
  return kept.length === 0 ? undefined : kept.join(',');
}

/** `sql_mode`, `@@sql_mode`, `@@session.sql_mode`; that of the server is nobody's session. */
function isMode(name: string): boolean {
  return /^(?:@@(?:session\.|local\.)?)?sql_mode$/i.test(name);
}

/** A text, a bare word, another variable, or parts that are put together. */
function writtenMode(reader: Reader, draft: Draft): string | undefined {
  const first = reader.peek();
  if (reader.take('DEFAULT')) return undefined;
  if (first?.kind === 'variable' && !isMode(first.text)) return draft.keptModes[first.text.toLowerCase()];
  let mode = '';
  for (let token = reader.next(); token; token = reader.next()) {
    if (token.kind === 'string') mode += token.value;
    else if (token.kind === 'variable') mode += isMode(token.text) ? (draft.sqlMode ?? '') : '';
    else if (token.kind === 'word' && token.value !== 'CONCAT' && token.value !== 'CONCAT_WS') mode += token.text;
  }
  return mode;
}

/** Whether a value that does not fit is refused, as it is where nobody says otherwise. */
export function isStrict(draft: Pick<Draft, 'sqlMode'>): boolean {
  return draft.sqlMode === undefined || /strict_|traditional/i.test(draft.sqlMode);
}

/** The modes that were set, those that others stand for among them. */
export function modesOf({ sqlMode = '' }: Pick<Draft, 'sqlMode'>): ReadonlySet<string> {
  const words = sqlMode
    .toUpperCase()
    .split(',')
    .map((word) => word.trim());
  return new Set(words.flatMap((word) => [word, ...(combined[word] ?? [])]));
}
