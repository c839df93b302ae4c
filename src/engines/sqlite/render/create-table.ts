import { objectName } from '../../../catalog/object-name.ts';
import type { Column, ForeignKey, Index, KeyConstraint, Table } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteList } from '../quote.ts';

/** The statement that makes a table with its columns and constraints; `name` in place of its own. */
export function createTable(table: Table, name = table.name): string {
  const parts = [
    ...table.columns.map((column) => columnDefinition(column, table)),
    ...(table.primaryKey && !isInline(table.primaryKey, table)
      ? [keyDefinition(table.primaryKey, 'PRIMARY KEY', table)]
      : []),
    ...table.uniques.map((key) => keyDefinition(key, 'UNIQUE', table)),
    ...table.checks.map(
      (check) => `${constraint(table, check.name, check.columns.slice(0, 1), 'check')}CHECK (${check.expression})`,
    ),
    ...table.foreignKeys.map((key) => foreignKey(key, table)),
  ];
  const options = [
    ...(table.options['strict'] === 'true' ? ['STRICT'] : []),
    ...(table.options['without_rowid'] === 'true' ? ['WITHOUT ROWID'] : []),
  ];
  return `CREATE TABLE ${quoteIdentifier(name)} (\n  ${parts.join(',\n  ')}\n)${options.length > 0 ? ` ${options.join(', ')}` : ''}`;
}

/** A column as CREATE TABLE and ADD COLUMN write it. */
export function columnDefinition(column: Column, table: Table): string {
  const { primaryKey, options } = table;
  const inline = primaryKey && isInline(primaryKey, table) && primaryKey.columns[0] === column.name;
  const type = column.type.text === 'any' && !options['strict'] ? '' : ` ${column.type.text}`;
  const parts = [`${quoteIdentifier(column.name)}${type}`];
  if (inline) {
    const named = constraint(table, primaryKey.name, [], 'pkey');
    parts.push(
      `${named}PRIMARY KEY${isDescending(primaryKey, table) ? ' DESC' : ''}${conflict(options[`on_conflict:${primaryKey.name}`])}${column.identity ? ' AUTOINCREMENT' : ''}`,
    );
  }
  if (!column.nullable && !impliesNotNull(column.name, table)) {
    const named = column.notNull?.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(column.notNull.name)} `;
    parts.push(`${named}NOT NULL${conflict(options[`on_conflict:${column.name}`])}`);
  }
  if (column.default !== undefined) parts.push(`DEFAULT ${defaultText(column.default)}`);
  if (column.collation) parts.push(`COLLATE ${quoteIdentifier(column.collation.name)}`);
  if (column.generated) {
    parts.push(
      `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}`,
    );
  }
  return parts.join(' ');
}

/** What is neither a literal nor in brackets already must be in brackets. */
function defaultText(expression: string): string {
  return /^(?:\(.*\)|[+-]?\s?[\d.][\w.]*|'(?:[^']|'')*'|x'[^']*'|null|true|false|current_\w+|"[^"]*"|[a-z_]\w*)$/is.test(
    expression,
  )
    ? expression
    : `(${expression})`;
}

/**
 * A whole number alone: written with its column, since only so it can be told to grow for ever, and to be no number of the row
 * (DESC).
 */
function isInline(key: KeyConstraint, { columns, options, indexes }: Table): boolean {
  const [first, ...rest] = key.columns;
  const column = columns.find(({ name }) => name === first);
  const special = indexes.find(({ constraint }) => constraint === key.name)?.keys.some((one) => one.collation);
  return (
    rest.length === 0 &&
    special !== true &&
    column?.type.text.toUpperCase() === 'INTEGER' &&
    options['without_rowid'] !== 'true'
  );
}

function isDescending({ name }: KeyConstraint, { indexes }: Table): boolean {
  return indexes.find(({ constraint }) => constraint === name)?.keys[0]?.descending === true;
}

/** Whether a column is another name for the number of the row. */
export function isRowNumber(column: string, table: Table): boolean {
  const { primaryKey } = table;
  return (
    primaryKey !== undefined &&
    isInline(primaryKey, table) &&
    !isDescending(primaryKey, table) &&
    primaryKey.columns[0] === column
  );
}

/** Whether the engine lets the column of a key be null by itself in no case. */
function impliesNotNull(column: string, table: Table): boolean {
  const key = table.primaryKey;
  if (!key?.columns.includes(column) || table.options[`on_conflict:${column}`] !== undefined) return false;
  return table.options['without_rowid'] === 'true' || table.options['strict'] === 'true' || isRowNumber(column, table);
}

function keyDefinition(key: KeyConstraint, word: 'PRIMARY KEY' | 'UNIQUE', table: Table): string {
  const index = table.indexes.find((one) => one.constraint === key.name);
  const columns = index ? index.keys.map(indexKey) : key.columns.map(quoteIdentifier);
  const named =
    word === 'UNIQUE' ? constraint(table, key.name, key.columns, 'key') : constraint(table, key.name, [], 'pkey');
  return `${named}${word} (${columns.join(', ')})${conflict(table.options[`on_conflict:${key.name}`])}`;
}

/** A key of an index. */
export function indexKey(key: Index['keys'][number]): string {
  const what = key.column === undefined ? (key.expression ?? '') : quoteIdentifier(key.column);
  const collation = key.collation ? ` COLLATE ${quoteIdentifier(key.collation.name)}` : '';
  return `${what}${collation}${key.descending ? ' DESC' : ''}`;
}

function foreignKey(key: ForeignKey, table: Table): string {
  const named = constraint(table, key.name, key.columns, 'fkey');
  const referenced = key.referencedColumns.length === 0 ? '' : ` (${quoteList(key.referencedColumns)})`;
  const parts = [
    `${named}FOREIGN KEY (${quoteList(key.columns)}) REFERENCES ${quoteIdentifier(key.references.name)}${referenced}`,
  ];
  if (key.onDelete !== 'no action') parts.push(`ON DELETE ${key.onDelete.toUpperCase()}`);
  if (key.onUpdate !== 'no action') parts.push(`ON UPDATE ${key.onUpdate.toUpperCase()}`);
  if (key.match === 'full') parts.push('MATCH FULL');
  if (key.deferrable) parts.push(key.initiallyDeferred ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE');
  return parts.join(' ');
}

/** The name of a constraint, where it is not the one that it has without. */
function constraint(table: Table, name: string, columns: readonly string[], suffix: string): string {
  const usual = objectName([table.name, ...columns], suffix, Number.POSITIVE_INFINITY);
  return name === usual ? '' : `CONSTRAINT ${quoteIdentifier(name)} `;
}

function conflict(does: string | undefined): string {
  return does === undefined ? '' : ` ON CONFLICT ${does.toUpperCase()}`;
}
