import type { Column } from './table.ts';

/** The columns that a text of SQL names, constants left out, in the order of the table. */
export function namedColumns(text: string, columns: readonly Column[]): readonly string[] {
  const found = text.replaceAll(/'(?:[^']|'')*'/g, ' ').match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu);
  const words = new Set(found?.map(unquoted));
  return columns.filter(({ name }) => words.has(name)).map(({ name }) => name);
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;
}
