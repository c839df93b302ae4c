import type { Table } from '../../../catalog/table.ts';
import { splitList } from '../introspect/sql-text.ts';
import { quoteIdentifier } from '../quote.ts';

/**
 * A condition that holds for the rows which one of the table's partitions takes, null for some that none does; nothing
 * where every row is taken (a default partition) or the bounds do not tell (hash, several keys without an end).
 */
export function partitionCondition(table: Table, partitions: readonly Table[]): string | undefined {
  if (!table.partitioning || table.partitioning.strategy === 'hash') return undefined;
  const own = partitions.filter(
    ({ partitionOf }) => partitionOf?.parent.schema === table.schema && partitionOf.parent.name === table.name,
  );
  if (own.some(({ partitionOf }) => partitionOf?.isDefault)) return undefined;
  const conditions = own.map(({ partitionOf }) => boundCondition(table, partitionOf?.bound ?? ''));
  if (conditions.includes(undefined)) return undefined;
  return conditions.length === 0 ? 'false' : conditions.map((one) => `(${one})`).join(' OR ');
}

/**
 * A condition that holds for the rows within a bound of the table's partitions, as the engine writes it (`FOR VALUES IN
 * (…)`, `FOR VALUES FROM (…) TO (…)`) and in a form in which it finds it proven by a check; nothing for all others.
 */
export function boundCondition({ partitioning }: Table, bound: string): string | undefined {
  const keys = (partitioning?.keys ?? []).map((key) =>
    key.column === undefined ? `(${key.expression ?? ''})` : quoteIdentifier(key.column),
  );
  const among = /^FOR VALUES IN \(([\s\S]*)\)$/.exec(bound)?.[1];
  const [key = ''] = keys;
  if (among !== undefined) {
    const values = splitList(among, ', ');
    const given = values.filter((value) => value !== 'NULL');
    const found = given.length === 0 ? [] : [`${key} IN (${given.join(', ')})`];
    // Without null among the values the engine holds that there is none.
    return given.length === values.length
      ? [`${key} IS NOT NULL`, ...found].join(' AND ')
      : [`${key} IS NULL`, ...found].join(' OR ');
  }
  const range = /^FOR VALUES FROM \(([\s\S]*)\) TO \(([\s\S]*)\)$/.exec(bound);
  if (!range) return undefined;
  const [from, to] = [splitList(range[1] ?? '', ', '), splitList(range[2] ?? '', ', ')];
  const endless = (value: string | undefined) => value === 'MINVALUE' || value === 'MAXVALUE';
  if (keys.length > 1 && [...from, ...to].some(endless)) return undefined;
  const row = (values: readonly string[]) => (values.length === 1 ? values[0] : `(${values.join(', ')})`);
  const sides = [
    ...(endless(from[0]) ? [] : [`${row(keys)} >= ${row(from)}`]),
    ...(endless(to[0]) ? [] : [`${row(keys)} < ${row(to)}`]),
  ];
  return [...keys.map((one) => `${one} IS NOT NULL`), ...sides].join(' AND ');
}
