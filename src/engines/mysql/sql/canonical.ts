import type { Dialect } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { reservedWords } from './keywords.ts';
import { quoteString, type Token, tokens } from './tokens.ts';

/** Other words that are no names where they stand in clauses; written small, as reserved ones. */
const clauseWords = new Set('engine hash list partitions subpartition subpartitions less than columns'.split(' '));

/** A text in one form, however it was laid out: one space between tokens, words small, quotes only where needed. */
export function canonicalTokens(sql: string, dialect: Dialect): string {
  let text = '';
  let before: Token | undefined;
  const list = tokens(sql, dialect);
  for (const [at, token] of list.entries()) {
    const call = token.text === '(' && before?.kind === 'word' && !isClauseWord(before.text);
    const tight =
      call ||
      token.text === ',' ||
      token.text === ')' ||
      token.text === '.' ||
      before?.text === '(' ||
      before?.text === '.';
    text += `${text === '' || tight ? '' : ' '}${written(token, list[at + 1])}`;
    before = token;
  }
  return text;
}

function isClauseWord(word: string): boolean {
  const lower = word.toLowerCase();
  return reservedWords.has(lower) || clauseWords.has(lower) || lower === 'innodb';
}

function written({ kind, text, value }: Token, next: Token | undefined): string {
  if (kind === 'name') return quoteIdentifier(value);
  if (kind === 'string') return quoteString(value);
  const lower = text.toLowerCase();
  if (kind !== 'word') return text;
  return isClauseWord(text) || next?.text === '(' ? lower : text;
}
