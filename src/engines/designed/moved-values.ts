import type { QualifiedName } from '../../catalog/names.ts';
import type { MovedValues, TakenValue } from '../applying.ts';

/** How an engine names things. */
interface NameWords {
  readonly table: (table: QualifiedName) => string;
  readonly quote: (name: string) => string;
}

/** Statements that take values over; run again, they take those that came since. */
export function moveStatement(
  { from, into, values, matching, adds }: MovedValues,
  { table, quote }: NameWords,
): readonly string[] {
  const [source, target] = [table(from), table(into)];
  const own = (name: string) => `${target}.${quote(name)}`;
  const of = (name: string) => `${source}.${quote(name)}`;
  const match = matching.map((one) => `${own(one.column)} = ${of(one.of)}`).join(' AND ');
  if (adds) {
    const all = [...matching, ...values];
    const needed = values.filter((one) => one.needed);
    const present = (some: readonly TakenValue[]) => some.map((one) => `${of(one.of)} IS NOT NULL`);
    const told = needed.length > 0 ? present(needed).join(' AND ') : `(${present(values).join(' OR ')})`;
    return [
      `INSERT INTO ${target} (${all.map((one) => quote(one.column)).join(', ')})
SELECT ${all.map((one) => of(one.of)).join(', ')} FROM ${source}
WHERE ${told} AND NOT EXISTS (SELECT 1 FROM ${target} WHERE ${match})`,
    ];
  }
  return values.map(
    ({ column, of: value }) =>
      `UPDATE ${target} SET ${quote(column)} = (SELECT ${of(value)} FROM ${source} WHERE ${match} ORDER BY ${of(value)} LIMIT 1)
WHERE ${own(column)} IS NULL`,
  );
}
