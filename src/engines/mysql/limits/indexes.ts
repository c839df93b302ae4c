import type { Index, IndexKey, Table } from '../../../catalog/table.ts';
import { longestName } from '../naming.ts';
import { quoteIdentifier } from '../quote.ts';
import { bytesOfKey, keySize } from './key-bytes.ts';
import type { Limits } from './limits.ts';

type Lose = (what: string, why: string) => void;

/** A table whose keys and indexes the server takes: with fewer bytes of long texts, fewer columns, or without some of them. */
export function withFittingIndexes(given: Table, limits: Limits, lose: Lose): Table {
  const table = withoutGeneratedKey(given, limits, lose);
  const indexes = table.indexes.flatMap((index) => fitting(index, table, limits, lose) ?? []);
  const kept = withoutMost(indexes, table, limits, lose);
  const stays = new Set(kept.map(({ name }) => name));
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    ...(primaryKey && stays.has(primaryKey.index) ? { primaryKey } : {}),
    uniques: table.uniques.filter(({ index }) => stays.has(index)),
    indexes: kept,
  };
}

/** Where no primary key is over computed values, one keeps them apart as a unique key. */
function withoutGeneratedKey(table: Table, { generatedPrimaryKeys }: Limits, lose: Lose): Table {
  const { primaryKey, ...rest } = table;
  const computed = primaryKey?.columns.find((name) => table.columns.some((one) => one.name === name && one.generated));
  if (!primaryKey || computed === undefined || generatedPrimaryKeys) return table;
  lose(`primary key of ${table.name}`, `${computed} is computed, and no such value is in one here: it is a unique key`);
  const name = `${table.name}_pkey`.slice(-longestName);
  return {
    ...rest,
    uniques: [...table.uniques, { ...primaryKey, name, index: name }],
    indexes: table.indexes.map((index) =>
      index.name === primaryKey.index ? { ...index, name, constraint: name } : index,
    ),
  };
}

function fitting(index: Index, table: Table, limits: Limits, lose: Lose): Index | undefined {
  const what = `index ${index.name} of ${table.name}`;
  if (index.method !== 'btree') return index;
  if (index.keys.length > limits.keyColumns) {
    if (index.unique) return void lose(what, `a key has ${limits.keyColumns} columns at most`);
    lose(what, `only its first ${limits.keyColumns} columns: a key has no more`);
    return fitting({ ...index, keys: index.keys.slice(0, limits.keyColumns) }, table, limits, lose);
  }
  const isPrimary = index.constraint !== undefined && index.constraint === table.primaryKey?.name;
  const json = index.keys.find(({ column }) => typeName(table, column) === 'json');
  if (json)
    return void lose(what, `no index is over JSON as ${json.column} is: one over what is read from it could be`);
  const sizes = index.keys.map((key) => bytesOfKey(key, table, index.expressionColumns));
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) <= limits.keyBytes) return index;
  if (index.unique && !isPrimary && limits.hashesLongKeys && index.keys.every(({ column }) => column !== undefined))
    return index;
  const keys = shortened(index.keys, sizes, table, limits.keyBytes);
  if (!keys) return void lose(what, `its values have more than the ${limits.keyBytes} bytes of a key`);
  const parts = keys.flatMap(({ prefix }, at) => (prefix && !index.keys[at]?.prefix ? [prefix] : []));
  const begun = parts.map(({ column, length }) => `the first ${length} of ${column}`).join(', ');
  lose(
    what,
    index.unique
      ? `only ${begun} in it, since a key has ${limits.keyBytes} bytes: rows that begin alike are refused`
      : `only ${begun} in it, since a key has ${limits.keyBytes} bytes`,
  );
  return { ...index, keys };
}

function typeName({ columns }: Table, name: string | undefined): string | undefined {
  return columns.find((column) => column.name === name)?.type.name;
}

/** The longest keys that have a beginning are cut to one and the same number of bytes, by which all fit. */
function shortened(
  keys: readonly IndexKey[],
  sizes: readonly number[],
  table: Table,
  most: number,
): readonly IndexKey[] | undefined {
  const units = keys.map(({ column }) => {
    const own = table.columns.find(({ name }) => name === column);
    return own && keySize(own, table).perUnit;
  });
  const total = (limit: number) =>
    sizes.reduce((sum, bytes, at) => {
      const unit = units[at];
      return sum + (unit === undefined ? bytes : Math.min(bytes, Math.floor(limit / unit) * unit));
    }, 0);
  let limit = most;
  while (limit >= 4 && total(limit) > most) limit--;
  if (limit < 4) return undefined;
  return keys.map((key, at) => {
    const unit = units[at];
    const { column, ...rest } = key;
    if (unit === undefined || column === undefined || (sizes[at] ?? 0) <= limit) return key;
    const length = Math.floor(limit / unit);
    return { ...rest, expression: `${quoteIdentifier(column)}(${length})`, prefix: { column, length } };
  });
}

/** Of more indexes than a table has, the last ones that keep nothing apart are left out. */
function withoutMost(
  indexes: readonly Index[],
  { name, foreignKeys }: Table,
  limits: Limits,
  lose: Lose,
): readonly Index[] {
  const own = foreignKeys.filter(
    ({ columns }) => !indexes.some(({ keys }) => columns.every((column, at) => keys[at]?.column === column)),
  );
  const serves = ({ keys }: Index) => foreignKeys.some(({ columns }) => columns[0] === keys[0]?.column);
  let spare = indexes.length + own.length - limits.indexes;
  const dropped = new Set<Index>();
  for (const index of [...indexes].reverse()) {
    if (spare <= 0) break;
    if (index.unique || serves(index)) continue;
    dropped.add(index);
    spare--;
    lose(`index ${index.name} of ${name}`, `a table has ${limits.indexes} indexes at most`);
  }
  return indexes.filter((index) => !dropped.has(index));
}
