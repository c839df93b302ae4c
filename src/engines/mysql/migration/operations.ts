import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { canonicalText } from '../../../catalog/hash.ts';
import { displayName } from '../../../catalog/names.ts';
import type { ForeignKey } from '../../../catalog/table.ts';
import type { Phase, Undo } from '../../procedure.ts';
import type { Dialect } from '../flavour.ts';
import type { AlterClass } from '../online/alter-class.ts';
import { classifyAlter } from '../online/classify.ts';
import { quoteIdentifier } from '../quote.ts';
import { tableOf } from '../read/catalog.ts';
import {
  copyOf,
  copyOfTable,
  type Draft,
  type DraftIndex,
  type DraftTable,
  schemaName,
  tentativeCopy,
} from '../read/draft.ts';
import { createTable, foreignKeyClause, indexClause } from '../render/create-table.ts';
import { createTrigger } from '../render/objects.ts';
import { carryOut, draftOf, statementsOf } from '../render.ts';
import { type Action, actionsBetween, alterStatement, partitionAction } from './actions.ts';
import { isDroppedLate, retypedColumns } from './columns.ts';
import { type Manner, mannersOf } from './manners.ts';
import { programOperations, programsOf, replacing } from './programs.ts';
import { renameOperations } from './renames.ts';

/** A statement of a migration, which the engine carries out by itself: no transaction holds two of them. */
export interface Operation {
  readonly sql: string;
  readonly title: string;
  readonly phase: Phase;
  /** The change, by its place, that it is the last to be part of. */
  readonly place: number;
  readonly undo: readonly string[] | { readonly none: string };
  /** What is gone for good. */
  readonly loses?: string;
  /** The table that is altered, as it was before, and how the engine goes about it. */
  readonly altered?: { readonly before: DraftTable; readonly after: DraftTable; readonly manner: Manner };
  readonly needs?: readonly string[];
  /** What is to be minded of it, a sentence. */
  readonly why?: string;
  /** How the engine goes about it, of what alters a table otherwise. */
  readonly found?: AlterClass;
}

/**
 * The changes as statements in an order in which the engine takes them. Since a column is altered by its whole
 * definition, and a counting column and its key only together, all changes of a table are one ALTER TABLE, or as many as
 * there are ways of doing it without waiting for others. Foreign keys go first and come last; what takes values away
 * waits for the last phase.
 */
export function operationsOf(changes: readonly Change[], from: Catalog, dialect: Dialect): readonly Operation[] {
  const real: Draft = { ...copyOf(draftOf(from, dialect)), inParts: true };
  const operations: Operation[] = [];
  const push = (operation: Operation) => {
    carryOut(operation.sql, real);
    operations.push(operation);
  };
  const pushAll = (all: readonly Operation[]) => {
    for (const one of all) push(one);
  };
  const { renamed, left } = renameOperations(changes, real);
  operations.push(...renamed);
  const folded = foldedOf(changes, real);
  const { goal, places } = folded;
  const placeOf = (table: string) => places.get(table) ?? 0;
  const before = new Map([...real.tables].map(([name, table]) => [name, copyOfTable(table)]));
  const isAltered = (name: string) => before.has(name) && goal.tables.has(name) && !folded.remade.has(name);
  const made = [...goal.tables.keys()].filter((name) => !before.has(name) || folded.remade.has(name));
  const dropped = [...before.keys()].filter((name) => !goal.tables.has(name) || folded.remade.has(name));
  const altered = [...places.keys()].filter(isAltered);

  for (const name of before.keys()) {
    const gone = keysGone(name, { real, goal, altered, dropped });
    if (gone.length === 0) continue;
    const titles = gone.map((key) => displayName(key.name)).join(', ');
    push({
      sql: dropKeys(name, gone),
      title: `Drop foreign key ${titles} of ${name}`,
      phase: 'expand',
      place: placeOf(name),
      undo: [addKeys(name, gone, dialect)],
    });
  }
  const programs = programsOf(left);
  const taken = new Set(made);
  for (const one of programs.dropped.filter(({ name }) => taken.has(name)))
    pushAll(programOperations(one, 'expand', real));
  for (const one of programs.made.filter(({ rank }) => rank === 0)) pushAll(programOperations(one, 'expand', real));
  for (const name of made) {
    if (folded.remade.has(name)) push(dropTable(name, real, placeOf(name), 'expand'));
    push(makeTable(name, goal, placeOf(name)));
  }
  const late = new Map<string, DraftTable>();
  for (const name of altered) {
    const [was, is] = [before.get(name), goal.tables.get(name)];
    if (!was || !is) continue;
    const current = real.tables.get(name) ?? was;
    const kept = was.columns.filter((column) => isDroppedLate(column, was, is));
    if (kept.length > 0) late.set(name, is);
    pushAll(alterations(name, current, withColumns(is, was, kept), real, 'expand', placeOf(name)));
  }
  for (const [name, wanted] of goal.tables) {
    const has = real.tables.get(name)?.foreignKeys ?? [];
    const missing = wanted.foreignKeys.filter((key) => !has.some((one) => one.name === key.name));
    if (missing.length === 0) continue;
    const sql = addKeys(name, missing, dialect, ownIndexes(before.get(name), real.tables.get(name), missing));
    const found = classifyAlter(sql, real);
    push({
      sql,
      title: `Add foreign key ${missing.map((key) => displayName(key.name)).join(', ')} to ${name}`,
      phase: 'expand',
      place: placeOf(name),
      undo: [dropKeys(name, missing)],
      ...(found && before.has(name) && !folded.remade.has(name) ? { found } : {}),
    });
  }
  for (const one of programs.made.filter(({ rank }) => rank > 0)) {
    const old = programs.dropped.find(({ key, name }) => key === one.key && !taken.has(name));
    pushAll(programOperations(replacing(one, old), 'expand', real));
  }
  const again = new Set(programs.made.map(({ key }) => key));
  for (const one of programs.dropped.filter(({ key, name, rank }) => rank > 0 && !again.has(key) && !taken.has(name)))
    pushAll(programOperations(one, 'contract', real));
  for (const [name, wanted] of late) {
    const current = real.tables.get(name);
    if (!current) continue;
    for (const operation of alterations(name, current, wanted, real, 'contract', placeOf(name))) {
      const gone = current.columns.filter((column) => !wanted.columns.some((one) => one.name === column.name));
      push({ ...operation, ...lossOf(name, gone), ...insertsMeanwhile(name, gone) });
    }
  }
  for (const name of inDropOrder(
    dropped.filter((one) => !folded.remade.has(one)),
    real,
  )) {
    push(dropTable(name, real, placeOf(name), 'contract'));
  }
  for (const one of programs.dropped.filter(({ rank }) => rank === 0))
    pushAll(programOperations(one, 'contract', real));
  return operations;
}

/** What all changes together make of the schema, and where the last change of each table stands. */
function foldedOf(changes: readonly Change[], real: Draft) {
  // Each change by itself may be one that the engine would refuse.
  const goal: Draft = tentativeCopy(real);
  const places = new Map<string, number>();
  const remade = new Set<string>();
  const gone = new Set<string>();
  changes.forEach((change, place) => {
    if (change.kind === 'rename') return;
    const name = alteredBy(change);
    if (name !== undefined) places.set(name, place);
    if (change.kind === 'drop' && change.object.kind === 'table') gone.add(change.object.table.name);
    if (change.kind === 'create' && change.object.kind === 'table' && gone.has(change.object.table.name))
      remade.add(change.object.table.name);
  });
  // A table's new collation goes to all of its texts: those that are to keep or get another are told of it after that.
  const [collating, others] = [changes.filter(isCollation), changes.filter((change) => !isCollation(change))];
  for (const change of [...collating, ...others]) {
    if (change.kind === 'rename') continue;
    for (const sql of statementsOf(change, goal)) carryOut(sql, goal);
  }
  return { goal, places, remade };
}

function isCollation(change: Change): boolean {
  return change.kind === 'set options' && change.object.kind === 'table' && change.set['collation'] !== undefined;
}

function alteredBy(change: Change): string | undefined {
  if (change.kind === 'create' || change.kind === 'drop' || change.kind === 'replace') {
    const { object } = change;
    if (object.kind === 'table' || object.kind === 'column' || object.kind === 'constraint') return object.table.name;
    return object.kind === 'index' ? object.relation.name : undefined;
  }
  if ('object' in change && change.kind !== 'replace type') {
    const { of, kind, name } = change.object;
    return of?.name ?? (kind === 'table' ? name : undefined);
  }
  return 'table' in change ? change.table.name : undefined;
}

interface Ends {
  readonly real: Draft;
  readonly goal: Draft;
  readonly altered: readonly string[];
  readonly dropped: readonly string[];
}

/** Foreign keys of a table that are no more, or tie columns or keys that become others, or stand on tables that go. */
function keysGone(name: string, { real, goal, altered, dropped }: Ends): readonly ForeignKey[] {
  const table = real.tables.get(name);
  const wanted = goal.tables.get(name);
  if (!table) return [];
  return table.foreignKeys.filter((key) => {
    const target = key.references.schema === schemaName ? key.references.name : undefined;
    if (!wanted || dropped.includes(name)) return target !== undefined && target !== name && altered.includes(target);
    const same = wanted.foreignKeys.find((one) => one.name === key.name);
    if (canonicalText(same ?? null) !== canonicalText(key)) return true;
    const touched = (relation: string | undefined, columns: readonly string[]) => {
      const [was, is] = [real.tables.get(relation ?? ''), goal.tables.get(relation ?? '')];
      if (!was || !is) return false;
      return retypedColumns(was, is).some((column) => columns.includes(column));
    };
    return touched(name, key.columns) || touched(target, key.referencedColumns);
  });
}

function addKeys(
  name: string,
  keys: readonly ForeignKey[],
  { flavour }: Dialect,
  indexes: readonly DraftIndex[] = [],
): string {
  const actions = [
    ...indexes.flatMap((index) => [`DROP KEY ${quoteIdentifier(index.name)}`, `ADD ${indexClause(index, flavour)}`]),
    ...keys.map((key) => `ADD ${foreignKeyClause(key, flavour)}`),
  ];
  return `ALTER TABLE ${quoteIdentifier(name)} ${actions.join(', ')}`;
}

/**
 * Indexes over the columns of foreign keys alone. One that the engine made by itself for an earlier key would go when the
 * new key brings its own, and nothing tells it from others: said anew, it stays.
 */
function ownIndexes(
  before: DraftTable | undefined,
  table: DraftTable | undefined,
  keys: readonly ForeignKey[],
): readonly DraftIndex[] {
  return (table?.indexes ?? []).filter(
    (index) =>
      index.kind === 'index' &&
      before?.indexes.some(({ name }) => name === index.name) &&
      keys.some(
        (key) =>
          key.name !== index.name &&
          key.columns.length === index.keys.length &&
          key.columns.every((column, at) => index.keys[at]?.column === column),
      ),
  );
}

function dropKeys(name: string, keys: readonly ForeignKey[]): string {
  return `ALTER TABLE ${quoteIdentifier(name)} ${keys.map((key) => `DROP FOREIGN KEY ${quoteIdentifier(key.name)}`).join(', ')}`;
}

function makeTable(name: string, goal: Draft, place: number): Operation {
  const table = goal.tables.get(name);
  if (!table) throw new Error(`no table ${name}`);
  return {
    sql: createTable(tableOf(table, goal), goal.dialect.flavour),
    title: `Create table ${name}`,
    phase: 'expand',
    place,
    undo: [`DROP TABLE ${quoteIdentifier(name)}`],
  };
}

function dropTable(name: string, real: Draft, place: number, phase: Phase): Operation {
  const table = real.tables.get(name);
  if (!table) throw new Error(`no table ${name}`);
  const whole = tableOf(table, real);
  return {
    sql: `DROP TABLE ${quoteIdentifier(name)}`,
    title: `Drop table ${name}`,
    phase,
    place,
    undo: [
      createTable(whole, real.dialect.flavour),
      ...(whole.foreignKeys.length > 0 ? [addKeys(name, whole.foreignKeys, real.dialect)] : []),
      ...whole.triggers.map((trigger) => createTrigger(whole, trigger)),
    ],
    loses: `the rows of ${name}`,
  };
}

/** Tables that others point at come after these. */
function inDropOrder(names: readonly string[], real: Draft): readonly string[] {
  const left = new Set(names);
  const result: string[] = [];
  while (left.size > 0) {
    const pointedAt = new Set(
      [...left].flatMap((name) =>
        (real.tables.get(name)?.foreignKeys ?? []).flatMap(({ references }) =>
          references.name === name ? [] : references.name,
        ),
      ),
    );
    const next = [...left].find((name) => !pointedAt.has(name)) ?? [...left][0];
    if (next === undefined) break;
    left.delete(next);
    result.push(next);
  }
  return result;
}

/** The statements that make one state of a table out of another, each with how the engine goes about it. */
function alterations(
  name: string,
  from: DraftTable,
  to: DraftTable,
  real: Draft,
  phase: Phase,
  place: number,
): readonly Operation[] {
  const partitions = partitionAction(from, to);
  // Keys may only change while the rows are not divided.
  const divided = from.options['partition_by'] !== undefined && to.options['partition_by'] !== undefined;
  const actions = actionsBetween(from, to, real);
  const apart = partitions && !partitions.sql.startsWith('ADD') && divided && actions.length > 0;
  const groups: (readonly Action[])[] = [];
  if (apart) groups.push([{ sql: 'REMOVE PARTITIONING', title: 'remove its partitions' }]);
  else if (partitions?.first) groups.push([partitions]);
  if (actions.length > 0) groups.push(actions);
  if (partitions && !partitions.first) groups.push([partitions]);
  const scratch: Draft = tentativeCopy(real);
  return groups.flatMap((group) =>
    mannersOf(name, group, scratch).map((manner): Operation => {
      const own = manner.actions;
      const before = copyOfTable(scratch.tables.get(name) ?? from);
      carryOut(withHistory(before, to, alterStatement(name, own)), scratch);
      const after = copyOfTable(scratch.tables.get(name) ?? to);
      return {
        sql: withHistory(before, after, alterStatement(name, own, manner.clauses)),
        title: `Change table ${name}: ${own.map(({ title }) => title).join(', ')}`,
        phase,
        place,
        undo: backTo(name, after, before, real),
        altered: { before, after, manner },
      };
    }),
  );
}

function backTo(name: string, from: DraftTable, to: DraftTable, draft: Draft): readonly string[] {
  const partitions = partitionAction(from, to);
  const actions = actionsBetween(from, to, draft);
  return [
    ...(partitions?.first ? [alterStatement(name, [partitions])] : []),
    ...(actions.length > 0 ? [alterStatement(name, actions)] : []),
    ...(partitions && !partitions.first ? [alterStatement(name, [partitions])] : []),
  ].map((sql) => withHistory(from, to, sql));
}

/** What rows were stays under the new columns, where the server is told that this is meant. */
function withHistory(from: DraftTable, to: DraftTable, sql: string): string {
  const versioned = [from, to].every(({ options }) => options['system_versioning'] !== undefined);
  return versioned ? `SET STATEMENT system_versioning_alter_history = KEEP FOR ${sql}` : sql;
}

/** The wanted table with columns that stay for now, and the checks that stand at them. */
function withColumns(wanted: DraftTable, was: DraftTable, kept: DraftTable['columns']): DraftTable {
  const isKept = (own: string | undefined) => kept.some(({ name }) => name === own);
  return {
    ...wanted,
    columns: [...wanted.columns, ...kept],
    checks: [...wanted.checks, ...was.checks.filter(({ own }) => isKept(own))],
  };
}

function lossOf(table: string, columns: DraftTable['columns']): Pick<Operation, 'loses'> {
  const lost = columns.filter(({ generated }) => !generated).map(({ name }) => `${table}.${name}`);
  return lost.length === 0 ? {} : { loses: `the values of ${lost.join(', ')}` };
}

function insertsMeanwhile(table: string, columns: DraftTable['columns']): Pick<Operation, 'needs'> {
  const wanting = columns.filter(
    (one) => !one.nullable && one.default === undefined && !one.generated && !one.identity,
  );
  if (wanting.length === 0) return {};
  return {
    needs: wanting.map(
      ({ name }) =>
        `Until ${table}.${name} is dropped, inserts still give it a value: it is NOT NULL without a default.`,
    ),
  };
}

/** As a step's undo. */
export function undoOf({ undo, loses }: Operation): Undo {
  if ('none' in undo) return undo;
  return {
    work: undo.map((sql) => ({ kind: 'statements', statements: [{ sql, transactional: false }] })),
    ...(loses === undefined ? {} : { loses }),
  };
}
