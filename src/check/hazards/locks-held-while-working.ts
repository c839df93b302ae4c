import { qualified } from '../../catalog/names.ts';
import type { RelationLock } from '../../lab/effects.ts';
import { byTransaction, type CheckedStatement } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import {
  blockingLocks,
  effectsEvidence,
  heavyTables,
  heavyWork,
  isHeavy,
  severityByRows,
  smallRows,
  tableText,
} from '../weigh.ts';

export const hazard = defineHazard({
  id: 'locks-held-while-working',
  dimension: 'performance',
  severity: 'high',
  summary: 'A lock of one statement is held while a later one of the same transaction works through a table.',
  headline: (count) => `${count} locks are held while later statements work`,
  why: 'Locks are kept to the end of the transaction: a change that takes an instant by itself blocks its table as long as the slowest statement behind it runs.',
  advice: 'Commit before the work begins: changes of the schema in one transaction, work on rows and checks in others.',
  effort: 'minutes',
  tradeOff: 'The migration is no longer all or nothing; each part must be safe to run again.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key, note text);',
    migration:
      "begin; alter table orders add column status text; update orders set status = 'new' where note is null; commit;",
  },
  *check(context) {
    for (const statements of byTransaction(context)) {
      const held = new Map<string, { readonly lock: RelationLock; readonly statement: CheckedStatement }>();
      const told = new Set<string>();
      for (const statement of statements) {
        const work = isHeavy(heavyWork(statement, context)) ? heavyTables(statement, context) : [];
        for (const [name, { lock, statement: earlier }] of work.length > 0 ? held : []) {
          if (told.has(name)) continue;
          told.add(name);
          const own = blockingLocks(statement, context).some((one) => qualified(one.relation) === name);
          if (own) continue;
          yield {
            statement,
            at: tableSubject(lock.relation),
            message: `${lock.mode} on ${tableText(lock.relation, context)}, had since line ${earlier.at.line}, is held while this works through ${work.map((table) => tableText(table, context)).join(', ')}`,
            evidence: [...effectsEvidence(earlier, context), ...effectsEvidence(statement, context)],
            severity: severityByRows([lock.relation, ...work], context),
            weighs: [lock.relation],
          };
        }
        for (const lock of blockingLocks(statement, context)) {
          const rows = context.rows(lock.relation);
          if (lock.kind !== 'table' || (rows !== undefined && rows < smallRows && !isBusy(lock))) continue;
          if (!held.has(qualified(lock.relation))) held.set(qualified(lock.relation), { lock, statement });
        }
      }
    }
  },
});

/** A small table can be as busy as a large one: what keeps readers off it is felt. */
function isBusy({ mode }: RelationLock): boolean {
  return mode === 'ACCESS EXCLUSIVE';
}
