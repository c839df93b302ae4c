import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Index, Table } from '../../../catalog/table.ts';
import type { Situation, Undo } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { createIndex } from '../schema/tables.ts';
import { keysOn } from './restored.ts';
import { nothingToUndo, undoBy } from './steps.ts';

/**
 * Of indexes and keys of partitions that join their parent's: they are never taken out of it, but go with it when it is
 * dropped, or leave it with their partition when that is detached. Nothing for other changes.
 */
export function undoOfJoined(change: Change, situation: Situation): Undo | undefined {
  const attached = situation.changes.filter((one) => one.kind === 'attach index');
  const isMade = (name: QualifiedName) =>
    situation.changes.some((one) => {
      const made = indexMadeBy(one);
      return made !== undefined && sameName(made, name);
    });
  if (change.kind === 'attach index') {
    return situation.isNew(change.relation) || isMade(change.parent) ? nothingToUndo : undefined;
  }
  const own = indexMadeBy(change);
  if (change.kind !== 'create' || !own) return undefined;
  const below = (parent: QualifiedName): typeof attached =>
    attached
      .filter((one) => sameName(one.parent, parent) && !situation.isNew(one.relation))
      .flatMap((one) => [one, ...below(one.index)]);
  const isConstraint = change.object.kind === 'constraint';
  if (attached.some((one) => sameName(one.index, own) && !situation.isNew(one.relation) && isMade(one.parent)))
    return isConstraint ? droppedUnlessJoined(change.object, own) : nothingToUndo;
  const parts = below(own);
  if (parts.length === 0) return undefined;
  const drops = isConstraint ? dropConstraints(change.object) : [];
  const made = [own, ...parts.map((one) => one.index)].map((name) => `DROP INDEX IF EXISTS ${quoteName(name)}`);
  // What was there before went with it.
  const again = parts.flatMap(({ relation, index: { name } }) => {
    const table = situation.from.tables.find((one) => sameName(one, relation));
    const index = table?.indexes.find((one) => one.name === name);
    return table && index ? [whereGone(table, index)] : [];
  });
  return undoBy(...(isConstraint ? drops : made), ...again);
}

function whereGone(table: Table, index: Index): string {
  const name = quoteLiteral(quoteName({ schema: table.schema, name: index.name }));
  const lines = [...keysOn(table, index), ...createIndex(table, index)].map((sql) => `    ${sql};\n`);
  return `DO ${dollarQuoted(`BEGIN\n  IF to_regclass(${name}) IS NULL THEN\n${lines.join('')}  END IF;\nEND`)}`;
}

function indexMadeBy(change: Change): QualifiedName | undefined {
  if (change.kind !== 'create') return undefined;
  const { object } = change;
  if (object.kind === 'index') return { schema: object.relation.schema, name: object.index.name };
  return object.kind === 'constraint' && object.index
    ? { schema: object.table.schema, name: object.index.name }
    : undefined;
}

function dropConstraints(object: CatalogObject): readonly string[] {
  if (object.kind !== 'constraint') return [];
  return [
    `ALTER TABLE ${quoteName(object.table)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(object.constraint.name)}`,
  ];
}

/** A key that has joined its parent's goes with that. */
function droppedUnlessJoined(object: CatalogObject, index: QualifiedName): Undo {
  return undoBy(
    `DO ${dollarQuoted(`BEGIN
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(${quoteLiteral(quoteName(index))})) THEN
${dropConstraints(object)
  .map((sql) => `    ${sql};\n`)
  .join('')}    DROP INDEX IF EXISTS ${quoteName(index)};
  END IF;
END`)}`,
  );
}
