import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { ForeignKey, Table } from '../../../catalog/table.ts';
import { tableOf } from '../render/follow-change.ts';
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
  const tables = tablesNear(changes, from);
  const { carried } = carriedTables(changes, { ...from, tables });
  const was = new Map(tables.map((table) => [table.name, table]));
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

interface Links {
  readonly byName: ReadonlyMap<string, Table>;
  readonly referringTo: ReadonlyMap<string, readonly Table[]>;
}

/** Fixes of one schema are planned one by one: who refers to whom is looked up once. */
const linksOf = new WeakMap<Catalog, Links>();

/** The tables that changes are about, those that refer to these, and those that any of them refers to; all where one gets another name. */
function tablesNear(changes: readonly Change[], from: Catalog): readonly Table[] {
  if (changes.some(({ kind }) => kind === 'rename')) return from.tables;
  let links = linksOf.get(from);
  if (!links) {
    links = linked(from);
    linksOf.set(from, links);
  }
  const { byName, referringTo } = links;
  const names = new Set(changes.flatMap((change) => tableOf(change) ?? []));
  for (const name of [...names]) for (const table of referringTo.get(name) ?? []) names.add(table.name);
  for (const name of [...names]) for (const key of byName.get(name)?.foreignKeys ?? []) names.add(key.references.name);
  return [...names].flatMap((name) => byName.get(name) ?? []);
}

function linked({ tables }: Catalog): Links {
  const referringTo = new Map<string, Table[]>();
  for (const table of tables) {
    for (const { references } of table.foreignKeys) {
      const known = referringTo.get(references.name) ?? [];
      referringTo.set(references.name, known);
      known.push(table);
    }
  }
  return { byName: new Map(tables.map((table) => [table.name, table])), referringTo };
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
