import type { QualifiedName } from '../../../catalog/names.ts';
import type { CheckConstraint, Column, ForeignKey, Index, IndexKey, Table } from '../../../catalog/table.ts';
import type { Flavour } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { characterSetOf } from '../read/charsets.ts';
import { compressedValues } from '../read/column.ts';
import { schemaName } from '../read/draft.ts';
import { attributeClauses } from '../read/engine-attributes.ts';
import { listedKeys, periodOptions, withoutHistory } from '../read/periods.ts';
import { quoteString } from '../sql/tokens.ts';

/** The statement that makes a table with its columns, keys, indexes and checks; foreign keys come later, tables may point at each other. */
export function createTable(table: Table, flavour: Flavour): string {
  const parts = [
    ...table.columns.map((column) => columnDefinition(column, table, flavour)),
    ...periodOptions.flatMap((name) => (table.options[name] === undefined ? [] : periodClause(table.options[name]))),
    ...table.indexes.toSorted(byRank).map((index) => indexClause(index, flavour)),
    ...table.checks.filter((check) => !isOfColumn(check, table, flavour)).map(checkClause),
  ];
  return `CREATE TABLE ${quoteIdentifier(table.name)} (\n  ${parts.join(',\n  ')}\n)${tableOptions(table)}`;
}

/** The primary key, then unique indexes, then the others, as the engine itself sorts them. */
function byRank(a: Index, b: Index): number {
  const rank = (index: Index) => (index.name === 'PRIMARY' ? 0 : index.unique ? 1 : 2);
  return rank(a) - rank(b);
}

/** MariaDB has the check of a column in its definition, under its name. */
export function isOfColumn(check: CheckConstraint, table: Pick<Table, 'columns'>, flavour: Flavour): boolean {
  return flavour === 'mariadb' && table.columns.some(({ name }) => name === check.name);
}

function tableOptions(table: Table): string {
  const { collation, engine, partition_by: partitions, system_versioning: versioned, ...rest } = table.options;
  return [
    engine === undefined ? '' : ` ENGINE=${engine}`,
    collation === undefined ? '' : ` ${collationClause(collation)}`,
    ...Object.entries(rest)
      .filter(([name]) => !periodOptions.includes(name))
      .map(([name, value]) => ` ${optionClause(name, value)}`),
    table.comment === undefined ? '' : ` COMMENT=${quoteString(table.comment)}`,
    versioned === undefined ? '' : ' WITH SYSTEM VERSIONING',
    partitions === undefined ? '' : `\nPARTITION BY ${partitions}`,
  ].join('');
}

/** A period of a table as CREATE TABLE and ADD write it. */
export function periodClause(text: string): string {
  return `PERIOD FOR ${text}`;
}

export function optionClause(name: string, value: string): string {
  if (name === 'tablespace') return `TABLESPACE=${quoteIdentifier(value)}`;
  return `${name.toUpperCase()}=${/^[A-Z\d_]+$/.test(value) ? value : quoteString(value)}`;
}

/** What takes an option away again. */
export function resetClause(name: string): string {
  const without: Readonly<Record<string, string>> = {
    tablespace: 'innodb_file_per_table',
    autoextend_size: '0',
    secondary_engine: 'NULL',
    engine_attribute: "''",
    secondary_engine_attribute: "''",
  };
  return `${name.toUpperCase()}=${without[name] ?? 'DEFAULT'}`;
}

/** `DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`. */
function collationClause(collation: string): string {
  return `DEFAULT CHARSET=${setOf(collation)} COLLATE=${collation}`;
}

/** MariaDB's newest collations go with any character set; they are used with utf8mb4. */
export function setOf(collation: string): string {
  return collation.startsWith('uca1400_') ? 'utf8mb4' : characterSetOf(collation);
}

/** Whether the engine itself keeps in a column from when, or until when, a row was valid. */
export function isRowTime({ generated }: Pick<Column, 'generated'>): boolean {
  return generated?.expression === 'row start' || generated?.expression === 'row end';
}

/** A column as CREATE TABLE, ADD COLUMN and MODIFY COLUMN write it. */
export function columnDefinition(column: Column, table: Table, flavour: Flavour): string {
  const { name, type, generated, nullable, onUpdate, comment } = column;
  const parts = [quoteIdentifier(name), type.text];
  if (column.collation && type.family !== 'json') {
    parts.push(`CHARACTER SET ${setOf(column.collation.name)} COLLATE ${column.collation.name}`);
  }
  if (column.options?.[compressedValues] !== undefined) parts.push('COMPRESSED');
  if (generated && isRowTime(column)) parts.push(`GENERATED ALWAYS AS ${generated.expression.toUpperCase()}`);
  else if (generated)
    parts.push(`GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`);
  // MariaDB has no word for it at a generated column.
  if (!(generated && flavour === 'mariadb')) {
    if (!nullable) parts.push('NOT NULL');
    else if (type.name === 'timestamp') parts.push('NULL');
  }
  if (column.hidden) parts.push('INVISIBLE');
  if (column.options?.[withoutHistory] !== undefined) parts.push('WITHOUT SYSTEM VERSIONING');
  if (column.default !== undefined && !generated) parts.push(`DEFAULT ${defaultText(column.default, type)}`);
  if (onUpdate !== undefined) parts.push(`ON UPDATE ${onUpdate}`);
  if (column.identity) parts.push('AUTO_INCREMENT');
  const own = table.checks.find((check) => check.name === name && isOfColumn(check, table, flavour));
  if (comment !== undefined) parts.push(`COMMENT ${quoteString(comment)}`);
  parts.push(...attributeClauses(column.options));
  if (own) parts.push(`CHECK (${own.expression})`);
  return parts.join(' ');
}

const constant = /^(?:-?[\d.]+(?:e[+-]?\d+)?|'(?:[^'\\]|''|\\.)*'|[bx]'[^']*'|0x[\da-f]+)$/is;

/**
 * What is no constant and not the present time must stand in brackets, and all of it where the values are kept outside of
 * the row (https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html).
 */
function defaultText(expression: string, { family, name }: Column['type']): string {
  const isOutside = family === 'geometry' || /(?:text|blob|json)$/.test(name);
  const isTime = family === 'timestamp' || family === 'timestamp-with-zone';
  const isBare = constant.test(expression) || (isTime && /^current_timestamp(?:\(\d*\))?$/i.test(expression));
  return isBare && !isOutside ? expression : `(${expression})`;
}

/** An index as CREATE TABLE and ADD write it. */
export function indexClause(index: Index, flavour: Flavour): string {
  const { name, method, unique } = index;
  const list = `(${listedKeys(index, indexKey)})`;
  const rest = indexOptions(index, flavour);
  if (name === 'PRIMARY') return `PRIMARY KEY ${list}${rest}`;
  const words =
    method === 'fulltext'
      ? 'FULLTEXT '
      : method === 'rtree'
        ? 'SPATIAL '
        : method === 'vector'
          ? 'VECTOR '
          : unique
            ? 'UNIQUE '
            : '';
  return `${words}KEY ${quoteIdentifier(name)} ${list}${rest}`;
}

function indexOptions(
  { method, options, comment }: Pick<Index, 'method' | 'options' | 'comment'>,
  flavour: Flavour,
): string {
  return [
    options['ignored'] === undefined ? '' : ` ${ignoredWord(flavour)}`,
    method === 'hash' ? ' USING HASH' : '',
    options['parser'] === undefined ? '' : ` WITH PARSER ${options['parser']}`,
    options['key_block_size'] === undefined ? '' : ` KEY_BLOCK_SIZE=${options['key_block_size']}`,
    ...['m', 'distance'].map((name) => (options[name] === undefined ? '' : ` ${name.toUpperCase()}=${options[name]}`)),
    comment === undefined ? '' : ` COMMENT ${quoteString(comment)}`,
    ...attributeClauses(options).map((one) => ` ${one}`),
  ].join('');
}

/** A key of an index: a column, the beginning of one, or an expression in brackets. */
export function indexKey({
  column,
  prefix,
  expression = '',
  descending,
}: Pick<IndexKey, 'column' | 'prefix' | 'expression'> & { readonly descending?: boolean }): string {
  const what =
    column !== undefined
      ? quoteIdentifier(column)
      : prefix
        ? `${quoteIdentifier(prefix.column)}(${prefix.length})`
        : `(${expression})`;
  return `${what}${descending ? ' DESC' : ''}`;
}

export function checkClause({
  name,
  expression,
  enforced,
}: Pick<CheckConstraint, 'name' | 'expression' | 'enforced'>): string {
  return `CONSTRAINT ${quoteIdentifier(name)} CHECK (${expression})${enforced ? '' : ' NOT ENFORCED'}`;
}

export function foreignKeyClause(
  key: Pick<ForeignKey, 'name' | 'columns' | 'references' | 'referencedColumns'> &
    Partial<Pick<ForeignKey, 'onDelete' | 'onUpdate'>>,
  flavour: Flavour,
): string {
  const parts = [
    `CONSTRAINT ${quoteIdentifier(key.name)} FOREIGN KEY (${list(key.columns)}) REFERENCES ${relationName(key.references)} (${list(key.referencedColumns)})`,
  ];
  // What an engine takes where nothing is said need not be said.
  const usual = flavour === 'mariadb' ? 'restrict' : 'no action';
  const { onDelete = usual, onUpdate = usual } = key;
  if (onDelete !== usual) parts.push(`ON DELETE ${onDelete.toUpperCase()}`);
  if (onUpdate !== usual) parts.push(`ON UPDATE ${onUpdate.toUpperCase()}`);
  return parts.join(' ');
}

export function list(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}

/** A table of the present database without its name, whatever that is. */
function relationName({ schema, name }: QualifiedName): string {
  return schema === schemaName ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** An index that the engine keeps up to date and does not use. */
export function ignoredWord(flavour: Flavour): string {
  return flavour === 'mariadb' ? 'IGNORED' : 'INVISIBLE';
}
