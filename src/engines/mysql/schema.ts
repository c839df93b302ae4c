import type { Catalog } from '../../catalog/catalog.ts';
import { viewsInOrder } from '../../catalog/needed-first.ts';
import type { Flavour } from './flavour.ts';
import { quoteIdentifier } from './quote.ts';
import { createTable, foreignKeyClause } from './render/create-table.ts';
import { createObject, createTrigger, createView } from './render/objects.ts';

/** The statements that make a whole schema anew, in an order in which they can run. */
export function schemaStatements(
  { tables, views, sequences, routines, others }: Catalog,
  flavour: Flavour,
): readonly string[] {
  return [
    ...sequences.flatMap((sequence) => createObject({ kind: 'sequence', sequence }, flavour) ?? []),
    ...tables.map((table) => createTable(table, flavour)),
    ...tables.flatMap((table) =>
      table.foreignKeys.length === 0
        ? []
        : [
            `ALTER TABLE ${quoteIdentifier(table.name)} ${table.foreignKeys.map((key) => `ADD ${foreignKeyClause(key, flavour)}`).join(', ')}`,
          ],
    ),
    ...routines.flatMap((routine) => createObject({ kind: 'routine', routine }, flavour) ?? []),
    ...viewsInOrder(views).map((view) => createView(view)),
    ...tables.flatMap((table) => table.triggers.map((trigger) => createTrigger(table, trigger))),
    ...others.flatMap((other) => createObject({ kind: 'other', other }, flavour) ?? []),
  ];
}
