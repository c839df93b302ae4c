import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { parenthesized, quoteIdentifier, quoteName } from '../quote.ts';
import { nullsNotDistinct } from './indexes.ts';
import { alone, alterTable, columnList, layout } from './layout.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/** NOT VALID and then VALIDATE: present rows are checked while reads and writes go on. Not to be run in one transaction. */
export function addForeignKey(change: Of<'add foreign key'>, traits: Traits): readonly Statement[] {
  const deferred = !change.partitioned || traits.notValidPartitionedForeignKeys;
  const added = alterTable(
    change.table,
    `ADD CONSTRAINT ${quoteIdentifier(change.name)}`,
    `FOREIGN KEY ${columnList(change.columns)}`,
    layout(`REFERENCES ${quoteName(change.references)}`, columnList(change.referencedColumns)),
    layout(
      change.match === 'full' ? 'MATCH FULL' : undefined,
      change.onUpdate === undefined ? undefined : `ON UPDATE ${change.onUpdate.toUpperCase()}`,
      onDelete(change),
      deferral(change.deferrable, change.initiallyDeferred),
      deferred ? 'NOT VALID' : undefined,
    ),
  );
  if (!deferred) return [commented('-- Writes to both tables wait until every row is checked.', added)];
  return [added, validate(change.table, change.name)];
}

function onDelete(change: Of<'add foreign key'>): string | undefined {
  if (change.onDelete === undefined) return undefined;
  const columns = change.onDeleteColumns === undefined ? '' : ` ${columnList(change.onDeleteColumns)}`;
  return `ON DELETE ${change.onDelete.toUpperCase()}${columns}`;
}

function deferral(deferrable: boolean | undefined, deferred: boolean | undefined): string | undefined {
  return deferrable ? `DEFERRABLE${deferred ? ' INITIALLY DEFERRED' : ''}` : undefined;
}

export function setDeferrable(change: Of<'set deferrable'>): Statement {
  const timing = deferral(change.deferrable, change.initiallyDeferred) ?? 'NOT DEFERRABLE';
  return alterTable(change.table, `ALTER CONSTRAINT ${quoteIdentifier(change.name)}`, timing);
}

export function addCheck(change: Of<'add check'>): readonly Statement[] {
  return [
    alterTable(
      change.table,
      `ADD CONSTRAINT ${quoteIdentifier(change.name)}`,
      `CHECK ${parenthesized(change.expression)}`,
      'NOT VALID',
    ),
    validate(change.table, change.name),
  ];
}

/** The index is built CONCURRENTLY, then it becomes the constraint's in an instant. */
export function addUnique(change: Of<'add unique'>, traits: Traits): readonly Statement[] {
  const nulls = change.nullsNotDistinct ? nullsNotDistinct(traits) : undefined;
  if (change.partitioned) return [addPartitionedKey(change, layout('UNIQUE', nulls))];
  return [buildUniqueIndex(change, nulls), addUsingIndex(change, 'UNIQUE', change.name)];
}

/** As {@link addUnique}; columns that may be null get their NOT NULL first, or the key would scan for it under its lock. */
export function addPrimaryKey(change: Of<'add primary key'>, traits: Traits): readonly Statement[] {
  const notNull = (change.nullable ?? []).flatMap((column) => setNotNull(change.table, column, traits));
  if (change.partitioned) return [...notNull, addPartitionedKey(change, 'PRIMARY KEY')];
  const build = change.usingIndex === undefined ? [buildUniqueIndex(change)] : [];
  return [...build, ...notNull, addUsingIndex(change, 'PRIMARY KEY', change.usingIndex ?? change.name)];
}

/**
 * Rows are checked by VALIDATE, while reads and writes go on. Before PostgreSQL 18 a check constraint stands in:
 * SET NOT NULL does not scan where a valid one proves it (ALTER TABLE in the manual).
 */
export function setNotNull(table: QualifiedName, column: string, traits: Traits): readonly Statement[] {
  const name = objectName([table.name, column], 'not_null', traits.identifierBytes);
  const add = `ADD CONSTRAINT ${quoteIdentifier(name)}`;
  const quoted = quoteIdentifier(column);
  if (traits.notValidNotNull) {
    return [alterTable(table, add, `NOT NULL ${quoted}`, 'NOT VALID'), validate(table, name)];
  }
  return [
    alterTable(table, add, `CHECK (${quoted} IS NOT NULL)`, 'NOT VALID'),
    validate(table, name),
    alterTable(table, `ALTER COLUMN ${quoted} SET NOT NULL`),
    dropConstraint(table, name),
  ];
}

export function validate(table: QualifiedName, name: string): Statement {
  return alterTable(table, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`);
}

export function dropConstraint(table: QualifiedName, name: string): Statement {
  return alterTable(table, `DROP CONSTRAINT ${quoteIdentifier(name)}`);
}

type Key = Of<'add unique'> | Of<'add primary key'>;

function buildUniqueIndex(key: Key, nulls?: string): Statement {
  const create = `CREATE UNIQUE INDEX CONCURRENTLY ${quoteIdentifier(key.name)}`;
  return alone(layout(create, layout(`ON ${quoteName(key.table)}`, columnList(key.columns)), nulls));
}

function addUsingIndex(key: Key, kind: 'UNIQUE' | 'PRIMARY KEY', index: string): Statement {
  return alterTable(
    key.table,
    `ADD CONSTRAINT ${quoteIdentifier(key.name)}`,
    `${kind} USING INDEX ${quoteIdentifier(index)}`,
  );
}

/** USING INDEX is not there for partitioned tables. */
function addPartitionedKey(key: Key, kind: string): Statement {
  return commented(
    '-- Reads and writes wait until the index of every partition is built.',
    alterTable(key.table, `ADD CONSTRAINT ${quoteIdentifier(key.name)}`, `${kind} ${columnList(key.columns)}`),
  );
}

function commented(comment: string, statement: Statement): Statement {
  return { ...statement, sql: `${comment}\n${statement.sql}` };
}
