import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { RelationLock } from '../../lab/effects.ts';
import { byTransaction, type CheckContext, type CheckedStatement } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { blockingLocks, effectsEvidence, smallRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'several-large-tables-locked',
  dimension: 'performance',
  severity: 'medium',
  summary: 'One transaction locks several tables that are in use, one after the other.',
  headline: (count) => `${count} transactions lock several tables one after the other`,
  why: 'The first lock is held while the next is waited for; an application that uses the tables in another order then deadlocks with the migration, and one of the two is aborted.',
  advice:
    'A transaction for each table; or take the locks at once, at the beginning, with LOCK TABLE … and a lock_timeout.',
  effort: 'minutes',
  tradeOff: 'The migration is no longer all or nothing.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key); create table customers (id bigint primary key);',
    migration: 'begin; alter table orders add column a int; alter table customers add column b int; commit;',
  },
  *check(context) {
    for (const statements of byTransaction(context)) {
      const locked = new Map<string, { readonly lock: RelationLock; readonly statement: CheckedStatement }>();
      for (const statement of statements) {
        const own = statement.actions.every((action) => action.kind === 'lock');
        for (const lock of own ? [] : blockingLocks(statement, context)) {
          if (lock.kind !== 'table' || (context.rows(lock.relation) ?? smallRows) < smallRows) continue;
          if (!locked.has(qualified(lock.relation))) locked.set(qualified(lock.relation), { lock, statement });
        }
      }
      const all = [...locked.values()];
      const last = all.at(-1);
      // The two tables of one statement are locked together, whatever one does.
      if (!last || new Set(all.map((one) => one.statement)).size < 2) continue;
      yield {
        statement: last.statement,
        at: tableSubject(last.lock.relation),
        message: `one transaction locks ${all.map(({ lock }) => `${sizedText(lock.relation, context)} ${lock.mode}`).join(', then ')}`,
        evidence: effectsEvidence(last.statement, context),
        weighs: all.map((one) => one.lock.relation),
      };
    }
  },
});

/** A table of unknown size is taken for a large one, and the reader is told. */
function sizedText(table: QualifiedName, context: CheckContext): string {
  return context.rows(table) === undefined
    ? `${qualified(table)} (rows not known, taken for large)`
    : tableText(table, context);
}
