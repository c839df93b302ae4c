import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import { type CatalogObject, referenceTo } from '../../../catalog/object.ts';
import type { Statement } from '../../engine.ts';
import type { DraftStep, Phase, Situation, StatementsWork, Undo } from '../../procedure.ts';
import { quoteLiteral, quoteName } from '../quote.ts';
import { alone, transactional } from '../render/layout.ts';

/** Statements that stand or fall together. */
export function work(...sql: readonly (string | Statement)[]): StatementsWork {
  return { kind: 'statements', statements: sql.map((one) => (typeof one === 'string' ? transactional(one) : one)) };
}

/** What takes a step back, in one transaction. */
export function undoBy(...sql: readonly (string | Statement)[]): Undo {
  return { work: sql.length === 0 ? [] : [work(...sql)] };
}

/** Nothing is left to take back. */
export const nothingToUndo: Undo = { work: [] };

type Drop = Extract<Change, { readonly kind: 'drop' }>;

/** Drops before a change of what comes back under the same name, or in the same place, with it, and can stay until then. */
export function droppedBefore(
  { changes, at }: Pick<Situation, 'changes' | 'at'>,
  isSame: (object: CatalogObject) => boolean,
): Drop | undefined {
  const before = changes.slice(0, at);
  const drop = before.filter((one) => one.kind === 'drop').find((one) => isSame(one.object));
  const meanwhile = drop ? before.slice(before.indexOf(drop)) : [];
  return drop && meanwhile.some((one) => cannotStand(drop, one) || takesAlong(one, drop, changes)) ? undefined : drop;
}

/** A column that is made anew takes along what is on it. */
function takesAlong(change: Change, { object }: Drop, changes: readonly Change[]): boolean {
  if (change.kind !== 'drop' || change.object.kind !== 'column') return false;
  const { table, column } = change.object;
  const comesBack = changes.some(
    (one) =>
      one.kind === 'create' &&
      one.object.kind === 'column' &&
      one.object.column.name === column.name &&
      sameName(one.object.table, table),
  );
  if (!comesBack || (object.kind !== 'index' && object.kind !== 'constraint')) return false;
  const { index } = object;
  const own = object.kind === 'constraint' ? object.constraint.columns : [];
  const columns = [
    ...own,
    ...(index?.keys.map((key) => key.column) ?? []),
    ...(index?.include ?? []),
    ...(index?.expressionColumns ?? []),
    ...(index?.predicateColumns ?? []),
  ];
  return columns.includes(column.name) && sameName(object.kind === 'index' ? object.relation : object.table, table);
}

/** What names a type or a routine is gone before that goes, or another takes its place. */
function cannotStand({ object }: Drop, change: Change): boolean {
  const goes =
    change.kind === 'replace type'
      ? [change, ...(change.with ?? [])].map((one) => one.object.name)
      : change.kind === 'drop' && ['routine', 'type', 'other'].includes(change.object.kind)
        ? [referenceTo(change.object).name.replace(/\(.*$/, '')]
        : [];
  if (goes.length === 0) return false;
  const text = JSON.stringify(object, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return goes.some((name) => new RegExp(`(?<![\\w$])${name.replaceAll(/\W/g, '\\$&')}(?![\\w$])`).test(text));
}

type Rest = Omit<DraftStep, 'title' | 'phase' | 'work'>;

export function step(title: string, phase: Phase, done: DraftStep['work'], rest: Rest): DraftStep {
  return { title, phase, work: done, ...rest };
}

/** An index's statement with the word CONCURRENTLY. */
function concurrently(definition: string): string {
  return definition.replace(/^CREATE( UNIQUE)? INDEX (?!CONCURRENTLY)/, 'CREATE$1 INDEX CONCURRENTLY ');
}

/** Builds an index while reads and writes go on; what a broken build leaves is taken away before another try. */
export function buildConcurrently(definition: string, index: QualifiedName): StatementsWork {
  return {
    ...work(alone(concurrently(definition))),
    recover: {
      done: `SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(${quoteLiteral(quoteName(index))})), false)`,
      cleanUp: [alone(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index)}`)],
    },
  };
}

/** Drops an index while reads and writes go on; done again, it finishes what was broken off. */
export function dropConcurrently(index: QualifiedName): StatementsWork {
  return {
    ...work(alone(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index)}`)),
    recover: { done: `SELECT to_regclass(${quoteLiteral(quoteName(index))}) IS NULL`, cleanUp: [] },
  };
}
