import type { Reader } from '../sql/reader.ts';
import { quoteString } from '../sql/tokens.ts';

/**
 * What MySQL says to a storage engine of a column, an index or a table, and InnoDB does not heed; MariaDB has none of it
 * (https://dev.mysql.com/doc/refman/8.4/en/create-table.html).
 */
export const engineAttributes: readonly string[] = [
  'column_format',
  'storage',
  'engine_attribute',
  'secondary_engine_attribute',
];

/** Reads one of them into the options of a column or an index; false where none follows. */
export function readEngineAttribute(reader: Reader, options: Record<string, string>): boolean {
  const name = engineAttributes.find((one) => reader.take(one.toUpperCase()));
  if (name === undefined) return false;
  reader.take('=');
  const value = reader.next();
  const text = value?.kind === 'string' ? value.value : (value?.text.toUpperCase() ?? '');
  if (text === '' || text === 'DEFAULT') delete options[name];
  else options[name] = text;
  return true;
}

/** Those of a column or an index, as its definition writes them. */
export function attributeClauses(options: Readonly<Record<string, string>> = {}): readonly string[] {
  return engineAttributes.flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    return `${name.toUpperCase()} ${name.endsWith('attribute') ? quoteString(value) : value}`;
  });
}
