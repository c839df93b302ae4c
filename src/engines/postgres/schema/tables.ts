import type { Sequence } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { Column, Index, Table, View } from '../../../catalog/table.ts';
import type { DataType } from '../../../catalog/type.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { foreignOptions } from './others.ts';
import { sequenceOptions } from './types.ts';

/**
 * `CREATE TABLE` with columns and defaults alone; keys, constraints and indexes follow when all tables are there.
 * `sequences` are those behind identity columns, by qualified name.
 */
export function* createTable(table: Table, sequences: ReadonlyMap<string, Sequence>): Iterable<string> {
  // A partition is made by itself and then attached, so it tells all its columns.
  const columns = table.columns.filter((column) => column.local || table.partitionOf);
  const persistence = { permanent: '', unlogged: 'UNLOGGED ', temporary: 'TEMPORARY ' }[table.persistence];
  const definitions = columns.map((column) => columnDefinition(table, column, sequences));
  const foreign = table.kind === 'foreign';
  const parts = [
    `CREATE ${persistence}${foreign ? 'FOREIGN ' : ''}TABLE ${quoteName(table)} (${definitions.map((one) => `\n  ${one}`).join(',')}\n)`,
    table.inherits.length > 0 ? `INHERITS (${table.inherits.map(quoteName).join(', ')})` : '',
    table.partitioning ? `PARTITION BY ${table.partitioning.definition}` : '',
    table.server === undefined ? '' : `SERVER ${quoteIdentifier(table.server)}`,
    table.accessMethod === undefined ? '' : `USING ${quoteIdentifier(table.accessMethod)}`,
    foreign ? foreignOptions(table.options) : options(table.options),
  ];
  yield parts.filter((part) => part !== '').join('\n');
  for (const column of columns) yield* columnStorage(table, column);
  for (const column of columns) yield* sequenceType(column, sequences);
}

/** `WITH (…)`, or nothing. */
export function options(given: Readonly<Record<string, string>>): string {
  const entries = Object.entries(given).map(([name, value]) => `${name}=${quoteLiteral(value)}`);
  return entries.length === 0 ? '' : `WITH (${entries.join(', ')})`;
}

/** As it stands in CREATE TABLE and behind ADD COLUMN, but for how it is stored: only since 16 that can be told there. */
export function columnDefinition(
  table: Pick<Table, 'partitionOf' | 'inherits'> & Partial<Pick<Table, 'kind'>>,
  column: Column,
  sequences: ReadonlyMap<string, Sequence>,
): string {
  const { generated } = column;
  const parts = [
    quoteIdentifier(column.name),
    column.type.text,
    column.compression === undefined ? '' : `COMPRESSION ${column.compression}`,
    table.kind === 'foreign' ? foreignOptions(column.options ?? {}) : '',
    column.collation ? `COLLATE ${quoteName(column.collation)}` : '',
    generated ? `GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? 'STORED' : 'VIRTUAL'}` : '',
    // A partition's comes from its parent when it is attached.
    table.partitionOf ? '' : identity(column, sequences),
    defaultOf(table, column),
    notNull(column),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** How a column is stored that {@link columnDefinition} defines. */
export function columnStorage(table: QualifiedName, { name, storage }: Column): readonly string[] {
  if (storage === undefined) return [];
  return [`ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(name)} SET STORAGE ${storage.toUpperCase()}`];
}

/** `GENERATED … AS IDENTITY` with all that its sequence is. */
export function identity(
  column: Pick<Column, 'identity'> & Partial<Pick<Column, 'type'>>,
  sequences: ReadonlyMap<string, Sequence>,
): string {
  if (!column.identity) return '';
  const { generation, sequence } = column.identity;
  const details = sequence && sequences.get(qualified(sequence));
  const told = sequence
    ? ` (SEQUENCE NAME ${quoteName(sequence)}${details ? ` ${sequenceOptions(withinType(details, column.type ?? details.type))}` : ''})`
    : '';
  return `GENERATED ${generation.toUpperCase()} AS IDENTITY${told}`;
}

/** A column that is also a parent's has the parent's default unless it is told that it has none. */
function defaultOf(table: Pick<Table, 'inherits'>, column: Column): string {
  if (column.default !== undefined) return `DEFAULT ${column.default}`;
  return table.inherits.length > 0 && !column.generated && !column.identity ? 'DEFAULT NULL' : '';
}

/** A sequence is made with an identity as far as the column's type reaches. */
function withinType(sequence: Sequence, { text, bytes = 8 }: DataType): Sequence {
  if (sequence.type.text === text) return sequence;
  const greatest = 2n ** BigInt(bytes * 8 - 1) - 1n;
  const inside = (value: bigint) => (value > greatest ? greatest : value < -greatest - 1n ? -greatest - 1n : value);
  const { start, minimum, maximum } = sequence;
  return { ...sequence, start: inside(start), minimum: inside(minimum), maximum: inside(maximum) };
}

/** The sequence of an identity has the column's type unless it was told another one later, which does not move its ends. */
export function* sequenceType(
  column: Pick<Column, 'identity' | 'type'>,
  sequences: ReadonlyMap<string, Sequence>,
): Iterable<string> {
  const sequence = column.identity?.sequence && sequences.get(qualified(column.identity.sequence));
  if (!sequence || sequence.type.text === column.type.text) return;
  const { start, minimum, maximum } = sequence;
  const first = withinType(sequence, column.type).start === start ? '' : ` START WITH ${start} RESTART`;
  yield `ALTER SEQUENCE ${quoteName(sequence)} AS ${sequence.type.text} MINVALUE ${minimum} MAXVALUE ${maximum}${first}`;
}

function notNull(column: Column): string {
  if (column.nullable || column.notNull?.validated === false) return '';
  const name = column.notNull?.name;
  const noInherit = column.notNull?.inherited === false ? ' NO INHERIT' : '';
  return `${name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(name)} `}NOT NULL${noInherit}`;
}

/**
 * What `CREATE TABLE` cannot say of columns, or says only of the table's own; `ancestors` are all tables that it
 * inherits from.
 */
export function* columnSettings(table: Table, ancestors: readonly Table[]): Iterable<string> {
  const name = quoteName(table);
  for (const column of table.columns) {
    const alter = (action: string) => `ALTER TABLE ONLY ${name} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`;
    const given = ancestors.flatMap((one) => one.columns.filter((one) => one.name === column.name));
    if (!column.local && given.length > 0) {
      if (column.default === undefined && given.some((one) => one.default !== undefined)) yield alter('DROP DEFAULT');
      if (column.default !== undefined && given.some((one) => one.default !== column.default)) {
        yield alter(`SET DEFAULT ${column.default}`);
      }
      if (given.every((one) => one.nullable) && notNull(column) !== '') yield addNotNull(name, column);
      if (column.storage) yield alter(`SET STORAGE ${column.storage.toUpperCase()}`);
      if (column.compression) yield alter(`SET COMPRESSION ${column.compression}`);
    }
    if (column.statisticsTarget !== undefined) yield alter(`SET STATISTICS ${column.statisticsTarget}`);
    if (table.kind === 'table' && column.options) yield alter(options(column.options).replace('WITH', 'SET'));
    if (column.notNull?.validated === false) yield `${addNotNull(name, column)} NOT VALID`;
  }
  if (table.replicaIdentity === 'full' || table.replicaIdentity === 'nothing') {
    yield `ALTER TABLE ${name} REPLICA IDENTITY ${table.replicaIdentity.toUpperCase()}`;
  }
}

/** What is set for the columns of a view. */
export function* viewColumnSettings(view: View): Iterable<string> {
  for (const column of view.columns) {
    const alter = (action: string) =>
      `ALTER TABLE ${quoteName(view)} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`;
    if (column.default !== undefined) yield alter(`SET DEFAULT ${column.default}`);
    if (column.storage) yield alter(`SET STORAGE ${column.storage.toUpperCase()}`);
    if (column.compression) yield alter(`SET COMPRESSION ${column.compression}`);
    if (column.statisticsTarget !== undefined) yield alter(`SET STATISTICS ${column.statisticsTarget}`);
    if (column.options) yield alter(options(column.options).replace('WITH', 'SET'));
  }
}

/** Goes on to children by itself. */
export function addNotNull(table: string, column: Pick<Column, 'name' | 'notNull'>): string {
  const { name, inherited = true } = column.notNull ?? {};
  const own = name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(name)} `;
  return `ALTER TABLE ${table} ADD ${own}NOT NULL ${quoteIdentifier(column.name)}${inherited ? '' : ' NO INHERIT'}`;
}

export function* attachPartition(table: Table): Iterable<string> {
  if (!table.partitionOf) return;
  const { parent, bound } = table.partitionOf;
  yield `ALTER TABLE ONLY ${quoteName(parent)} ATTACH PARTITION ${quoteName(table)} ${bound}`;
}

/** An index that no constraint owns, and the marks of any. */
export function* createIndex(relation: QualifiedName, index: Index): Iterable<string> {
  const name = quoteIdentifier(index.name);
  if (index.constraint === undefined) yield index.definition;
  if (index.clustered) yield `ALTER TABLE ${quoteName(relation)} CLUSTER ON ${name}`;
  if (index.replicaIdentity) yield `ALTER TABLE ONLY ${quoteName(relation)} REPLICA IDENTITY USING INDEX ${name}`;
}

/** The index of a partition becomes part of its parent's, also where both are behind constraints. */
export function* attachIndex(relation: QualifiedName, index: Index): Iterable<string> {
  if (!index.partitionOf) return;
  const own = quoteName({ schema: relation.schema, name: index.name });
  yield `ALTER INDEX ${quoteName(index.partitionOf)} ATTACH PARTITION ${own}`;
}
