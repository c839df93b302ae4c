import { type Token, tokens } from './tokens.ts';

/** A statement of a text, without its semicolon and the comments around it. */
export interface StatementText {
  readonly sql: string;
  /** In characters from 0. */
  readonly start: number;
  /** The comments before it, inside it, and behind it on the same line. */
  readonly comments: readonly Token[];
}

/** The statements of a text, at its semicolons; psql's own commands between them are passed over. */
export function statementTexts(text: string): readonly StatementText[] {
  const found: { sql: string; start: number; comments: Token[] }[] = [];
  let comments: Token[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  let sameLine = false;
  let skipped = 0;
  const finish = () => {
    if (first && last) found.push({ sql: text.slice(first.start, last.end), start: first.start, comments });
    comments = [];
    first = undefined;
    last = undefined;
  };
  for (const token of tokens(text)) {
    if (token.start < skipped) continue;
    if (token.kind === 'space') {
      if (token.text.includes('\n')) sameLine = false;
    } else if (token.kind === 'comment') {
      // Behind a semicolon on its line it still tells of that statement.
      if (!first && sameLine) found.at(-1)?.comments.push(token);
      else comments.push(token);
    } else if (token.text === ';') {
      finish();
      sameLine = true;
    } else if (token.text === '\\' && !first) {
      const end = text.indexOf('\n', token.start);
      skipped = end < 0 ? text.length : end;
    } else {
      first ??= token;
      last = token;
    }
  }
  finish();
  return found;
}
