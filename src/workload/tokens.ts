/** A piece of SQL text, told apart by its look alone. */
export interface Token {
  readonly kind: 'space' | 'comment' | 'string' | 'name' | 'number' | 'operator' | 'parameter' | 'other' | 'open';
  readonly text: string;
  /** In characters from 0. */
  readonly start: number;
  readonly end: number;
}

/**
 * What a piece can look like, in the order in which it is tried. A comment is read by hand, for comments nest. A
 * quote without an end is `open`: it takes all that is left.
 */
const looks: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /[\s\ufeff]+/y],
  ['comment', /--[^\n]*/y],
  ['string', /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y],
  ['string', /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'/y],
  ['string', /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\1\$/y],
  ['name', /(?:[uU]&)?"(?:[^"]|"")*"/y],
  ['open', /(?:[eEbBxXnN]|[uU]&)?['"][\s\S]*|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*/y],
  ['name', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['number', /\d[\w.]*|\.\d[\w.]*/y],
  ['parameter', /\$\d+/y],
  ['operator', /(?:(?!--|\/\*)[-+*/<>=~!@#%^&|`?])+/y],
  ['operator', /::|:=/y],
  ['other', /[\s\S]/y],
];

/** The pieces of a text, in order and without gaps; from a place on, when one is given. */
export function* tokens(text: string, from = 0): Generator<Token> {
  let start = from;
  while (start < text.length) {
    const token = text.startsWith('/*', start) ? nestedComment(text, start) : tokenAt(text, start);
    yield token;
    start = token.end;
  }
}

function tokenAt(text: string, start: number): Token {
  for (const [kind, look] of looks) {
    look.lastIndex = start;
    const found = look.exec(text)?.[0];
    if (found) return { kind, text: found, start, end: start + found.length };
  }
  throw new Error(`no token at ${start}`);
}

function nestedComment(text: string, start: number): Token {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return { kind: 'comment', text: text.slice(start, mark.lastIndex), start, end: mark.lastIndex };
  }
  return { kind: 'open', text: text.slice(start), start, end: text.length };
}
