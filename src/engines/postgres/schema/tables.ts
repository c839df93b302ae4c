import type { Sequence } from '../../../catalog/catalog.ts';
import { qualified, type QualifiedName } from '../../../catalog/names.ts';
import type { Column, Index, Table } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
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
  for (const column of columns) yield* sequenceType(column, sequences);
}

/** `WITH (…)`, or nothing. */
export function options(given: Readonly<Record<string, string>>): string {
  const entries = Object.entries(given).map(([name, value]) => `${name}=${quoteLiteral(value)}`);
  return entries.length === 0 ? '' : `WITH (${entries.join(', ')})`;
}

function foreignOptions(given: Readonly<Record<string, string>>): string {
  const entries = Object.entries(given).map(([name, value]) => `${quoteIdentifier(name)} ${quoteLiteral(value)}`);
  return entries.length === 0 ? '' : `OPTIONS (${entries.join(', ')})`;
}

function columnDefinition(table: Table, column: Column, sequences: ReadonlyMap<string, Sequence>): string {
  const { generated } = column;
  const parts = [
    quoteIdentifier(column.name),
    column.type.text,
    column.storage === undefined ? '' : `STORAGE ${column.storage.toUpperCase()}`,
    column.compression === undefined ? '' : `COMPRESSION ${column.compression}`,
    column.collation ? `COLLATE ${quoteName(column.collation)}` : '',
    generated ? `GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? 'STORED' : 'VIRTUAL'}` : '',
    // A partition's comes from its parent when it is attached.
    table.partitionOf ? '' : identity(column, sequences),
    column.default === undefined ? '' : `DEFAULT ${column.default}`,
    notNull(column),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function identity(column: Column, sequences: ReadonlyMap<string, Sequence>): string {
  if (!column.identity) return '';
  const { generation, sequence } = column.identity;
  const details = sequence && sequences.get(qualified(sequence));
  const told = sequence ? ` (SEQUENCE NAME ${quoteName(sequence)}${details ? ` ${sequenceOptions(details)}` : ''})` : '';
  return `GENERATED ${generation.toUpperCase()} AS IDENTITY${told}`;
}

/** The sequence of an identity has the column's type unless it was told another one later. */
function* sequenceType(column: Column, sequences: ReadonlyMap<string, Sequence>): Iterable<string> {
  const sequence = column.identity?.sequence && sequences.get(qualified(column.identity.sequence));
  if (sequence && sequence.type.text !== column.type.text) {
    yield `ALTER SEQUENCE ${quoteName(sequence)} AS ${sequence.type.text}`;
  }
}

function notNull(column: Column): string {
  if (column.nullable || column.notNull?.validated === false) return '';
  const name = column.notNull?.name;
  const noInherit = column.notNull?.inherited === false ? ' NO INHERIT' : '';
  return `${name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(name)} `}NOT NULL${noInherit}`;
}

/** What `CREATE TABLE` cannot say of columns, or says only of the table's own. */
export function* columnSettings(table: Table): Iterable<string> {
  const name = quoteName(table);
  for (const column of table.columns) {
    const alter = (action: string) => `ALTER TABLE ONLY ${name} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`;
    if (!column.local && !table.partitionOf) {
      if (column.default !== undefined) yield alter(`SET DEFAULT ${column.default}`);
      if (!column.nullable && column.notNull?.validated !== false) yield alter('SET NOT NULL');
      if (column.storage) yield alter(`SET STORAGE ${column.storage.toUpperCase()}`);
      if (column.compression) yield alter(`SET COMPRESSION ${column.compression}`);
    }
    if (column.statisticsTarget !== undefined) yield alter(`SET STATISTICS ${column.statisticsTarget}`);
    if (column.notNull && !column.notNull.validated) {
      const own = column.notNull.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(column.notNull.name)} `;
      const noInherit = column.notNull.inherited ? '' : ' NO INHERIT';
      yield `ALTER TABLE ${name} ADD ${own}NOT NULL ${quoteIdentifier(column.name)}${noInherit} NOT VALID`;
    }
  }
  if (table.replicaIdentity === 'full' || table.replicaIdentity === 'nothing') {
    yield `ALTER TABLE ${name} REPLICA IDENTITY ${table.replicaIdentity.toUpperCase()}`;
  }
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
