import { defineHazard, tableSubject } from '../hazard.ts';
import { heavyKind } from '../heavy-kind.ts';
import { blockingLocks, effectsEvidence, heavyWork, largestFirst, severityByRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'table-rewrite',
  dimension: 'performance',
  severity: 'high',
  summary: 'A table is written anew while nothing can read or write it.',
  headline: (count) => `${count} statements write whole tables anew under a lock`,
  why: 'The rewrite copies every row and builds every index again under ACCESS EXCLUSIVE: reads and writes wait all the while, and the disk needs room for both copies.',
  advice:
    'Add a column of the new form, keep both in step by a trigger, fill it in batches, and change over (the steps below, where the table can be gone through; relvar migrate plan writes them with their undo).',
  effort: 'days',
  tradeOff: 'The online way takes several steps and a deploy between them.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key, amount integer);',
    migration: 'alter table orders alter column amount type bigint;',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (heavyKind(statement, context) !== 'rewrite') continue;
      // What it only reads on the way is not written.
      const tables = largestFirst(heavyWork(statement, context).rewritten, context);
      const [first] = tables;
      if (!first) continue;
      const modes = [...new Set(blockingLocks(statement, context).map((lock) => lock.mode))].sort().join(' and ');
      yield {
        statement,
        at: tableSubject(first),
        message: `${tables.map((table) => tableText(table, context)).join(', ')} is written anew under ${modes}: reads and writes wait until it is done`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
      };
    }
  },
});
