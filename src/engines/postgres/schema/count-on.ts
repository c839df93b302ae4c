import type { Sequence } from '../../../catalog/catalog.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

/**
 * The sequence of an identity goes on behind the last value that is there; where all of them lie before its beginning, it
 * stays there.
 */
export function countOn(
  table: QualifiedName,
  column: string,
  options?: Pick<Sequence, 'increment' | 'minimum' | 'maximum'>,
): string {
  const sequence = `pg_get_serial_sequence(${quoteLiteral(quoteName(table))}, ${quoteLiteral(column)})`;
  const { increment = 1n, minimum = 1n, maximum = -1n } = options ?? {};
  const last = `${increment < 0n ? 'min' : 'max'}(${quoteIdentifier(column)})`;
  const within = increment < 0n ? `<= ${maximum}` : `>= ${minimum}`;
  return `SELECT setval(${sequence}, ${last}) FROM ${quoteName(table)} HAVING ${last} ${within}`;
}
