import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { ForeignKey, Table } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { tableOf } from '../render/follow-change.ts';
import { type CarriedTable, carriedTables } from './carried-tables.ts';

/** Tables whose foreign keys are looked at before changes and after them, by the names that they have then. */
export interface CheckedKeys {
  readonly before: readonly string[];
  /** Counts of rows that refer to none before, by keys that stay, in tables of which the engine does not tell it then. */
  readonly alsoBefore: readonly string[];
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
  const alsoBefore: string[] = [];
  const after: string[] = [];
  for (const one of carried.values()) {
    if (one.after.foreignKeys.length === 0) continue;
    const isTouched =
      one.before !== one.after ||
      one.after.foreignKeys.some(({ references }) => now.get(references.name) !== was.get(references.name));
    if (!isTouched || !isSound(one.after, now, relations)) continue;
    after.push(one.after.name);
    if (isSound(one.before, was, relations)) before.push(one.before.name);
    else alsoBefore.push(...keptKeys(one).map((key) => orphansOf(one.before, key, was)));
  }
  return { before, alsoBefore, after };
}

/** Keys of a table that are there before and after. */
function keptKeys({ before, after, origins }: CarriedTable): readonly ForeignKey[] {
  const stay = new Set(after.foreignKeys.map(({ columns }) => String(columns.map((name) => origins.get(name)))));
  return before.foreignKeys.filter(({ columns }) => stay.has(String(columns)));
}

function orphansOf(table: Table, key: ForeignKey, tables: ReadonlyMap<string, Table>): string {
  const child = key.columns.map((name) => `child.${quoteIdentifier(name)}`);
  const filled = child.map((column) => `${column} IS NOT NULL`);
  const parent = tables.get(key.references.name);
  const wanted = parent ? referencedIn(key, parent) : [];
  const same = wanted.map((name, at) => `parent.${quoteIdentifier(name)} = ${child[at]}`).join(' AND ');
  const missing =
    parent && wanted.length === child.length
      ? [`NOT EXISTS (SELECT 1 FROM ${quoteIdentifier(parent.name)} AS parent WHERE ${same})`]
      : [];
  return `SELECT count(*) FROM ${quoteIdentifier(table.name)} AS child WHERE ${[...filled, ...missing].join(' AND ')}`;
}

/** Without columns a foreign key leads to the primary key. */
export function referencedIn({ referencedColumns }: ForeignKey, parent: Table): readonly string[] {
  return referencedColumns.length > 0 ? referencedColumns : (parent.primaryKey?.columns ?? []);
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

function leadsToKey(key: ForeignKey, parent: Table): boolean {
  const wanted = referencedIn(key, parent);
  if (wanted.length !== key.columns.length) return false;
  if (String(parent.primaryKey?.columns) === String(wanted)) return true;
  return parent.indexes.some(
    ({ unique, keys, predicate }) =>
      unique &&
      predicate === undefined &&
      keys.length === wanted.length &&
      keys.every(({ column, collation }) => column !== undefined && !collation && wanted.includes(column)),
  );
}
