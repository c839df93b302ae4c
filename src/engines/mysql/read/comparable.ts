import type { DraftColumn } from './draft.ts';

/** Kept as whole numbers of so many bytes: dates and lists of values too. */
const wholeNumbers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year', 'date', 'enum', 'set']);

/** Kept as numbers without a sign. */
const unsigned = new Set(['year', 'enum', 'set']);

/**
 * How InnoDB keeps the values of a column, as far as a foreign key must find it the same at both ends
 * (`cmp_cols_are_equal` of its source, checked type by type on MariaDB 10.11): texts of one collation, whole numbers of one size and sign,
 * and whatever it takes for bytes, which decimals and moments are.
 */
export function keptAs({ type, ownCollation }: DraftColumn): string {
  if (wholeNumbers.has(type.name))
    return `number of ${type.bytes ?? 0} bytes${unsigned.has(type.name) || / unsigned/.test(type.text) ? ' unsigned' : ''}`;
  if (ownCollation !== undefined) return ownCollation;
  return type.name === 'float' || type.name === 'double' || type.family === 'geometry' ? type.name : 'bytes';
}
