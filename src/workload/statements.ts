import { type Token, tokens } from './tokens.ts';

/** A statement of a text, without its semicolon and the comments around it. */
export interface StatementText {
  readonly sql: string;
  /** In characters from 0. */
  readonly start: number;
  /** The comments before it, inside it, and behind it on the same line. */
  readonly comments: readonly Token[];
}

/** Behind it stand rows, not statements. */
const copiesIn = /^copy\b[^;]*\bfrom\s+stdin\b/i;

function pastRows(text: string, from: number): number {
  const end = /^\\\.\r?$/gm;
  end.lastIndex = from;
  return end.test(text) ? end.lastIndex : text.length;
}

/** The statements of a text, at its semicolons; rows of COPY are passed over, and so are psql's own commands. */
export function statementTexts(text: string): readonly StatementText[] {
  const found: { sql: string; start: number; comments: Token[] }[] = [];
  let comments: Token[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  let sameLine = false;
  const finish = () => {
    if (first && last) found.push({ sql: text.slice(first.start, last.end), start: first.start, comments });
    comments = [];
    first = undefined;
    last = undefined;
  };
  const take = (token: Token): number => {
    if (token.kind === 'space') {
      if (token.text.includes('\n')) sameLine = false;
    } else if (token.kind === 'comment') {
      // Behind a semicolon on its line it still tells of that statement.
      if (!first && sameLine) found.at(-1)?.comments.push(token);
      else comments.push(token);
    } else if (token.text === ';') {
      const rows = first && copiesIn.test(text.slice(first.start, token.end));
      finish();
      sameLine = true;
      if (rows) return pastRows(text, token.end);
    } else if (token.text === '\\' && !first) {
      const end = text.indexOf('\n', token.start);
      return end < 0 ? text.length : end;
    } else {
      first ??= token;
      last = token;
    }
    return token.end;
  };
  for (let from = 0; from < text.length; ) {
    const begin = from;
    for (const token of tokens(text, begin)) {
      from = take(token);
      // What was jumped over may hold half a quote: the pieces begin anew behind it.
      if (from !== token.end) break;
    }
  }
  finish();
  return found;
}
