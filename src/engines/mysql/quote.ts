import { reservedWords } from './sql/keywords.ts';

/** An identifier as it must stand in SQL: in backticks where the engine needs them. */
export function quoteIdentifier(identifier: string): string {
  return /^[A-Za-z_][\w$]*$/.test(identifier) && !reservedWords.has(identifier.toLowerCase())
    ? identifier
    : `\`${identifier.replaceAll('`', '``')}\``;
}
