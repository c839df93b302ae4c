import { defineHazard, tableSubject } from '../hazard.ts';
import { blockingLocks, effectsEvidence, smallRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'lock-without-timeout',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A migration waits for a strong lock without a limit.',
  headline: (count) => `${count} migrations wait for strong locks without a limit`,
  why: 'A statement that waits for ACCESS EXCLUSIVE behind one long query makes every later query of the table wait behind it: an instant’s work becomes an outage.',
  advice: 'SET lock_timeout before it (2 to 5 seconds), and run the migration again when the lock was not had.',
  effort: 'minutes',
  tradeOff: 'The migration can fail for want of a lock, and must be safe to run again.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key);',
    migration: 'alter table orders add column note text;',
  },
  *check(context) {
    const told = new Set<string>();
    // A setting of the role or the database is not seen; one of the script is.
    for (const statement of context.statements) {
      if (statement.lockTimeout !== undefined || told.has(statement.at.file)) continue;
      const locks = blockingLocks(statement, context).filter(
        (lock) => lock.kind !== 'index' && (context.rows(lock.relation) ?? smallRows) >= smallRows,
      );
      const [lock] = locks;
      if (!lock) continue;
      told.add(statement.at.file);
      yield {
        statement,
        at: tableSubject(lock.relation),
        message: `nothing limits how long it waits for ${lock.mode} on ${tableText(lock.relation, context)}: meanwhile later queries wait, too`,
        evidence: effectsEvidence(statement, context),
        weighs: locks.map((one) => one.relation),
        instead: ["SET lock_timeout = '3s'"],
      };
    }
  },
});
