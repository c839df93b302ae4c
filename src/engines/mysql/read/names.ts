import type { QualifiedName } from '../../../catalog/names.ts';
import { longestName } from '../naming.ts';
import type { Reader } from '../sql/reader.ts';
import { type Draft, Refused, schemaName } from './draft.ts';

/** A name that may stand in another database: `orders`, `shop.orders`. The first database of a script is the schema. */
export function readName(reader: Reader, draft: Draft): QualifiedName {
  const first = reader.name();
  if (!reader.take('.')) return { schema: schemaName, name: notTooLong(first) };
  const name = notTooLong(reader.name());
  return { schema: schemaOf(first, draft), name };
}

/** @throws Refused where no object can have the name */
function notTooLong(name: string): string {
  if ([...name].length > longestName)
    throw new Refused(`a name has ${longestName} characters at most: shorten ${name}`);
  return name;
}

export function schemaOf(database: string, draft: Draft): string {
  draft.database ??= database;
  return draft.database.toLowerCase() === database.toLowerCase() ? schemaName : database;
}

/**
 * Reads `DEFINER = user@host`: with whose rights a program runs, as `` `user`@`host` ``; nothing where it is whoever makes
 * it, `CURRENT_USER()`.
 */
export function readDefiner(reader: Reader): string | undefined {
  if (!reader.take('DEFINER')) return undefined;
  reader.expect('=');
  const isMaker = reader.sees('CURRENT_USER');
  const user = reader.name();
  if (reader.peek()?.text === '(') reader.brackets();
  // Of `'root'@'localhost'` the second part is one token with the sign, or none.
  let host: string | undefined;
  if (reader.peek()?.kind === 'variable') {
    const text = reader.next()?.text ?? '';
    host = text === '@' ? reader.name() : text.slice(1).replace(/^([`'])(.*)\1$/s, '$2');
  }
  return isMaker ? undefined : definerOf(user, host);
}

/** An account as DEFINER names it; a role has no host. */
export function definerOf(user: string, host: string | undefined): string {
  return [user, ...(host === undefined || host === '' ? [] : [host])]
    .map((part) => `\`${part.replaceAll('`', '``')}\``)
    .join('@');
}
