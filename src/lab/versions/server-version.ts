import type { EngineError } from '../../engines/connection.ts';
import type { MigrationAction, ReadStatement } from '../../engines/migration-action.ts';
import type { LockMode } from '../../engines/postgres/locks.ts';
import type { Effects, RelationLock } from '../effects.ts';
import { isAmong, partitionsBelow, type SchemaContext, tableOf } from './context.ts';

/**
 * What a statement that was seen on PostgreSQL 18 does on an older server. Each difference was observed on 13, 15 and 17
 * (test/facts, test/oracles/locks.test.ts); 14 and 16 are taken to be as the version before them.
 */
export function onServer(
  effects: Effects,
  actions: readonly MigrationAction[],
  major: number,
  context: SchemaContext,
): Effects {
  let result = effects;
  for (const action of actions) {
    for (const difference of differences) {
      if (major < difference.until) result = difference.apply(result, action, context);
    }
  }
  return result;
}

interface Difference {
  /** The first version that does as the lab. */
  readonly until: number;
  apply(effects: Effects, action: MigrationAction, context: SchemaContext): Effects;
}

const differences: readonly Difference[] = [
  {
    // 18 locks the tables that GRANT and REVOKE name.
    until: 18,
    apply: (effects, action) =>
      action.kind === 'grant'
        ? { ...effects, locks: effects.locks.filter((lock) => lock.mode !== 'ACCESS SHARE') }
        : effects,
  },
  {
    // 18 locks the partitions of a table that gets a key as it locks the table; before, building the index decided.
    until: 18,
    apply(effects, action, context) {
      if (action.kind !== 'add constraint' || action.usingIndex !== undefined) return effects;
      if (action.constraint !== 'primary key' && action.constraint !== 'unique') return effects;
      const table = tableOf(context, action.table);
      if (!table?.partitioning) return effects;
      // A column that must become NOT NULL on the way is changed in every partition.
      const nullable =
        action.constraint === 'primary key' &&
        action.columns.some((name) => table.columns.find((column) => column.name === name)?.nullable);
      const partitions = partitionsBelow(context, table);
      return nullable ? effects : relocked(effects, (lock) => isAmong(lock.relation, partitions), 'SHARE');
    },
  },
  {
    // 17 locks the partitioned indexes of the table whose partitions a statement changes.
    until: 16,
    apply(effects, action, context) {
      if (action.kind !== 'update' && action.kind !== 'delete' && action.kind !== 'merge') return effects;
      const table = tableOf(context, action.table);
      if (!table?.partitioning) return effects;
      const indexes = table.indexes.map(({ name }) => ({ schema: table.schema, name }));
      return { ...effects, locks: effects.locks.filter((lock) => !isAmong(lock.relation, indexes)) };
    },
  },
  {
    // 14 came with DETACH … CONCURRENTLY, and locks the partition of the plain form more strongly.
    until: 14,
    apply(effects, action, context) {
      if (action.kind !== 'detach partition') return effects;
      const partition = context.resolve(action.partition);
      return relocked(effects, (lock) => isAmong(lock.relation, [partition]), 'SHARE UPDATE EXCLUSIVE');
    },
  },
  {
    // 13 does not look at the indexes of the table that a new column refers to.
    until: 14,
    apply(effects, action, context) {
      const references =
        action.kind === 'add column'
          ? action.constraints.flatMap((one) => one.references ?? [])
          : action.kind === 'create table'
            ? action.references
            : [];
      const filled = action.kind === 'add column' && action.default !== undefined;
      if (references.length === 0 || filled) return effects;
      const indexes = references.flatMap((name) => {
        const table = tableOf(context, name);
        return table?.indexes.map((index) => ({ schema: table.schema, name: index.name })) ?? [];
      });
      return {
        ...effects,
        locks: effects.locks.filter((lock) => lock.mode !== 'ACCESS SHARE' || !isAmong(lock.relation, indexes)),
      };
    },
  },
];

function relocked(effects: Effects, which: (lock: RelationLock) => boolean, mode: LockMode): Effects {
  return {
    ...effects,
    locks: effects.locks.map((lock) =>
      which(lock) && lock.mode === 'ACCESS EXCLUSIVE' ? { ...lock, mode, known: 'documented' } : lock,
    ),
  };
}

/** Why the server refuses what the lab takes; nothing when it is new enough. */
export function refusedBy(
  { actions, since }: Pick<ReadStatement, 'actions' | 'since'>,
  major: number,
  context: SchemaContext,
): EngineError | undefined {
  const isOwn = since?.calls !== undefined && context.routines?.has(since.calls) === true;
  if (since && since.version > major && !isOwn) {
    return { code: '42601', message: `PostgreSQL ${major} does not know ${since.what}: it needs ${since.version}` };
  }
  for (const action of actions) {
    if (action.kind !== 'add constraint' || action.constraint !== 'foreign key' || !action.notValid) continue;
    if (major < 18 && tableOf(context, action.table)?.partitioning)
      return {
        code: '42809',
        message: `PostgreSQL ${major} has no NOT VALID foreign keys on partitioned tables: they need 18`,
      };
  }
  return undefined;
}
