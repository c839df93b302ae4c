import { compareText, type QualifiedName, qualified, sameName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import type { MigrationAction } from '../engines/migration-action.ts';
import { type Evidence, presumed, stated } from '../findings/evidence.ts';
import type { Severity } from '../findings/finding.ts';
import type { BuiltIndex, RelationLock } from '../lab/effects.ts';
import type { StepClass } from '../plan/plan.ts';
import { type CheckContext, type CheckedStatement, type ExpectedRows, isMade } from './checked.ts';
import { columnsDroppedWith } from './columns-of-type.ts';

/** Below so many rows work under a lock is over before anybody minds: some 100 ms for the slowest of it. */
export const smallRows = 100_000;
const largeRows = 1_000_000;
/** What a table whose rows nobody told is taken to have where a share of it must be told: it counts as a large one. */
export const presumedRows = largeRows;

/** Locks of the statement, on tables that were there, for which reads or writes wait as long as its transaction runs. */
export function blockingLocks({ effects }: CheckedStatement, context: CheckContext): readonly RelationLock[] {
  return effects.locks.filter((lock) => isBlocking(lock, context));
}

/** Nobody writes to a materialised view but REFRESH: what only keeps writers off blocks nobody. */
function isBlocking(lock: RelationLock, context: CheckContext): boolean {
  const blocks = context.traits.lockBlocks(lock.mode);
  if (blocks !== 'writes' && blocks !== 'reads and writes') return false;
  if (lock.kind === 'sequence' || lock.kind === 'type') return false;
  const isTable = context.lookups.table(lock.relation) !== undefined;
  if (blocks === 'writes' && lock.kind === 'table' && !isTable) return false;
  return !isMade(context, lock.relation);
}

/** What reads or writes a whole table: on tables that were there and are not known to be small. */
export interface HeavyWork {
  readonly rewritten: readonly QualifiedName[];
  readonly scanned: readonly QualifiedName[];
  readonly built: readonly BuiltIndex[];
}

export function heavyWork({ effects }: CheckedStatement, context: CheckContext): HeavyWork {
  // Files of a table that is emptied are new, and hold nothing.
  const heavy = (names: readonly QualifiedName[]) =>
    names.filter((name) => !isMade(context, name) && !isSmall(name, context));
  return {
    rewritten: heavy(effects.rewritten.filter((name) => effects.scanned.some((one) => sameName(one, name)))),
    scanned: heavy(effects.scanned),
    built: effects.built.filter(({ table }) => !isMade(context, table) && !isSmall(table, context)),
  };
}

export function isHeavy({ rewritten, scanned, built }: HeavyWork): boolean {
  return rewritten.length + scanned.length + built.length > 0;
}

function isSmall(table: QualifiedName, context: CheckContext): boolean {
  const rows = context.rows(table);
  return rows !== undefined && rows < smallRows;
}

/** How the statement weighs on a live database. */
export function classOf(statement: CheckedStatement, context: CheckContext): StepClass {
  if (losesData(statement, context)) return 'data loss';
  const work = heavyWork(statement, context);
  if (work.rewritten.length > 0 && !isOpen(work.rewritten, statement, context)) return 'rewrite';
  // The table stays open, its rows do not: they are locked until all are changed.
  if (unbatchedWrites(statement, context).length > 0 || hiddenWrites(statement, context).length > 0) return 'long lock';
  const blocking = blockingLocks(statement, context);
  if (blocking.length === 0) return 'online';
  return isHeavy(work) ? 'long lock' : 'brief lock';
}

/** The tables are written anew beside those who read and write them. */
function isOpen(tables: readonly QualifiedName[], { effects }: CheckedStatement, context: CheckContext): boolean {
  return tables.every((table) => {
    const own = effects.locks.filter(({ relation }) => sameName(relation, table));
    return own.length > 0 && !own.some((lock) => isBlocking(lock, context));
  });
}

export type RowWrite = Extract<MigrationAction, { readonly kind: 'update' | 'delete' | 'merge' }>;

/** Writes of many rows of a table that was there and is not known to be small, in one statement. */
export function unbatchedWrites(statement: CheckedStatement, context: CheckContext): readonly RowWrite[] {
  const { actions, effects } = statement;
  return actions.filter((action): action is RowWrite => {
    if (action.kind !== 'update' && action.kind !== 'delete' && action.kind !== 'merge') return false;
    const table = context.resolve(action.table);
    if (isMade(context, table) || isSmall(table, context) || !context.lookups.table(table)) return false;
    if (goesThroughAll(action)) return true;
    const expected = expectedRowsOf(action, statement, context);
    if (expected !== undefined) return expected.rows >= smallRows;
    return effects.scanned.some((one) => sameName(one, table)) || context.lookups.partitions(table).length > 0;
  });
}

/** A table of which a statement that does not say so was seen to change or lock the rows that it went through. */
export interface HiddenWrite {
  readonly table: QualifiedName;
  readonly rows: 'changed' | 'locked';
}

/** Kinds of statements that do not say which rows they write: blocks of code, calls, prepared or explained ones, SELECT … FOR UPDATE. */
const silent: ReadonlySet<MigrationAction['kind']> = new Set(['do', 'select', 'other']);

/** Whole tables, that were there and are not known to be small, whose rows such a statement was seen to change or lock. */
export function hiddenWrites({ actions, effects }: CheckedStatement, context: CheckContext): readonly HiddenWrite[] {
  if (!actions.every(({ kind }) => silent.has(kind))) return [];
  return effects.locks.flatMap(({ mode, relation }) => {
    const rows = context.traits.lockOfRows?.(mode);
    if (!rows || isMade(context, relation) || isSmall(relation, context) || !context.lookups.table(relation)) return [];
    return effects.scanned.some((one) => sameName(one, relation)) ? [{ table: relation, rows }] : [];
  });
}

/** No condition says which rows are meant. */
export function goesThroughAll({ kind, where }: RowWrite): boolean {
  return where === undefined && kind !== 'merge';
}

/** Rows that a write with a condition changes, as the planner expects; never more than the table has. */
export function expectedRowsOf(
  action: RowWrite,
  { actions, expectedRows }: CheckedStatement,
  context: CheckContext,
): ExpectedRows | undefined {
  const expected = expectedRows[actions.indexOf(action)];
  if (expected === undefined) return undefined;
  const rows = Math.min(expected.rows, context.rows(context.resolve(action.table)) ?? presumedRows);
  return { ...expected, rows };
}

/** Tables that were seen to go with a statement that does not name them: a block of code, a function. */
export function tablesSeenToGo({ actions, effects }: CheckedStatement, context: CheckContext): readonly Table[] {
  if (actions.some((action) => action.kind === 'drop')) return [];
  return effects.locks.flatMap((lock) => {
    const table = lock.dropped && lock.kind === 'table' ? context.lookups.table(lock.relation) : undefined;
    return table && !isMade(context, table) ? [table] : [];
  });
}

function losesData(statement: CheckedStatement, context: CheckContext): boolean {
  if (statement.transaction?.undone) return false;
  if (tablesSeenToGo(statement, context).length > 0) return true;
  return statement.actions.some((action) => {
    switch (action.kind) {
      case 'drop column':
      case 'delete':
        return !isMade(context, context.resolve(action.table));
      case 'truncate':
        return action.tables.some((one) => !isMade(context, context.resolve(one)));
      case 'drop':
        return (
          columnsDroppedWith(action, context).length > 0 ||
          ((action.objectKind === 'table' || action.objectKind === 'schema') &&
            action.objects.some((one) => action.objectKind === 'schema' || isLost(context.resolve(one), context)))
        );
      case 'alter table':
        return losesPartitions(action) && !isMade(context, context.resolve(action.table));
      default:
        return false;
    }
  });
}

/** Rows go with the partitions that they are in. */
export function losesPartitions({ part }: Extract<MigrationAction, { readonly kind: 'alter table' }>): boolean {
  return part === 'drop partition' || part === 'truncate partition';
}

/** The table was there, and its rows are in no other that has its name now. */
function isLost(table: QualifiedName, { lookups, rebuilt }: CheckContext): boolean {
  return (lookups.table(table) ?? lookups.rowHolder(table)) !== undefined && !rebuilt.has(qualified(table));
}

/** True for work that holds up others: a blocking lock is held while a whole table is read or written. */
export function worksUnderLock(statement: CheckedStatement, context: CheckContext): boolean {
  return isHeavy(heavyWork(statement, context)) && blockingLocks(statement, context).length > 0;
}

/** Locks and work in one sentence, with where it is known from. */
export function effectsEvidence(statement: CheckedStatement, context: CheckContext): readonly Evidence[] {
  const { locks, rewritten, scanned, built } = statement.effects;
  const names = (list: readonly QualifiedName[]) => list.map(qualified).sort(compareText).join(', ');
  const strong = locks.filter(
    (lock) => lock.kind !== 'index' && lock.mode !== 'ACCESS SHARE' && !isMade(context, lock.relation),
  );
  const others = statement.manner === undefined ? strong : strong.slice(1);
  const parts = [
    ...(statement.manner === undefined ? [] : [statement.manner]),
    ...(others.length > 0
      ? [`locks ${others.map((lock) => `${qualified(lock.relation)} ${lock.mode}`).join(', ')}`]
      : []),
    ...(rewritten.length > 0 ? [`writes ${names(rewritten)} anew`] : []),
    ...(scanned.length > 0 ? [`reads all of ${names(scanned)}`] : []),
    ...(built.length > 0 ? [`builds ${names(built)}`] : []),
  ];
  if (parts.length === 0) return [];
  const text = parts.join('; ');
  if (statement.known === 'facts' && statement.limit === undefined && !statement.error)
    return [stated(`not run; by what is known of this version: ${text}`)];
  if (statement.limit !== undefined)
    return [presumed(`not rehearsed (${statement.limit}); by its form: ${text}`, 'strong')];
  if (statement.known === 'facts') return [stated(`not rehearsed (it could not be run); by its form: ${text}`)];
  const told = strong.some((lock) => lock.known === 'documented')
    ? ' (in part as observed on servers of this version)'
    : '';
  return [{ kind: 'rehearsed', text: `in the lab: ${text}${told}` }];
}

/** The tables that the heavy work of a statement is done on, the largest first. */
export function heavyTables(statement: CheckedStatement, context: CheckContext): readonly QualifiedName[] {
  const { rewritten, scanned, built } = heavyWork(statement, context);
  return largestFirst([...rewritten, ...scanned, ...built.map((index) => index.table)], context);
}

/** Each table once, the largest first. */
export function largestFirst(tables: readonly QualifiedName[], context: CheckContext): readonly QualifiedName[] {
  const unique = [...new Map(tables.map((table) => [qualified(table), table])).values()];
  return unique.sort((a, b) => (context.rows(b) ?? 0) - (context.rows(a) ?? 0));
}

/** Rows make it worse: what is bad on a table of unknown size is critical on a large one. */
export function severityByRows(tables: readonly QualifiedName[], context: CheckContext): Severity {
  return severityByCount(Math.max(0, ...tables.map((table) => context.rows(table) ?? 0)));
}

export function severityByCount(rows: number): Severity {
  return rows >= largeRows ? 'critical' : 'high';
}

/** `public.orders (50 000 000 rows (declared))`. */
export function tableText(table: QualifiedName, context: CheckContext): string {
  const rows = context.describeRows(table);
  return rows === undefined ? qualified(table) : `${qualified(table)} (${rows})`;
}
