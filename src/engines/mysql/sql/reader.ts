import type { Dialect } from '../flavour.ts';
import { type Token, tokens } from './tokens.ts';

/** What a statement says that the reader does not understand: where, and near what. */
export class NotUnderstood extends Error {
  readonly start: number;

  constructor(message: string, start: number) {
    super(message);
    this.start = start;
  }
}

/** Goes through the tokens of a statement. */
export interface Reader {
  readonly dialect: Dialect;
  /** The statement. */
  readonly sql: string;
  peek(ahead?: number): Token | undefined;
  next(): Token | undefined;
  /** Whether the words come next, in capitals. */
  sees(...words: readonly string[]): boolean;
  /** Takes the words when they come next, in capitals. */
  take(...words: readonly string[]): boolean;
  /** Takes the words or fails. */
  expect(...words: readonly string[]): void;
  /** Takes a name. */
  name(): string;
  /** Takes a string. */
  string(): string;
  /** Takes what stands in brackets, nested ones included; a reader of what is inside. */
  brackets(): Reader;
  /** The readers of what stands between commas, up to the end; brackets are kept whole. */
  parts(): readonly Reader[];
  /** A reader of the tokens between two places of the statement. */
  part(start: number, end: number): Reader;
  /** The text from the next token up to the end. */
  rest(): string;
  /** The text from a place up to the end of the token before the present one. */
  since(start: number): string;
  /** Where the next token begins. */
  at(): number;
  done(): boolean;
  fail(expected: string): never;
}

export function readerOf(sql: string, dialect: Dialect, ansiQuotes = false): Reader {
  return over(sql, dialect, tokens(sql, dialect, ansiQuotes));
}

function over(sql: string, dialect: Dialect, list: readonly Token[]): Reader {
  let at = 0;
  const is = (token: Token | undefined, word: string): boolean =>
    token !== undefined && (token.kind === 'word' || token.kind === 'operator') && token.value === word;
  const sees = (...words: readonly string[]) => words.every((word, ahead) => is(list[at + ahead], word));
  const reader: Reader = {
    dialect,
    sql,
    peek: (ahead = 0) => list[at + ahead],
    next: () => list[at++],
    sees,
    take(...words) {
      if (!sees(...words)) return false;
      at += words.length;
      return true;
    },
    expect(...words) {
      if (!reader.take(...words)) reader.fail(words.join(' '));
    },
    name() {
      const token = list[at];
      if (token?.kind === 'word') {
        at++;
        return token.text;
      }
      if (token?.kind === 'name' || token?.kind === 'string') {
        at++;
        return token.value;
      }
      return reader.fail('a name');
    },
    string() {
      const token = list[at];
      if (token?.kind !== 'string') return reader.fail('a string');
      at++;
      // Strings beside each other are one.
      let text = token.value;
      for (let next = list[at]; next?.kind === 'string'; next = list[++at]) text += next.value;
      return text;
    },
    brackets() {
      if (list[at]?.text !== '(') return reader.fail('(');
      const open = at;
      let depth = 0;
      for (; at < list.length; at++) {
        const token = list[at];
        if (token?.kind !== 'operator') continue;
        if (token.text === '(') depth++;
        else if (token.text === ')') depth--;
        if (depth > 0) continue;
        at++;
        return over(sql, dialect, list.slice(open + 1, at - 1));
      }
      return reader.fail(')');
    },
    parts() {
      const parts: Reader[] = [];
      let depth = 0;
      const first = at;
      let start = at;
      for (; at < list.length; at++) {
        const token = list[at];
        if (token?.kind !== 'operator') continue;
        if (token.text === '(') depth++;
        else if (token.text === ')') depth--;
        else if (token.text === ',' && depth === 0) {
          parts.push(over(sql, dialect, list.slice(start, at)));
          start = at + 1;
        }
      }
      // Nothing at all is no part; nothing behind a comma is one that is missing.
      if (start < list.length || start > first) parts.push(over(sql, dialect, list.slice(start)));
      return parts;
    },
    part: (start, end) =>
      over(
        sql,
        dialect,
        list.filter((token) => token.start >= start && token.end <= end),
      ),
    rest() {
      const from = list[at]?.start ?? sql.length;
      at = list.length;
      return sql.slice(from, list.at(-1)?.end ?? from);
    },
    since: (start) => sql.slice(start, list[at - 1]?.end ?? start),
    at: () => list[at]?.start ?? list.at(-1)?.end ?? sql.length,
    done: () => at >= list.length,
    fail(expected): never {
      const token = list[at];
      throw new NotUnderstood(
        token ? `${expected} expected, not ${token.text.slice(0, 40)}` : `${expected} expected, and the statement ends`,
        token?.start ?? sql.length,
      );
    },
  };
  return reader;
}
