import { type Cursor, pastComment, pastLine, pastQuoted, type Scan, settle } from './cursor.ts';

interface Progress {
  rows: number;
  depth: number;
  inValues: boolean;
}

/**
 * Skips an INSERT up to its semicolon and gives the number of its rows (0 for INSERT … SELECT); nothing when a
 * quote in it never ends.
 */
export function* pastInsert(cursor: Cursor, conforming: boolean): Scan<number | undefined> {
  const progress: Progress = { rows: 0, depth: 0, inValues: false };
  for (;;) {
    yield* settle(cursor);
    const stop = run(cursor, progress, conforming);
    if (stop === 'semicolon') return progress.rows;
    if (stop === 'quote') {
      const ended = yield* pastQuoted(cursor, conforming);
      if (ended === false) return undefined;
      if (ended === undefined) cursor.at++;
    } else if (stop === 'line comment') yield* pastLine(cursor);
    else if (stop === 'comment') yield* pastComment(cursor);
    else if (cursor.at >= cursor.text.length) return progress.rows;
  }
}

type Stop = 'semicolon' | 'quote' | 'line comment' | 'comment' | 'more';

/** Goes as far as the window allows, in one plain loop: most of a dump goes through here. */
function run(cursor: Cursor, progress: Progress, conforming: boolean): Stop {
  const { text } = cursor;
  const end = cursor.final ? text.length : text.length - 1023;
  let at = cursor.at;
  let stop: Stop = 'more';
  scan: while (at < end) {
    switch (text.charCodeAt(at)) {
      case 0x27: {
        const before = text.charCodeAt(at - 1) | 0x20;
        const close = conforming && before !== 0x65 ? text.indexOf("'", at + 1) : -1;
        if (close < 0) {
          stop = 'quote';
          break scan;
        }
        at = close + 1;
        break;
      }
      case 0x22:
      case 0x24:
        stop = 'quote';
        break scan;
      case 0x3b:
        stop = 'semicolon';
        break scan;
      case 0x28:
        if (progress.depth++ === 0 && progress.inValues) progress.rows++;
        at++;
        break;
      case 0x29:
        if (progress.depth > 0) progress.depth--;
        at++;
        break;
      case 0x2d:
        if (text.charCodeAt(at + 1) === 0x2d) {
          stop = 'line comment';
          break scan;
        }
        at++;
        break;
      case 0x2f:
        if (text.charCodeAt(at + 1) === 0x2a) {
          stop = 'comment';
          break scan;
        }
        at++;
        break;
      case 0x56:
      case 0x76:
        if (progress.depth === 0 && !progress.inValues) {
          progress.inValues = /^values\b/i.test(text.slice(at, at + 7)) && !/[\w$]/.test(text.charAt(at - 1));
        }
        at++;
        break;
      default:
        at++;
    }
  }
  cursor.at = at;
  return stop;
}
