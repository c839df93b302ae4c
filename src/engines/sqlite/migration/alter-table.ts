import type { MigrationAction, WrittenConstraint, WrittenName } from '../../migration-action.ts';
import { readCreateTable, type WrittenTable } from '../sql/create-table.ts';
import { atCommas, type Reader, readerOf } from '../sql/reader.ts';
import { nameOf } from './written-name.ts';

/**
 * What an ALTER TABLE does. SQLite changes one thing at a time; what other engines add to that (several parts, types,
 * defaults, keys) is read as well, so that it can be done in SQLite's way.
 */
export function alterActions(reader: Reader, sql: string): readonly MigrationAction[] {
  reader.take('IF', 'EXISTS');
  const table = nameOf(reader) ?? { name: '' };
  const start = reader.peek()?.start ?? sql.length;
  return atCommas(sql.slice(start)).map((part) => alterAction(table, part));
}

function alterAction(table: WrittenName, part: string): MigrationAction {
  const reader = readerOf(part);
  if (reader.take('RENAME')) {
    if (reader.take('TO') || reader.take('AS')) {
      return { kind: 'rename', objectKind: 'table', object: table, to: reader.name() ?? '' };
    }
    reader.take('COLUMN');
    const column = reader.name() ?? '';
    reader.take('TO');
    return { kind: 'rename column', table, column, to: reader.name() ?? '' };
  }
  if (reader.take('ADD')) return added(table, reader, part);
  if (reader.take('DROP')) return dropped(table, reader);
  if (reader.take('ALTER') || reader.take('MODIFY') || reader.take('CHANGE')) return changed(table, reader, part);
  return { kind: 'alter table', table, part: reader.next()?.value ?? '', names: [] };
}

function added(table: WrittenName, reader: Reader, part: string): MigrationAction {
  const word = reader.peek()?.value ?? '';
  const isConstraint = /^(?:CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN)$/.test(word);
  reader.take('COLUMN');
  const ifNotExists = reader.take('IF', 'NOT', 'EXISTS');
  const definition = part.slice(reader.peek()?.start ?? part.length);
  const read = readCreateTable(`CREATE TABLE t (${definition})`);
  if (isConstraint) {
    const [constraint] = constraintsOf(read);
    return constraint
      ? { kind: 'add constraint', table, ...constraint }
      : { kind: 'alter table', table, part: `ADD ${word}`, names: [] };
  }
  const [column] = read.columns;
  const calls = [...(column?.default ?? '').matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return {
    kind: 'add column',
    table,
    ifNotExists,
    column: column?.name ?? '',
    type: column?.type ?? '',
    notNull: column?.notNull !== undefined,
    ...(column?.default === undefined ? {} : { default: column.default }),
    defaultCalls: calls,
    serial: false,
    ...(column?.generated ? { generated: column.generated.stored ? ('stored' as const) : ('virtual' as const) } : {}),
    constraints: constraintsOf(read),
  };
}

function constraintsOf(read: WrittenTable): readonly WrittenConstraint[] {
  const plain = {
    columns: [],
    notValid: false,
    enforced: true,
    referencedColumns: [],
    deferrable: false,
    initiallyDeferred: false,
    nullsNotDistinct: false,
  };
  const named = ({ name }: { readonly name?: string }) => (name === undefined ? {} : { name });
  return [
    ...(read.primaryKey
      ? [
          {
            ...plain,
            ...named(read.primaryKey),
            constraint: 'primary key' as const,
            columns: read.primaryKey.columns.map((one) => one.name),
          },
        ]
      : []),
    ...read.uniques.map((key) => ({
      ...plain,
      ...named(key),
      constraint: 'unique' as const,
      columns: key.columns.map((one) => one.name),
    })),
    ...read.foreignKeys.map((key) => ({
      ...plain,
      ...named(key),
      constraint: 'foreign key' as const,
      columns: key.columns,
      references: { name: key.table },
      referencedColumns: key.referenced,
      ...(key.onDelete === 'no action' ? {} : { onDelete: key.onDelete }),
      ...(key.onUpdate === 'no action' ? {} : { onUpdate: key.onUpdate }),
      deferrable: key.deferrable,
      initiallyDeferred: key.initiallyDeferred,
    })),
    ...read.checks.map((check) => ({
      ...plain,
      ...named(check),
      constraint: 'check' as const,
      expression: check.expression,
    })),
  ];
}

function dropped(table: WrittenName, reader: Reader): MigrationAction {
  if (reader.take('CONSTRAINT') || reader.take('FOREIGN', 'KEY') || reader.take('CHECK')) {
    reader.take('IF', 'EXISTS');
    return { kind: 'drop constraint', table, name: reader.name() ?? '' };
  }
  reader.take('COLUMN');
  const ifExists = reader.take('IF', 'EXISTS');
  const column = reader.name() ?? '';
  return { kind: 'drop column', table, column, ifExists, cascade: reader.take('CASCADE') };
}

/** `ALTER COLUMN c SET NOT NULL`; `ALTER COLUMN c TYPE t`; `MODIFY c t NOT NULL`. */
function changed(table: WrittenName, reader: Reader, part: string): MigrationAction {
  reader.take('COLUMN');
  const column = reader.name() ?? '';
  if (reader.take('SET', 'NOT', 'NULL')) return { kind: 'set not null', table, column };
  if (reader.take('DROP', 'NOT', 'NULL')) return { kind: 'drop not null', table, column };
  if (reader.take('SET', 'DEFAULT')) {
    return { kind: 'set default', table, column, default: part.slice(reader.peek()?.start ?? part.length) };
  }
  if (reader.take('DROP', 'DEFAULT')) return { kind: 'drop default', table, column };
  reader.take('SET', 'DATA');
  reader.take('TYPE');
  const definition = part.slice(reader.peek()?.start ?? part.length);
  const [read] = readCreateTable(`CREATE TABLE t (c ${definition})`).columns;
  return { kind: 'change type', table, column, type: read?.type ?? '' };
}
