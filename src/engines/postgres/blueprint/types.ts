import type { Blueprint, BlueprintColumn, BlueprintTable } from '../../../catalog/blueprint.ts';
import type { LogicalType } from '../../../catalog/logical-type.ts';
import { quoteIdentifier } from '../quote.ts';

/** The column types of meanings. Text that can be a key has a limit, so that its entries of an index have one, too. */
const types: Readonly<Record<LogicalType, string>> = {
  name: 'varchar(200)',
  text: 'varchar(500)',
  'long text': 'text',
  // RFC 5321: 254 characters of a path with its brackets.
  email: 'varchar(254)',
  phone: 'varchar(32)',
  url: 'varchar(2048)',
  slug: 'varchar(120)',
  code: 'varchar(64)',
  'postal code': 'varchar(16)',
  'ip address': 'inet',
  colour: 'varchar(40)',
  uuid: 'uuid',
  hash: 'varchar(255)',
  file: 'varchar(1024)',
  currency: 'varchar(3)',
  country: 'varchar(2)',
  // BCP 47: 35 characters hold every tag that is registered.
  language: 'varchar(35)',
  'time zone': 'varchar(64)',
  integer: 'integer',
  quantity: 'integer',
  decimal: 'numeric(16,4)',
  percentage: 'numeric(5,2)',
  money: 'numeric(14,2)',
  latitude: 'numeric(8,6)',
  longitude: 'numeric(9,6)',
  year: 'smallint',
  date: 'date',
  time: 'time',
  instant: 'timestamptz',
  period: 'tstzrange',
  'date period': 'daterange',
  duration: 'interval',
  boolean: 'boolean',
  status: 'varchar(40)',
  choice: 'varchar(40)',
  json: 'jsonb',
};

/** Bytes at which values of a type are aligned, of those that are as wide; the others come last. */
const widths: Readonly<Record<string, number>> = {
  bigint: 8,
  timestamptz: 8,
  time: 8,
  uuid: 8.5,
  integer: 4,
  date: 4,
  smallint: 2,
  boolean: 1,
};

/** The type of a column; that of what it refers to, of a reference. */
export function typeOf(column: BlueprintColumn, blueprint: Blueprint): string {
  const { meaning, listType } = column;
  if (listType !== undefined) return quoteIdentifier(listType);
  if (column.sqlType !== undefined) return column.sqlType;
  if (meaning === 'identity' || meaning === 'count') return 'bigint';
  if (meaning === 'total') return 'numeric';
  if (meaning === 'reference') {
    const table = blueprint.tables.find((one) => one.name === column.of?.table);
    const target = table?.columns.find((one) => one.name === column.of?.column);
    return target && target !== column ? typeOf(target, blueprint) : 'bigint';
  }
  // Who identifies something elsewhere may have counted far.
  if (meaning === 'integer' && column.name.endsWith('_id')) return 'bigint';
  return types[meaning];
}

/** Columns in the order that wastes no bytes: the key first, then wide ones, then what varies in length. */
export function inOrder(table: BlueprintTable, blueprint: Blueprint): readonly BlueprintColumn[] {
  const rank = (column: BlueprintColumn) => {
    const width = widths[typeOf(column, blueprint)] ?? 0;
    const isKey =
      column.meaning === 'identity' || (table.primaryKey.length === 1 && table.primaryKey[0] === column.name);
    return isKey && width >= 8 ? 100 : column.meaning === 'reference' ? width + 0.9 : width;
  };
  return table.columns
    .map((column, at) => ({ column, at }))
    .sort((a, b) => rank(b.column) - rank(a.column) || a.at - b.at)
    .map(({ column }) => column);
}
