import { objectName } from '../../../catalog/object-name.ts';

/** Gives constraints of a table names, of which no two are equal: their own, else made of table and columns. */
export function constraintNames(
  table: string,
): (given: string | undefined, columns: readonly string[], suffix: string) => string {
  const taken = new Set<string>();
  return (given, columns, suffix) => {
    const name =
      given !== undefined && !taken.has(given)
        ? given
        : objectName([table, ...columns], suffix, Number.POSITIVE_INFINITY, (one) => taken.has(one));
    taken.add(name);
    return name;
  };
}
