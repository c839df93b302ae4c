import type { QualifiedName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Index, View } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { createTable, indexKey } from './create-table.ts';

/** The statement that makes an index, also one on a table that has got another name. */
export function createIndex(relation: QualifiedName, index: Index): string {
  const predicate = index.predicate === undefined ? '' : ` WHERE ${index.predicate}`;
  return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${quoteIdentifier(index.name)} ON ${quoteIdentifier(relation.name)} (${index.keys.map(indexKey).join(', ')})${predicate}`;
}

export function createView(view: View): string {
  const columns = view.options['columns'] === undefined ? '' : ` (${view.options['columns']})`;
  return `CREATE VIEW ${quoteIdentifier(view.name)}${columns} AS ${view.definition}`;
}

/** The statement that makes an object; nothing for a kind that the engine does not have. */
export function createObject(object: CatalogObject): string | undefined {
  switch (object.kind) {
    case 'table':
      return createTable(object.table);
    case 'index':
      return createIndex(object.relation, object.index);
    case 'view':
      return createView(object.view);
    case 'trigger':
      return object.trigger.definition;
    case 'other':
      return object.other.definition;
    default:
      return undefined;
  }
}

/** The statement that takes an object away; nothing for a kind that goes with another. */
export function dropObject(object: CatalogObject): string | undefined {
  switch (object.kind) {
    case 'table':
      return `DROP TABLE ${quoteIdentifier(object.table.name)}`;
    case 'index':
      return `DROP INDEX ${quoteIdentifier(object.index.name)}`;
    case 'view':
      return `DROP VIEW ${quoteIdentifier(object.view.name)}`;
    case 'trigger':
      return `DROP TRIGGER ${quoteIdentifier(object.trigger.name)}`;
    case 'other':
      return `DROP TABLE ${quoteIdentifier(object.other.name)}`;
    default:
      return undefined;
  }
}
