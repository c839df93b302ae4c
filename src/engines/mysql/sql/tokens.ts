import { escapedCharacter } from '../../backslashes.ts';
import { type Dialect, readsComment } from '../flavour.ts';

/** What a token is; comments and white space are none. */
export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'bits' | 'variable' | 'operator';

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Of a word its upper-case form, of a quoted name or a string what it stands for; else the text. */
  readonly value: string;
  /** In characters from 0; `end` is the character after the last. */
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?:[\s\uFEFF]+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[\s\S]*?(?:\*\/|$))|(?:\/\*(M?)!(\d{5,6})?)|(?:\*\/)|(?:[xX]'[^']*'|[bB]'[^']*'|0x[\da-fA-F]+(?![\w$])|0b[01]+(?![\w$]))|(?:[nN]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$))|(?:"(?:[^"\\]|""|\\[\s\S])*(?:"|$))|(?:`(?:[^`]|``)*(?:`|$))|(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?![A-Za-z_$\u0080-\u{10FFFF}])|\.\d+(?:[eE][+-]?\d+)?)|(?:[A-Za-z_$\d\u0080-\u{10FFFF}][\w$\u0080-\u{10FFFF}]*)|(?:@@?(?:[\w.$]+|`[^`]*`|'[^']*')?)|(?:<=>|->>|->|<<|>>|<=|>=|<>|!=|:=|&&|\|\||[\s\S])/uy;

/**
 * Cuts SQL into tokens as the engine does. What a conditional comment holds is read, or passed over with it, as the
 * dialect has it. Never fails: what is no token is an operator of one character.
 */
export function tokens(sql: string, dialect: Dialect, ansiQuotes = false): readonly Token[] {
  const matcher = new RegExp(pattern);
  const found: Token[] = [];
  for (let start = 0; start < sql.length; ) {
    matcher.lastIndex = start;
    const match = matcher.exec(sql);
    const text = match?.[0] ?? sql.charAt(start);
    let end = start + text.length;
    if (match && text.startsWith('/*') && match[1] !== undefined) {
      // A comment whose number is too high ends at its end; of the others only the marks are passed over.
      if (!readsComment(dialect, match[1], Number(match[2] ?? 0))) end = endOfComment(sql, end);
      start = end;
      continue;
    }
    const kind = kindOf(text, ansiQuotes);
    if (kind) found.push({ kind, text, value: meaning(kind, text), start, end });
    start = end;
  }
  return found;
}

function endOfComment(sql: string, from: number): number {
  const end = sql.indexOf('*/', from);
  return end < 0 ? sql.length : end + 2;
}

/** The kind of a match, by its first characters; nothing for white space, comments and the end of conditional ones. */
function kindOf(text: string, ansiQuotes: boolean): TokenKind | undefined {
  if (/^(?:[\s\uFEFF]|--\s|--$|#|\/\*|\*\/)/.test(text)) return undefined;
  if (/^(?:[xXbB]'|0[xb])/.test(text)) return 'bits';
  if (/^[nN]?'/.test(text)) return 'string';
  if (text.startsWith('"')) return ansiQuotes ? 'name' : 'string';
  if (text.startsWith('`')) return 'name';
  if (/^\.?\d[\d.]*(?:[eE][+-]?\d+)?$/.test(text)) return 'number';
  if (/^[\w$\u0080-\u{10FFFF}]/u.test(text)) return 'word';
  return text.startsWith('@') ? 'variable' : 'operator';
}

function meaning(kind: TokenKind, text: string): string {
  if (kind === 'word') return text.toUpperCase();
  if (kind === 'name') return unquoted(text);
  if (kind !== 'string') return text;
  return unquoted(text.replace(/^[nN]/, '')).replace(/\\([\s\S])/g, (_, one: string) => escapedCharacter(one));
}

function unquoted(text: string): string {
  const quote = text[0] ?? '';
  return text.slice(1, text.length > 1 && text.endsWith(quote) ? -1 : undefined).replaceAll(quote + quote, quote);
}

/** A statement with names in double quotes, as ANSI_QUOTES has them, with them in backticks: so it means the same without. */
export function inBackticks(sql: string, dialect: Dialect): string {
  let text = '';
  let end = 0;
  for (const token of tokens(sql, dialect, true)) {
    if (token.kind !== 'name' || !token.text.startsWith('"')) continue;
    text += `${sql.slice(end, token.start)}\`${token.value.replaceAll('`', '``')}\``;
    end = token.end;
  }
  return text + sql.slice(end);
}

/** A text as a string of SQL. */
export function quoteString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '\\0')}'`;
}
