import type { QualifiedName } from '../../../catalog/names.ts';
import type { Reader } from '../sql/reader.ts';
import { type Draft, schemaName } from './draft.ts';

/** A name that may stand in another database: `orders`, `shop.orders`. The first database of a script is the schema. */
export function readName(reader: Reader, draft: Draft): QualifiedName {
  const first = reader.name();
  if (!reader.take('.')) return { schema: schemaName, name: first };
  const name = reader.name();
  return { schema: schemaOf(first, draft), name };
}

export function schemaOf(database: string, draft: Draft): string {
  draft.database ??= database;
  return draft.database.toLowerCase() === database.toLowerCase() ? schemaName : database;
}

/** `DEFINER = user@host`, `DEFINER = CURRENT_USER()`. */
export function skipDefiner(reader: Reader): void {
  if (!reader.take('DEFINER')) return;
  reader.expect('=');
  reader.next();
  if (reader.peek()?.text === '(') reader.brackets();
  // Of `'root'@'localhost'` the second part is one token with the sign, or none.
  if (reader.peek()?.kind === 'variable') {
    const text = reader.next()?.text;
    if (text === '@' && reader.peek()?.kind !== 'operator') reader.next();
  }
}
