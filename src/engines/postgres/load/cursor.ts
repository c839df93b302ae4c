import { RelvarError } from '../../../findings/error.ts';

/**
 * A window on a script that streams by. Positions are offsets into `text`; they move when text before `keep` is
 * forgotten, so only the cursor holds them.
 */
export interface Cursor {
  text: string;
  /** No more text will come. */
  final: boolean;
  /** Where the scan is. */
  at: number;
  /** Where the statement at hand begins; -1 between statements, or when its beginning was forgotten. */
  keep: number;
  /** True when the beginning of the statement may be forgotten once it is long: it holds rows. */
  disposable: boolean;
  /** Where the comment at hand begins; -1 outside of comments. */
  mark: number;
  /** Behind the last token. */
  last: number;
  /** Lines are counted up to here, and this is the line there. */
  counted: number;
  line: number;
}

/** A scan that yields when it cannot go on without more text. */
export type Scan<Result = void> = Generator<undefined, Result>;

/** Characters that one statement may have: beyond is a quote that never ends, and soon the longest possible string. */
const longest = 256_000_000;
/** Characters of an INSERT that are kept in case that it must be read again. */
const longestRows = 2_000_000;

export function newCursor(): Cursor {
  return { text: '', final: false, at: 0, keep: -1, disposable: false, mark: -1, last: 0, counted: 0, line: 1 };
}

/** Adds text at the end and forgets what is no longer needed, but for the two characters before `at`. */
export function append(cursor: Cursor, chunk: string): void {
  if (cursor.disposable && cursor.at - cursor.keep > longestRows) cursor.keep = -1;
  const needed = [cursor.at - 2, cursor.keep, cursor.mark].filter((position) => position >= 0);
  const from = cursor.at < 2 ? 0 : Math.min(...needed);
  lineAt(cursor, from);
  cursor.text = cursor.text.slice(from) + chunk;
  if (cursor.text.length > longest) {
    throw new RelvarError('statement-too-long', `the statement on line ${cursor.line} does not end within 256 MB`, {
      hint: 'look for a quote that is never closed',
    });
  }
  cursor.at -= from;
  cursor.last -= from;
  cursor.counted = Math.max(0, cursor.counted - from);
  if (cursor.keep >= 0) cursor.keep -= from;
  if (cursor.mark >= 0) cursor.mark -= from;
}

/** The line of a position, from 1. Positions must not decrease from call to call. */
export function lineAt(cursor: Cursor, position: number): number {
  for (;;) {
    const newline = cursor.text.indexOf('\n', cursor.counted);
    if (newline < 0 || newline >= position) return cursor.line;
    cursor.line++;
    cursor.counted = newline + 1;
  }
}

/** Waits until a token that begins at `at` is in the window whole: no name, tag or prefix is longer than this. */
export function* settle(cursor: Cursor): Scan {
  while (cursor.text.length - cursor.at < 1024 && !cursor.final) yield undefined;
}

/** Moves behind the next occurrence of a mark; to the end, with false, when there is none. */
export function* past(cursor: Cursor, mark: string): Scan<boolean> {
  for (;;) {
    const found = cursor.text.indexOf(mark, cursor.at);
    if (found >= 0) {
      cursor.at = found + mark.length;
      return true;
    }
    if (cursor.final) {
      cursor.at = cursor.text.length;
      return false;
    }
    cursor.at = Math.max(cursor.at, cursor.text.length - mark.length + 1);
    yield undefined;
  }
}

/** Moves to the end of the line, before its newline. */
export function* pastLine(cursor: Cursor): Scan {
  if (yield* past(cursor, '\n')) cursor.at--;
}

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/**
 * Moves behind the quoted thing that begins at `at`: a string, a quoted name or a dollar quote. Nothing when none
 * begins there, false when it never ends. A doubled quote counts as an end and a new beginning.
 */
export function* pastQuoted(cursor: Cursor, conforming: boolean): Scan<boolean | undefined> {
  const { text, at } = cursor;
  switch (text[at]) {
    case "'":
      cursor.at++;
      if (!conforming || /(?:^|[^\w$\u0080-\uffff])[eE]$/.test(text.slice(Math.max(0, at - 2), at))) {
        return yield* pastEscapeString(cursor);
      }
      return yield* past(cursor, "'");
    case '"':
      cursor.at++;
      return yield* past(cursor, '"');
    case '$': {
      dollarTag.lastIndex = at;
      const tag = dollarTag.exec(text)?.[0];
      if (tag === undefined) return undefined;
      cursor.at += tag.length;
      return yield* past(cursor, tag);
    }
    default:
      return undefined;
  }
}

/** Moves behind the comment that begins at `at` and those nested in it; false when it never ends. */
export function* pastComment(cursor: Cursor): Scan<boolean> {
  cursor.at += 2;
  for (let depth = 1; depth > 0; ) {
    yield* settle(cursor);
    const found = seek(cursor, /\/\*|\*\//g);
    if (found === undefined && cursor.final) return false;
    if (found !== undefined) depth += found === '/*' ? 1 : -1;
  }
  return true;
}

/** Moves behind the rows of a COPY block, from the beginning of a line to its end mark; false when that is missing. */
export function* pastRows(cursor: Cursor): Scan<boolean> {
  for (;;) {
    yield* settle(cursor);
    if (/^\\\.\r?(?:\n|$)/.test(cursor.text.slice(cursor.at, cursor.at + 4))) return true;
    const mark = cursor.text.indexOf('\n\\.', cursor.at);
    if (mark >= 0) {
      cursor.at = mark + 1;
    } else if (cursor.final) {
      cursor.at = cursor.text.length;
      return false;
    } else {
      cursor.at = Math.max(cursor.at, cursor.text.lastIndexOf('\n') + 1);
      yield undefined;
    }
  }
}

function* pastEscapeString(cursor: Cursor): Scan<boolean> {
  for (;;) {
    yield* settle(cursor);
    const found = seek(cursor, /\\[\s\S]|'/g);
    if (found === undefined && cursor.final) return false;
    if (found !== "'") continue;
    yield* settle(cursor);
    if (cursor.text[cursor.at] !== "'") return true;
    cursor.at++;
  }
}

/** Moves behind the next match of a pattern of two characters at most; else as far as there can be none. */
function seek(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match) cursor.at = pattern.lastIndex;
  else cursor.at = cursor.final ? cursor.text.length : Math.max(cursor.at, cursor.text.length - 1);
  return match?.[0];
}
