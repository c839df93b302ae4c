import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { ForeignKey, Table } from '../../../catalog/table.ts';
import { carriedTables } from './carried-tables.ts';

/** Tables whose foreign keys are looked at before changes and after them, by the names that they have then. */
export interface CheckedKeys {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Tables of which changes may break foreign keys. Those with a key that leads to nothing unique are left out, since the
 * engine refuses to look at them, and so are tables that begin without rows.
 */
export function checkedKeys(changes: readonly Change[], from: Catalog): CheckedKeys {
  const { carried } = carriedTables(changes, from);
  const was = new Map(from.tables.map((table) => [table.name, table]));
  const now = new Map([...carried].map(([name, { after }]) => [name, after]));
  const relations = new Set([...from.views, ...from.others].map(({ name }) => name.toLowerCase()));
  const before: string[] = [];
  const after: string[] = [];
  for (const one of carried.values()) {
    if (one.after.foreignKeys.length === 0) continue;
    const isTouched =
      one.before !== one.after ||
      one.after.foreignKeys.some(({ references }) => now.get(references.name) !== was.get(references.name));
    if (!isTouched || !isSound(one.after, now, relations)) continue;
    after.push(one.after.name);
    if (isSound(one.before, was, relations)) before.push(one.before.name);
  }
  return { before, after };
}

function isSound({ foreignKeys }: Table, tables: ReadonlyMap<string, Table>, relations: ReadonlySet<string>): boolean {
  return foreignKeys.every((key) => {
    const parent = tables.get(key.references.name);
    // What leads to a table that is not there leads to no row.
    return parent ? leadsToKey(key, parent) : !relations.has(key.references.name.toLowerCase());
  });
}

function leadsToKey({ columns, referencedColumns }: ForeignKey, parent: Table): boolean {
  const wanted = referencedColumns.length > 0 ? referencedColumns : (parent.primaryKey?.columns ?? []);
  if (wanted.length !== columns.length) return false;
  if (String(parent.primaryKey?.columns) === String(wanted)) return true;
  return parent.indexes.some(
    ({ unique, keys, predicate }) =>
      unique &&
      predicate === undefined &&
      keys.length === wanted.length &&
      keys.every(({ column, collation }) => column !== undefined && !collation && wanted.includes(column)),
  );
}
