import type { WrittenName } from '../../migration-action.ts';
import type { Dialect } from '../flavour.ts';
import { dialectOf } from '../flavour.ts';
import type { Reader } from '../sql/reader.ts';

/** Statements of migrations are read before it is known for which server: conditional comments as a new one has them. */
export const readingDialect: Dialect = dialectOf('8.4');

/**
 * Takes a name that a statement gives. The database before it is left out: a migration is about the one that it is run
 * in, whatever that is called.
 */
export function nameOf(reader: Reader): WrittenName {
  const first = reader.name();
  return { name: reader.take('.') ? reader.name() : first };
}

/** Names between commas. */
export function namesOf(reader: Reader): readonly WrittenName[] {
  const names = [nameOf(reader)];
  while (reader.take(',')) names.push(nameOf(reader));
  return names;
}
