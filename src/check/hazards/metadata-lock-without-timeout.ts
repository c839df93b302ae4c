import type { RelationLock } from '../../lab/effects.ts';
import type { CheckContext, CheckedStatement } from '../checked.ts';
import { isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, smallRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'metadata-lock-without-timeout',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A migration waits for a metadata lock as long as the server lets it: a day, or a year.',
  headline: (count) => `${count} migrations wait for metadata locks without a limit`,
  why: 'Whoever changes a table needs its metadata lock alone for a moment, also with ALGORITHM=INSTANT and LOCK=NONE. It waits for every transaction that has touched the table, idle ones too, and all later queries of the table wait behind it: an instant’s work becomes an outage.',
  advice:
    'SET SESSION lock_wait_timeout before it (2 to 5 seconds; it stands at a day or a year), and run it again when the lock was not had.',
  effort: 'minutes',
  tradeOff: 'The migration can fail for want of a lock, and must be safe to run again.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table orders (id bigint primary key);',
    migration: 'alter table orders add column note text;',
  },
  *check(context) {
    const told = new Set<string>();
    for (const statement of context.statements) {
      if (statement.lockTimeout !== undefined || told.has(statement.at.file)) continue;
      const locks = wanted(statement, context);
      const [lock] = locks;
      if (!lock) continue;
      told.add(statement.at.file);
      yield {
        statement,
        at: tableSubject(lock.relation),
        message: `nothing limits how long it waits for the metadata lock of ${tableText(lock.relation, context)}: meanwhile later queries wait, too`,
        evidence: effectsEvidence(statement, context),
        weighs: locks.map((one) => one.relation),
        instead: ['SET SESSION lock_wait_timeout = 3'],
      };
    }
  },
});

/** Locks that are exclusive, if only at the end, on tables that are in use and not known to be small. */
function wanted({ effects }: CheckedStatement, context: CheckContext): readonly RelationLock[] {
  return effects.locks.filter(
    (lock) =>
      !isMade(context, lock.relation) &&
      (context.rows(lock.relation) ?? smallRows) >= smallRows &&
      [lock.mode, lock.atEnd ?? lock.mode].some((mode) => context.traits.lockBlocks(mode) === 'reads and writes'),
  );
}
