import type { ScanToken } from 'libpg-query';

/** What is shorter stays on one line. */
const shortStatement = 80;
const shortSubQuery = 72;

/** Words that begin a clause, and with it a line. */
const clauses: ReadonlySet<string> = new Set(
  'FROM WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT WINDOW FOR RETURNING'.split(' '),
);
/** Words that a join begins with, before JOIN itself. */
const joinWords: ReadonlySet<string> = new Set('LEFT RIGHT FULL INNER CROSS NATURAL OUTER JOIN'.split(' '));
const setWords: ReadonlySet<string> = new Set('UNION INTERSECT EXCEPT'.split(' '));

/** A token as it is written, key words in capitals. */
interface Word {
  readonly text: string;
  /** Followed by a blank where it was. */
  readonly spaced: boolean;
}

/** A parenthesis that is open. */
interface Level {
  /** It holds a query on lines of its own. */
  readonly query: boolean;
  /** Where the lines within begin. */
  readonly indent: number;
}

/**
 * A statement on one line as lines: a clause to a line, sub-queries that are long on lines of their own. Parentheses
 * around all of a condition, and between NOT and EXISTS, are left out.
 */
export function inLines(sql: string, tokens: readonly ScanToken[]): string {
  const words = lean(wordsOf(sql, tokens));
  const line = joined(words);
  return line.length <= shortStatement ? line : broken(words);
}

function wordsOf(sql: string, tokens: readonly ScanToken[]): readonly Word[] {
  const bytes = Buffer.from(sql);
  return tokens.map(({ start, end }, at) => ({
    text: bytes.subarray(start, end).toString(),
    spaced: (tokens[at + 1]?.start ?? end) > end,
  }));
}

function joined(words: readonly Word[]): string {
  return words.map((word, at) => word.text + gap(word, words[at + 1])).join('');
}

function gap(word: Word, next: Word | undefined): string {
  return word.spaced && next && word.text !== '(' && next.text !== ')' ? ' ' : '';
}

/** Without parentheses that only the writer needed. */
function lean(words: readonly Word[]): readonly Word[] {
  const dropped = new Set<number>();
  for (const [at, { text }] of words.entries()) {
    if (text !== '(') continue;
    const [before, next] = [words[at - 1]?.text ?? '', words[at + 1]?.text ?? ''];
    const close = closing(words, at);
    const behind = words[close + 1]?.text;
    const whole = (before === 'WHERE' || before === 'HAVING') && next !== 'SELECT' && next !== 'WITH';
    const ends = behind === undefined || behind === ')' || behind === ';' || clauses.has(behind);
    const negated = before === 'NOT' && next === 'EXISTS' && closing(words, at + 2) === close - 1;
    if ((whole && ends) || negated) dropped.add(at).add(close);
  }
  return words
    .map((word, at, all) =>
      dropped.has(at + 1) ? { ...word, spaced: all[at + 1]?.text === '(' || Boolean(all[at + 1]?.spaced) } : word,
    )
    .filter((_, at) => !dropped.has(at));
}

function closing(words: readonly Word[], open: number): number {
  let depth = 0;
  for (let at = open; at < words.length; at++) {
    if (words[at]?.text === '(') depth++;
    if (words[at]?.text === ')' && --depth === 0) return at;
  }
  return words.length;
}

function broken(words: readonly Word[]): string {
  const levels: Level[] = [{ query: true, indent: 0 }];
  let text = '';
  let between = 0;
  let cases = 0;
  for (const [at, word] of words.entries()) {
    const level = levels.at(-1) ?? { query: true, indent: 0 };
    const [before, next] = [words[at - 1], words[at + 1]?.text];
    let line: number | undefined;
    if (level.query && cases === 0 && before) {
      if (beginsClause(word.text, before.text, next)) line = level.indent;
      else if (word.text === 'AND' && between === 0) line = level.indent + 2;
      else if (word.text === 'SELECT' && (setWords.has(before.text) || before.text === 'ALL' || before.text === ')')) {
        line = level.indent;
      } else if (before.text === '(' && levels.length > 1) line = level.indent;
    }
    if (word.text === 'CASE') cases++;
    else if (word.text === 'END' && cases > 0) cases--;
    if (word.text === 'BETWEEN') between++;
    else if (word.text === 'AND' && between > 0) between--;
    if (word.text === ')' && levels.length > 1) {
      levels.pop();
      if (level.query) line = level.indent - 2;
    }
    text += line === undefined ? (before ? gap(before, word) : '') : `\n${' '.repeat(line)}`;
    text += word.text;
    if (word.text === '(') {
      const isQuery = next === 'SELECT' || next === 'WITH';
      const long = isQuery && joined(words.slice(at, closing(words, at) + 1)).length > shortSubQuery;
      // Within a condition the parenthesis ends where its line began.
      const indent =
        level.indent + (text.slice(text.lastIndexOf('\n') + 1).startsWith(`${' '.repeat(level.indent)}  `) ? 4 : 2);
      levels.push({ query: long, indent: long ? indent : level.indent });
    }
  }
  return text;
}

function beginsClause(word: string, before: string, next: string | undefined): boolean {
  if (joinWords.has(word)) return !joinWords.has(before);
  if (!clauses.has(word)) return false;
  // IS DISTINCT FROM
  return word !== 'FROM' || before !== 'DISTINCT' || next === undefined;
}
