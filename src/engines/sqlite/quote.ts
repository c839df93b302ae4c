import { reservedWords } from './keywords.ts';

/** An identifier as it must stand in SQL: quoted where it needs it. Case counts for nobody, and is kept. */
export function quoteIdentifier(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reservedWords.has(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** A text as a literal. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}
