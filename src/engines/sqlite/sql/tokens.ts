/** What a token is; comments and white space are none. */
export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'blob' | 'variable' | 'operator';

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

/** As the tokenizer of the engine cuts SQL (src/tokenize.c): alternatives in the order in which they are tried. */
const pattern =
  /(?:[\s\uFEFF]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?:[xX]'[^']*')|(?:'(?:[^']|'')*(?:'|$))|(?:"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?:0[xX][\da-fA-F]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)|(?:[A-Za-z_\u0080-\u{10FFFF}][\w$\u0080-\u{10FFFF}]*)|(?:[?]\d*|[@:$#][\w$\u0080-\u{10FFFF}:]+)|(?:->>?|\|\||<<|>>|<=|>=|<>|==|!=|[\s\S])/uy;

/** Cuts SQL into tokens, one after the other. Never fails: what is no token is an operator of one character. */
export function* tokens(sql: string): Generator<Token> {
  const matcher = new RegExp(pattern);
  for (let start = 0; start < sql.length; ) {
    matcher.lastIndex = start;
    const text = matcher.exec(sql)?.[0] ?? sql.charAt(start);
    const kind = kindOf(text);
    const end = start + text.length;
    if (kind) yield { kind, text, value: meaning(kind, text), start, end };
    start = end;
  }
}

/** The kind of a match, by its first characters; nothing for white space and comments. */
function kindOf(text: string): TokenKind | undefined {
  const [first = ''] = text;
  // Most are: whole schemas go by here.
  if (first === ' ' || first === '\n') return undefined;
  if (first === ',' || first === '(' || first === ')') return 'operator';
  if (/^(?:[\s\uFEFF]|--|\/\*)/.test(text)) return undefined;
  if (/^[xX]'/.test(text)) return 'blob';
  if (/^[A-Za-z_\u0080-\u{10FFFF}]/u.test(text)) return 'word';
  if (text.startsWith("'")) return 'string';
  if (/^["`[]/.test(text)) return 'name';
  if (/^\.?\d/.test(text)) return 'number';
  return /^(?:\?|[@:$#][\w$\u0080-\u{10FFFF}])/u.test(text) ? 'variable' : 'operator';
}

function meaning(kind: TokenKind, text: string): string {
  if (kind === 'word') return text.toUpperCase();
  if (kind === 'string') return unquoted(text, "'");
  if (kind !== 'name') return text;
  return text.startsWith('[') ? text.slice(1, -1) : unquoted(text, text[0] ?? '"');
}

function unquoted(text: string, quote: string): string {
  return text.slice(1, text.length > 1 && text.endsWith(quote) ? -1 : undefined).replaceAll(quote + quote, quote);
}

/** The identifier that a token stands for; nothing for one that cannot be one. Strings are taken too, as the engine does. */
export function identifierOf(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text;
  return token?.kind === 'name' || token?.kind === 'string' ? token.value : undefined;
}
