import { type Catalog, emptyCatalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import type { Column, Table, View } from '../../catalog/table.ts';
import type { Statement } from '../engine.ts';
import { checkedKeys } from './preconditions/checked-keys.ts';
import { quoteIdentifier } from './quote.ts';
import { newIndex, tableAfter } from './render/apply-change.ts';
import { inOrderOf, namesAtEnd, tablesShownWhole } from './render/column-order.ts';
import { columnDefinition, createTable } from './render/create-table.ts';
import { follow, tableOf } from './render/follow-change.ts';
import { transactional } from './render/layout.ts';
import { createIndex, createObject, createView, dropObject } from './render/objects.ts';
import { inOneTransaction, rebuild } from './render/rebuild.ts';
import { temporaryName } from './render/temporary-name.ts';
import { refills, remade } from './render/virtual-table.ts';
import { identifiersIn } from './sql/identifiers.ts';

/** A change in the form that needs nothing but itself; nothing for one that needs its table. */
export function renderChange(change: Change): readonly Statement[] {
  const [statements = []] = renderChanges([change], emptyCatalog);
  return statements;
}

/**
 * The statements of each of the changes, one after the other: what the engine can do in place, and a table built anew for
 * the rest, once for all changes of it that follow. Each rebuilding is a transaction of its own.
 */
export function renderChanges(changes: readonly Change[], from: Catalog): readonly (readonly Statement[])[] {
  return planned(changes, from).map(({ statements, rebuilds }) =>
    rebuilds && statements.length > 0 ? inOneTransaction(statements, checkedKeys(changes, from)) : statements,
  );
}

/** What is done for a change; nothing where it is made along with one before it. */
export interface PlannedChange {
  readonly statements: readonly Statement[];
  /** The table that is built anew. */
  readonly rebuilds?: string;
}

/**
 * As {@link renderChanges}, without transactions. `to`: the schema that is wanted, whose order of columns a table gets that
 * is made anew; one whose columns a view shows in their order is made anew for that alone.
 */
export function planned(changes: readonly Change[], from: Catalog, to?: Catalog): readonly PlannedChange[] {
  const wanted = new Map(to?.tables.map((table) => [table.name, table]));
  const shownWhole = to ? tablesShownWhole(to) : new Set();
  const renames = [...changes.entries()].filter(([, { kind }]) => kind === 'rename');
  const tables = tablesFor(changes, from);
  const result: PlannedChange[] = changes.map(() => ({ statements: [] }));
  const done = new Set<number>();
  for (const [at, change] of changes.entries()) {
    if (done.has(at)) continue;
    const name = tableOf(change);
    const table = name === undefined ? undefined : tables.get(name);
    if (change.kind === 'create' && change.object.kind === 'table') {
      // Its constraints must be said when it is made; they come as changes of their own.
      const made = change.object.table;
      const own = ownChanges(changes, at + 1, made.name, done);
      const later = own.flatMap((place) => changes[place] ?? []);
      const whole = later.reduce(afterPlace, withoutMade(made, later));
      result[at] = { statements: createWhole(whole) };
      for (const place of own) done.add(place);
      tables.set(made.name, whole);
      continue;
    }
    if (change.kind === 'create' && change.object.kind === 'view') {
      result[at] = { statements: createWithTriggers(change.object.view, changes.slice(at + 1)) };
      continue;
    }
    // What is taken away as a whole need not be taken apart before.
    if (name !== undefined && table && isDroppedLater(changes, at, name)) continue;
    if (name !== undefined && table) {
      const own = ownChanges(changes, at, name, done);
      // A new name is given where it stands.
      const folds = own[0] === at;
      const folded = own.flatMap((place) => changes[place] ?? []);
      const altered = folded.reduce(afterPlace, table);
      const names = namesAtEnd(
        altered,
        renames.filter(([place]) => place > at).map(([, rename]) => rename),
      );
      const next = inOrderOf(altered, wanted.get(names.table), names);
      const isOutOfOrder = next.columns.some((column, place) => column !== altered.columns[place]);
      if (
        folds &&
        (folded.some((one) => needsRebuild(one, table, from)) || (isOutOfOrder && shownWhole.has(names.table)))
      ) {
        result[at] = { statements: rebuild(table, next, valuesOf(folded), temporaryName(name, from)), rebuilds: name };
        for (const place of own) done.add(place);
        tables.set(name, next);
        continue;
      }
    }
    result[at] = { statements: direct(change, table, from) ?? [] };
    follow(tables, change, table);
  }
  return withRefills(result, refills(changes, from));
}

/** Indexes of other tables' rows are filled when these are as they shall be. */
function withRefills(planned: readonly PlannedChange[], statements: readonly string[]): readonly PlannedChange[] {
  const last = planned.at(-1);
  if (!last || statements.length === 0) return planned;
  return [...planned.slice(0, -1), { ...last, statements: [...last.statements, ...statements.map(transactional)] }];
}

/** Fixes of one schema are planned one by one: its tables are looked up once. */
const byName = new WeakMap<Catalog, ReadonlyMap<string, Table>>();

/** The tables that changes are about, by name; all where one gets another name, which others may say. */
function tablesFor(changes: readonly Change[], from: Catalog): Map<string, Table> {
  let all = byName.get(from);
  if (!all) {
    all = new Map(from.tables.map((table) => [table.name, table]));
    byName.set(from, all);
  }
  if (changes.some(({ kind }) => kind === 'rename')) return new Map(all);
  const own = new Map<string, Table>();
  for (const change of changes) {
    const name = tableOf(change);
    const table = name === undefined ? undefined : all.get(name);
    if (table) own.set(table.name, table);
  }
  return own;
}

function isDroppedLater(changes: readonly Change[], from: number, table: string): boolean {
  const next = changes.find(
    (change, at) => at >= from && tableOf(change) === table && 'object' in change && change.object.kind === 'table',
  );
  return next?.kind === 'drop' && changes[from] !== next;
}

function afterPlace(table: Table, change: Change | undefined): Table {
  return (change && tableAfter(table, change)) ?? table;
}

/** A table without the parts that later changes make. */
function withoutMade(table: Table, later: readonly Change[]): Table {
  return later.reduce(
    (one, change) =>
      change.kind === 'create' ? (tableAfter(one, { kind: 'drop', object: change.object }) ?? one) : one,
    table,
  );
}

function createWhole(table: Table): readonly Statement[] {
  return [
    createTable(table),
    ...table.indexes.filter(({ constraint }) => constraint === undefined).map((index) => createIndex(table, index)),
    ...table.triggers.map(({ definition }) => definition),
  ].map(transactional);
}

/** A view with its triggers, which went with it; those that later changes make are left to them. */
function createWithTriggers(view: View, later: readonly Change[]): readonly Statement[] {
  const made = new Set(
    later.flatMap((one) => (one.kind === 'create' && one.object.kind === 'trigger' ? [one.object.trigger.name] : [])),
  );
  const triggers = view.triggers.filter(({ name }) => !made.has(name));
  return [createView(view), ...triggers.map(({ definition }) => definition)].map(transactional);
}

/** The changes of a table from a place on, up to one that gives it or a part of it another name, or takes it away. */
function ownChanges(
  changes: readonly Change[],
  from: number,
  table: string,
  done: ReadonlySet<number>,
): readonly number[] {
  const own: number[] = [];
  for (let at = from; at < changes.length; at++) {
    const change = changes[at];
    if (change === undefined || tableOf(change) !== table || done.has(at)) continue;
    const ends =
      (change.kind === 'rename' && change.object.kind !== 'constraint') ||
      ((change.kind === 'drop' || change.kind === 'create') && change.object.kind === 'table');
    if (ends) break;
    own.push(at);
  }
  return own;
}

/** Kinds that the engine has nothing for and needs nothing for. */
const moot: ReadonlySet<Change['kind']> = new Set([
  'validate constraint',
  'set comment',
  'set owner',
  'grant',
  'revoke',
  'set enforced',
  'set identity',
]);

function needsRebuild(change: Change | undefined, table: Table, catalog: Catalog): boolean {
  if (!change || moot.has(change.kind)) return false;
  return direct(change, table, catalog) === undefined && tableAfter(table, change) !== undefined;
}

/** The change as statements of its own; nothing where the engine has none. */
function direct(change: Change, table: Table | undefined, catalog: Catalog): readonly Statement[] | undefined {
  const sql = directSql(change, table, catalog);
  return typeof sql === 'string' ? [transactional(sql)] : sql?.map(transactional);
}

function directSql(change: Change, table: Table | undefined, catalog: Catalog): string | readonly string[] | undefined {
  if (moot.has(change.kind)) return [];
  switch (change.kind) {
    case 'create':
      if (change.object.kind === 'column') return table && addColumn(change.object.column, table);
      return createObject(change.object);
    case 'drop':
      if (change.object.kind === 'column') return table && dropColumn(change.object.column.name, table, catalog);
      return dropObject(change.object);
    case 'replace': {
      const { object, was } = change;
      if (object.kind === 'other' && was.kind === 'other') {
        return remade(was.other, object.other, temporaryName(object.other.name, catalog)).statements;
      }
      const [drop, create] = [dropObject(change.was), createObject(change.object)];
      return drop === undefined || create === undefined ? undefined : [drop, create];
    }
    case 'rename':
      return renamed(change, catalog);
    case 'add column': {
      const next = table && tableAfter(table, change);
      const column = next?.columns.at(-1);
      return next && column && addColumn(column, next);
    }
    case 'drop column':
      return table && dropColumn(change.column, table, catalog);
    case 'create index':
      return createIndex(change.table, newIndex(change));
    case 'drop index':
      return `DROP INDEX ${quoteIdentifier(change.index.name)}`;
    case 'rebuild index':
      return `REINDEX ${quoteIdentifier(change.index.name)}`;
    case 'analyze':
      return `ANALYZE ${quoteIdentifier(change.table.name)}`;
    case 'vacuum':
      return 'VACUUM';
    case 'maintain updated at':
      return table && updatedAtTrigger(table, change.column);
    default:
      return undefined;
  }
}

function renamed(
  { object, to }: Extract<Change, { readonly kind: 'rename' }>,
  catalog: Catalog,
): string | readonly string[] | undefined {
  if (object.kind === 'table') {
    const names = object.name.toLowerCase() === to.toLowerCase() ? [temporaryName(to, catalog), to] : [to];
    // Case does not count: the other spelling is taken, by the table itself.
    return names.map(
      (name, at) => `ALTER TABLE ${quoteIdentifier(names[at - 1] ?? object.name)} RENAME TO ${quoteIdentifier(name)}`,
    );
  }
  if (object.kind !== 'column' || !object.of) return undefined;
  return `ALTER TABLE ${quoteIdentifier(object.of.name)} RENAME COLUMN ${quoteIdentifier(object.name)} TO ${quoteIdentifier(to)}`;
}

/** What ADD COLUMN takes (https://sqlite.org/lang_altertable.html#altertabaddcol). */
function addColumn(column: Column, table: Table): string | undefined {
  const constant = column.default !== undefined && !/^\(|^current_/i.test(column.default);
  const isNull = /^null$/i.test(column.default ?? 'null');
  if (column.default !== undefined && !constant) return undefined;
  if (!column.nullable && isNull && !column.generated) return undefined;
  if (column.generated?.stored || column.identity) return undefined;
  return `ALTER TABLE ${quoteIdentifier(table.name)} ADD COLUMN ${columnDefinition(column, table)}`;
}

/** DROP COLUMN refuses a column that something is made of. */
function dropColumn(name: string, table: Table, catalog: Catalog): string | undefined {
  const used =
    table.columns.length < 2 ||
    [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniques, ...table.foreignKeys].some(({ columns }) =>
      columns.includes(name),
    ) ||
    [
      ...table.checks.map(({ expression }) => expression),
      ...table.indexes.flatMap(({ keys, predicate }) => [
        ...keys.map(({ column, expression }) => expression ?? quoteIdentifier(column ?? '')),
        ...(predicate === undefined ? [] : [predicate]),
      ]),
      ...table.columns.flatMap(({ generated }) => generated?.expression ?? []),
      ...catalog.views.map(({ definition }) => definition),
      ...[...catalog.tables, ...catalog.views].flatMap(({ triggers }) => triggers.map(({ definition }) => definition)),
    ].some((sql) => identifiersIn(sql).has(name.toLowerCase())) ||
    catalog.tables.some(({ foreignKeys }) =>
      foreignKeys.some((key) => key.references.name === table.name && key.referencedColumns.includes(name)),
    );
  return used ? undefined : `ALTER TABLE ${quoteIdentifier(table.name)} DROP COLUMN ${quoteIdentifier(name)}`;
}

function updatedAtTrigger(table: Table, column: string): string {
  const [own, name] = [quoteIdentifier(table.name), quoteIdentifier(column)];
  const key = table.options['without_rowid'] === 'true' ? (table.primaryKey?.columns ?? []) : ['rowid'];
  const same = key.map((one) => `${quoteIdentifier(one)} = NEW.${quoteIdentifier(one)}`).join(' AND ');
  return `CREATE TRIGGER ${quoteIdentifier(`${table.name}_${column}`)} AFTER UPDATE ON ${own}
FOR EACH ROW WHEN NEW.${name} IS OLD.${name}
BEGIN
  UPDATE ${own} SET ${name} = CURRENT_TIMESTAMP WHERE ${same};
END`;
}

/** What columns of a rebuilt table are filled with, where a change says how. */
function valuesOf(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap((change) =>
      change.kind === 'change type' && change.using !== undefined ? [[change.column, change.using] as const] : [],
    ),
  );
}
