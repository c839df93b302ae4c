import { quoteIdentifier } from '../quote.ts';
import { type Token, tokens } from './tokens.ts';

/** Words of expressions that are no functions' and no columns' names; written in capitals. */
const operatorWords = new Set(
  (
    'AND OR NOT IN IS NULL ISNULL NOTNULL LIKE GLOB REGEXP MATCH BETWEEN CASE WHEN THEN ELSE END EXISTS SELECT FROM ' +
    'WHERE AS COLLATE ESCAPE DISTINCT CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME'
  ).split(' '),
);

/** Values stand between operators, so a minus behind one of these belongs to what follows. */
const beforeSign = /^[(,=<>+\-*/%|&~!]/;

/**
 * An expression in one form, however it was laid out: one space, no comments, keywords in capitals, quotes only around
 * names that need them, no brackets around the whole.
 */
export function canonicalExpression(sql: string): string {
  return joined(withoutBrackets([...tokens(sql)]));
}

function joined(list: readonly Token[]): string {
  let text = '';
  let before: Token | undefined;
  let signed = false;
  for (const token of list) {
    const written = wordsOf(token);
    if (before !== undefined && !signed && spaced(before, token)) text += ' ';
    text += written;
    signed =
      (token.text === '-' || token.text === '+' || token.text === '~') &&
      (before === undefined || beforeSign.test(before.text) || isOperatorWord(before));
    before = token;
  }
  return text;
}

function wordsOf(token: Token): string {
  if (token.kind === 'name') return quoteIdentifier(token.value);
  return isOperatorWord(token) ? token.value : token.text;
}

function isOperatorWord(token: Token): boolean {
  return token.kind === 'word' && operatorWords.has(token.value);
}

function spaced(before: Token, token: Token): boolean {
  if (token.text === ',' || token.text === ')' || token.text === '.') return false;
  if (before.text === '(' || before.text === '.') return false;
  // A function and its arguments.
  if (token.text === '(') return !(before.kind === 'word' && !isOperatorWord(before)) && before.kind !== 'name';
  return true;
}

function withoutBrackets(list: readonly Token[]): readonly Token[] {
  let inner = list;
  while (inner.length > 2 && inner[0]?.text === '(' && inner.at(-1)?.text === ')' && closesAtEnd(inner)) {
    inner = inner.slice(1, -1);
  }
  return inner;
}

function closesAtEnd(list: readonly Token[]): boolean {
  let depth = 0;
  for (const [at, token] of list.entries()) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    if (depth === 0) return at === list.length - 1;
  }
  return false;
}
