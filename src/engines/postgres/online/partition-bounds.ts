import type { Table } from '../../../catalog/table.ts';
import { splitList } from '../introspect/sql-text.ts';
import { quoteIdentifier } from '../quote.ts';

/**
 * A condition that holds for the rows which one of the table's partitions takes, null for some that none does; nothing
 * where every row is taken (a default partition) or the bounds do not tell (hash, several keys without an end).
 */
export function partitionCondition(table: Table, partitions: readonly Table[]): string | undefined {
  const { partitioning } = table;
  if (!partitioning || partitioning.strategy === 'hash') return undefined;
  const keys = partitioning.keys.map((key) =>
    key.column === undefined ? `(${key.expression ?? ''})` : quoteIdentifier(key.column),
  );
  const own = partitions.filter(
    ({ partitionOf }) => partitionOf?.parent.schema === table.schema && partitionOf.parent.name === table.name,
  );
  if (own.some(({ partitionOf }) => partitionOf?.isDefault)) return undefined;
  const conditions = own.map(({ partitionOf }) => conditionOf(partitionOf?.bound ?? '', keys));
  if (conditions.includes(undefined)) return undefined;
  return conditions.length === 0 ? 'false' : conditions.map((one) => `(${one})`).join(' OR ');
}

/** As the engine writes bounds: `FOR VALUES IN (…)`, `FOR VALUES FROM (…) TO (…)`. */
function conditionOf(bound: string, keys: readonly string[]): string | undefined {
  const among = /^FOR VALUES IN \(([\s\S]*)\)$/.exec(bound)?.[1];
  const [key = ''] = keys;
  if (among !== undefined) {
    const values = splitList(among, ', ');
    const given = values.filter((value) => value !== 'NULL');
    const ways = [
      ...(given.length === 0 ? [] : [`${key} IN (${given.join(', ')})`]),
      ...(given.length === values.length ? [] : [`${key} IS NULL`]),
    ];
    return ways.join(' OR ');
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
