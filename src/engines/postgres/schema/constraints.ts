import type { QualifiedName } from '../../../catalog/names.ts';
import type {
  CheckConstraint,
  ConstraintState,
  ExclusionConstraint,
  ForeignKey,
  Index,
  KeyConstraint,
} from '../../../catalog/table.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { options } from './tables.ts';

const list = (columns: readonly string[]) => `(${columns.map(quoteIdentifier).join(', ')})`;

const words = (...parts: readonly (string | false)[]) =>
  parts.filter((part) => part !== '' && part !== false).join(' ');

/** `ONLY`: a constraint that goes on to children or partitions by itself is told without it. */
function add(table: QualifiedName, name: string, definition: string, only: boolean): string {
  return `ALTER TABLE ${only ? 'ONLY ' : ''}${quoteName(table)} ADD CONSTRAINT ${quoteIdentifier(name)} ${definition}`;
}

function state(constraint: ConstraintState): string {
  return words(
    constraint.deferrable && 'DEFERRABLE',
    constraint.initiallyDeferred && 'INITIALLY DEFERRED',
    !constraint.enforced && 'NOT ENFORCED',
    constraint.enforced && !constraint.validated && 'NOT VALID',
  );
}

/**
 * A primary key or unique constraint, with its index; of a partitioned table without those of its partitions. The NOT NULL
 * of a primary key goes on to children.
 */
export function addKey(
  table: QualifiedName,
  key: KeyConstraint,
  kind: 'PRIMARY KEY' | 'UNIQUE',
  index: Index | undefined,
  partitioned: boolean,
): string {
  const columns = list(key.columns);
  const definition = words(
    kind,
    key.nullsNotDistinct && 'NULLS NOT DISTINCT',
    key.withoutOverlaps ? `${columns.slice(0, -1)} WITHOUT OVERLAPS)` : columns,
    key.include.length > 0 && `INCLUDE ${list(key.include)}`,
    options(index?.options ?? {}),
    state(key),
  );
  return add(table, key.name, definition, partitioned);
}

export function addCheck(table: QualifiedName, check: CheckConstraint): string {
  const definition = words(`CHECK (${check.expression})`, check.noInherit && 'NO INHERIT', state(check));
  return add(table, check.name, definition, check.noInherit);
}

export function addExclusion(table: QualifiedName, exclusion: ExclusionConstraint): string {
  return add(table, exclusion.name, exclusion.definition, true);
}

export function addForeignKey(table: QualifiedName, key: ForeignKey, partitioned: boolean): string {
  const columns = (names: readonly string[]) =>
    key.period
      ? `(${[...names.slice(0, -1).map(quoteIdentifier), `PERIOD ${names.slice(-1).map(quoteIdentifier)}`].join(', ')})`
      : list(names);
  const definition = words(
    `FOREIGN KEY ${columns(key.columns)} REFERENCES ${quoteName(key.references)}${key.referencedColumns.length === 0 ? '' : ` ${columns(key.referencedColumns)}`}`,
    key.match === 'full' && 'MATCH FULL',
    key.onUpdate !== 'no action' && `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete !== 'no action' && `ON DELETE ${key.onDelete.toUpperCase()}`,
    key.onDeleteColumns !== undefined && list(key.onDeleteColumns),
    state(key),
  );
  return add(table, key.name, definition, !partitioned);
}
