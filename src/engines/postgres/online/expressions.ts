import type { QualifiedName } from '../../../catalog/names.ts';
import type { Table } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';

/** Literals, quoted names, words, and all else one character at a time. */
const tokens =
  /(?:[eEbBxXnN]|[uU]&)?'(?:[^'\\]|''|\\.)*'|\$(?:[A-Za-z_]\w*)?\$|"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d+(?:\.\d+)?|::|\s+|[\s\S]/g;

/**
 * SQL in which columns are written otherwise: `replace` gives the text for a column's name, or nothing where it stays.
 * Names behind a point, a cast, AS or COLLATE, and names of functions, are no columns.
 */
export function withColumns(sql: string, replace: (name: string) => string | undefined): string {
  const parts = sql.match(tokens) ?? [];
  const phrases = wordsOfPhrases(parts);
  let before = '';
  let result = '';
  parts.forEach((part, at) => {
    const name = nameOf(part);
    const next = parts.slice(at + 1).find((one) => !/^\s+$/.test(one));
    const stands =
      name !== undefined &&
      !phrases.has(at) &&
      !['.', '::', 'as', 'collate', 'using'].includes(before.toLowerCase()) &&
      next !== '.' &&
      next !== '(';
    result += (stands ? replace(name) : undefined) ?? part;
    if (!/^\s+$/.test(part)) before = part;
  });
  return result;
}

/** Where the words of `AT TIME ZONE` and `WITH TIME ZONE` stand, which may be names of columns elsewhere. */
function wordsOfPhrases(parts: readonly string[]): ReadonlySet<number> {
  const words = parts.flatMap((part, at) => (/^\s+$/.test(part) ? [] : [{ word: part.toLowerCase(), at }]));
  const found = new Set<number>();
  for (const [place, { word }] of words.entries()) {
    const [time, zone] = [words[place + 1], words[place + 2]];
    if (!/^(?:at|with|without)$/.test(word) || time?.word !== 'time' || zone?.word !== 'zone') continue;
    for (const one of words.slice(place, place + 3)) found.add(one.at);
  }
  return found;
}

function nameOf(part: string): string | undefined {
  if (part.startsWith('"')) return part.slice(1, -1).replaceAll('""', '"');
  return /^[A-Za-z_\u0080-\uffff]/.test(part) && !part.includes("'") ? part.toLowerCase() : undefined;
}

/** The same with one column under another name. */
export function renamedColumn(sql: string, column: string, to: string): string {
  return withColumns(sql, (name) => (name === column ? quoteIdentifier(to) : undefined));
}

/** An expression with the table's columns as those of a row: `NEW`, or an alias. */
export function ofRow(expression: string, { columns }: Pick<Table, 'columns'>, row: string): string {
  const names = new Set(columns.map((one) => one.name));
  return withColumns(expression, (name) => (names.has(name) ? `${row}.${quoteIdentifier(name)}` : undefined));
}

/**
 * An index's statement for another name, on the table as it is called now, what stands behind the method rewritten.
 */
export function renamedIndex(
  definition: string,
  name: string,
  table: QualifiedName,
  rewrite: (sql: string) => string = (sql) => sql,
): string {
  const match =
    /^(CREATE(?: UNIQUE)? INDEX )(?:"(?:[^"]|"")*"|\S+)( ON (?:ONLY )?)(?:"(?:[^"]|"")*"|[^\s"])+( USING )([\s\S]*)$/.exec(
      definition,
    );
  if (!match) throw new Error(`not an index's statement: ${definition}`);
  const [, head = '', on = '', using = '', rest = ''] = match;
  return `${head}${quoteIdentifier(name)}${on}${quoteName(table)}${using}${rewrite(rest)}`;
}
