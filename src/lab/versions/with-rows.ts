import { compareNames, type QualifiedName, qualified } from '../../catalog/names.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import type { EngineError } from '../../engines/connection.ts';
import type { MigrationAction } from '../../engines/migration-action.ts';
import { type LockMode, strongest } from '../../engines/postgres/locks.ts';
import type { Effects, RelationLock } from '../effects.ts';
import { isAmong, leaves, type SchemaContext, tableOf } from './context.ts';

/**
 * What the statement does where there are rows: the lab has none, so that checks of foreign keys look nothing up.
 * Compared with servers that hold rows by test/oracles/locks.test.ts.
 */
export function withRows(effects: Effects, actions: readonly MigrationAction[], context: SchemaContext): Effects {
  let result = effects;
  for (const action of actions) result = corrected(result, action, context);
  return result;
}

function corrected(effects: Effects, action: MigrationAction, context: SchemaContext): Effects {
  switch (action.kind) {
    // The indexes that it makes anew are built over no rows.
    case 'truncate':
      return { ...effects, scanned: [], built: [] };
    case 'refresh':
      return action.withData ? effects : { ...effects, scanned: [], built: [] };
    case 'add constraint': {
      const table = tableOf(context, action.table);
      const checked = action.constraint === 'foreign key' && !action.notValid && action.enforced;
      return checked && table && action.references
        ? reading(effects, [action.references].map(context.resolve), context)
        : effects;
    }
    case 'add column': {
      const references = action.constraints.flatMap((one) => one.references ?? []);
      const filled = action.default !== undefined && !/^null\b/i.test(action.default);
      const sequences = action.defaultCalls.includes('nextval');
      const read =
        references.length > 0 && filled ? reading(effects, references.map(context.resolve), context) : effects;
      return sequences
        ? { ...read, locks: read.locks.map((lock) => (lock.kind === 'sequence' ? told(lock, 'ROW EXCLUSIVE') : lock)) }
        : read;
    }
    case 'validate constraint': {
      const key = tableOf(context, action.table)?.foreignKeys.find((one) => one.name === action.name);
      return key && effects.scanned.length > 0 ? reading(effects, [key.references], context) : effects;
    }
    case 'change type': {
      const table = tableOf(context, action.table);
      if (!table || !isAmong(table, effects.rewritten)) return effects;
      const keys = [
        ...context.lookups.referencesFrom(table).filter(({ key }) => key.columns.includes(action.column)),
        ...context.lookups.referencesTo(table).filter(({ key }) => key.referencedColumns.includes(action.column)),
      ];
      return reading(
        effects,
        keys.flatMap(({ from, key }) => [from, key.references]),
        context,
      );
    }
    case 'insert':
      return lockingPartners(effects, tableOf(context, action.table), 'ROW SHARE', () => true, context);
    case 'update': {
      const table = tableOf(context, action.table);
      const set = (columns: readonly string[]) => columns.some((column) => action.assigned.includes(column));
      const partners = lockingPartners(effects, table, 'ROW SHARE', (key) => set(key.columns), context);
      return lockingDependents(
        partners,
        table,
        (key) => set(key.referencedColumns),
        (key) => key.onUpdate,
        context,
      );
    }
    case 'delete':
      return lockingDependents(
        effects,
        tableOf(context, action.table),
        () => true,
        (key) => key.onDelete,
        context,
      );
    default:
      return effects;
  }
}

/** Reads these tables from end to end, too. */
function reading(effects: Effects, names: readonly QualifiedName[], context: SchemaContext): Effects {
  const tables = names.flatMap((name) => {
    const table = context.lookups.table(name);
    return table ? leaves(context, table) : [];
  });
  const more = tables.filter((table) => !isAmong(table, effects.scanned)).map(({ schema, name }) => ({ schema, name }));
  const unique = [...new Map(more.map((name) => [qualified(name), name])).values()];
  return { ...effects, scanned: [...effects.scanned, ...unique].sort(compareNames) };
}

/** The tables that the changed rows refer to: their rows are locked against deletion. */
function lockingPartners(
  effects: Effects,
  table: Table | undefined,
  mode: LockMode,
  concerned: (key: ForeignKey) => boolean,
  context: SchemaContext,
): Effects {
  const partners =
    table?.foreignKeys.filter((key) => key.enforced && concerned(key)).map((key) => key.references) ?? [];
  return locking(
    effects,
    partners.map((name) => ({ name, mode })),
    context,
  );
}

/** The tables that refer to the changed rows: looked up, or changed in turn. */
function lockingDependents(
  effects: Effects,
  table: Table | undefined,
  concerned: (key: ForeignKey) => boolean,
  reaction: (key: ForeignKey) => ForeignKey['onDelete'],
  context: SchemaContext,
): Effects {
  const keys = table ? context.lookups.referencesTo(table).filter(({ key }) => key.enforced && concerned(key)) : [];
  const dependents = keys.map(({ from, key }) => {
    const changed = reaction(key) !== 'no action' && reaction(key) !== 'restrict';
    return { name: from, mode: (changed ? 'ROW EXCLUSIVE' : 'ROW SHARE') as LockMode };
  });
  return locking(effects, dependents, context);
}

/** Locks on these tables and on their indexes, where nothing stronger is there. */
function locking(
  effects: Effects,
  wanted: readonly { readonly name: QualifiedName; readonly mode: LockMode }[],
  context: SchemaContext,
): Effects {
  let locks = effects.locks;
  for (const { name, mode } of wanted) {
    const table = context.lookups.table(name);
    if (!table) continue;
    const relations: readonly RelationLock[] = [
      { relation: { schema: table.schema, name: table.name }, kind: 'table', mode, known: 'documented' },
      ...table.indexes.map(
        (index): RelationLock => ({
          relation: { schema: table.schema, name: index.name },
          kind: 'index',
          mode,
          known: 'documented',
        }),
      ),
    ];
    for (const lock of relations) {
      const there = locks.find((one) => isAmong(one.relation, [lock.relation]));
      if (!there) locks = [...locks, lock];
      else if (strongest([there.mode, mode]) !== there.mode)
        locks = locks.map((one) => (one === there ? told(one, mode) : one));
    }
  }
  return { ...effects, locks: [...locks].sort((a, b) => compareNames(a.relation, b.relation)) };
}

function told(lock: RelationLock, mode: LockMode): RelationLock {
  return { ...lock, mode, known: 'documented' };
}

/** Why a statement that works on empty tables fails on a table that has rows; nothing when that cannot be told. */
export function failsWithRows(actions: readonly MigrationAction[], context: SchemaContext): EngineError | undefined {
  for (const action of actions) {
    if (action.kind !== 'add column') continue;
    const table = context.resolve(action.table);
    const filled =
      action.serial || action.identity !== undefined || action.generated !== undefined || action.default !== undefined;
    if (action.notNull && !filled) {
      return {
        code: '23502',
        message: `column "${action.column}" of relation "${table.name}" contains null values`,
      };
    }
    const constant = action.default !== undefined && action.defaultCalls.length === 0;
    const key = action.constraints.find((one) => one.constraint === 'unique' || one.constraint === 'primary key');
    if (key && constant) {
      return {
        code: '23505',
        message: `could not create unique index: every row has the same value of "${action.column}"`,
      };
    }
  }
  return undefined;
}
