import type { MigrationAction, WrittenName } from '../migration-action.ts';
import type { LockMode } from './locks.ts';

/** What a statement outside transactions locks: it begins and ends several, so that nothing is left to see at its end. */
export interface OutsideLock {
  /** How to find the relations from the one that the statement names. */
  readonly on: 'itself' | 'its table' | 'its indexes';
  readonly name: WrittenName;
  readonly mode: LockMode;
  /** A stronger one that it takes for a moment at its end, after the work. */
  readonly atEnd?: LockMode;
}

/**
 * The locks of CONCURRENTLY and of VACUUM, by the statements' pages in the manual and by what PostgreSQL 13, 15, 17 and
 * 18 were seen to hold while another session made them wait (test/oracles/concurrent-locks.test.ts).
 */
export function outsideLocks(action: MigrationAction): readonly OutsideLock[] {
  const gentle = 'SHARE UPDATE EXCLUSIVE';
  switch (action.kind) {
    case 'create index':
      return action.concurrently ? [{ on: 'itself', name: action.table, mode: gentle }] : [];
    case 'drop':
      if (!action.concurrently) return [];
      return action.objects.flatMap((name): readonly OutsideLock[] => [
        { on: 'its table', name, mode: gentle },
        { on: 'itself', name, mode: gentle, atEnd: 'ACCESS EXCLUSIVE' },
      ]);
    case 'reindex': {
      const name = action.object;
      if (!action.concurrently || name === undefined) return [];
      if (action.of === 'index') {
        return [
          { on: 'its table', name, mode: gentle },
          { on: 'itself', name, mode: gentle, atEnd: 'ACCESS EXCLUSIVE' },
        ];
      }
      return [
        { on: 'itself', name, mode: gentle },
        { on: 'its indexes', name, mode: gentle, atEnd: 'ACCESS EXCLUSIVE' },
      ];
    }
    case 'detach partition':
      if (!action.concurrently) return [];
      return [
        { on: 'itself', name: action.table, mode: gentle },
        { on: 'itself', name: action.partition, mode: gentle, atEnd: 'ACCESS EXCLUSIVE' },
      ];
    case 'vacuum': {
      const mode = action.full ? 'ACCESS EXCLUSIVE' : gentle;
      const onIndexes: LockMode = action.full ? 'ACCESS EXCLUSIVE' : 'ROW EXCLUSIVE';
      return action.tables.flatMap((name): readonly OutsideLock[] => [
        { on: 'itself', name, mode },
        { on: 'its indexes', name, mode: onIndexes },
      ]);
    }
    default:
      return [];
  }
}
