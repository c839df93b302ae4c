import type { Catalog } from '../../catalog/catalog.ts';
import { viewsInOrder } from '../../catalog/needed-first.ts';
import { createTable } from './render/create-table.ts';
import { createIndex, createView } from './render/objects.ts';

/** The statements that make a whole schema anew, in an order in which they can run. */
export function schemaStatements({ tables, views, others }: Catalog): readonly string[] {
  return [
    ...tables.map((table) => createTable(table)),
    ...others.flatMap(({ definition }) => definition ?? []),
    ...tables.flatMap((table) =>
      table.indexes.filter((index) => index.constraint === undefined).map((index) => createIndex(table, index)),
    ),
    ...viewsInOrder(views).map(createView),
    ...[...tables, ...views].flatMap(({ triggers }) => triggers.map(({ definition }) => definition)),
  ];
}
