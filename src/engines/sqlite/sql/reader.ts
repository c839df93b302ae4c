import { identifierOf, type Token, tokens } from './tokens.ts';

/** Goes through the tokens of a statement. */
export interface Reader {
  peek(ahead?: number): Token | undefined;
  next(): Token | undefined;
  /** Takes the words when they come next, in capitals. */
  take(...words: readonly string[]): boolean;
  /** Takes a name. */
  name(): string | undefined;
  /** Takes what stands in brackets, nested ones included; the text inside as written. */
  brackets(): string | undefined;
  /** The text from one place to the end of the token before the present one. */
  since(start: number): string;
}

export function readerOf(sql: string): Reader {
  const list = [...tokens(sql)];
  let at = 0;
  const is = (token: Token | undefined, word: string): boolean =>
    token !== undefined && (token.kind === 'word' || token.kind === 'operator') && token.value === word;
  return {
    peek: (ahead = 0) => list[at + ahead],
    next: () => list[at++],
    take(...words) {
      if (!words.every((word, ahead) => is(list[at + ahead], word))) return false;
      at += words.length;
      return true;
    },
    name() {
      const name = identifierOf(list[at]);
      if (name !== undefined) at++;
      return name;
    },
    brackets() {
      const open = list[at];
      if (open?.text !== '(') return undefined;
      let depth = 0;
      for (; at < list.length; at++) {
        const token = list[at];
        if (token?.kind !== 'operator') continue;
        if (token.text === '(') depth++;
        else if (token.text === ')') depth--;
        if (depth === 0) {
          at++;
          return sql.slice(open.end, token.start);
        }
      }
      return sql.slice(open.end);
    },
    since: (start) => sql.slice(start, list[at - 1]?.end ?? start),
  };
}

/** Cuts a text at its commas outside brackets. */
export function atCommas(sql: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const token of tokens(sql)) {
    if (token.kind !== 'operator') continue;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (token.text === ',' && depth === 0) {
      parts.push(sql.slice(start, token.start));
      start = token.end;
    }
  }
  parts.push(sql.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
