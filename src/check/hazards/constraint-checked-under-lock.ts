import { defineHazard, tableSubject } from '../hazard.ts';
import { heavyKind } from '../heavy-kind.ts';
import { blockingLocks, effectsEvidence, heavyTables, severityByRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'constraint-checked-under-lock',
  dimension: 'performance',
  severity: 'high',
  summary: 'A constraint is checked against every row while the table is locked.',
  headline: (count) => `${count} constraints are checked under a lock`,
  why: 'The check reads the whole table, and for a foreign key looks up the other one, under a lock for which writes, and mostly reads too, wait.',
  advice:
    'Add the constraint NOT VALID, which takes an instant, and VALIDATE it in a statement of its own, which lets reads and writes go on. SET NOT NULL is proven by a valid check, or on 18 by a NOT NULL that is NOT VALID first. The check of a domain holds writers off while it is validated, too: add it NOT VALID, and validate it when few write.',
  effort: 'minutes',
  tradeOff: 'Between the two statements old rows are not yet known to keep it.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key, amount integer);',
    migration: 'alter table orders add constraint orders_amount_check check (amount > 0);',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (heavyKind(statement, context) !== 'constraint') continue;
      const tables = heavyTables(statement, context);
      const [first] = tables;
      if (!first) continue;
      const modes = [...new Set(blockingLocks(statement, context).map((lock) => lock.mode))].sort().join(' and ');
      yield {
        statement,
        at: tableSubject(first),
        message: `every row of ${tables.map((table) => tableText(table, context)).join(', ')} is read under ${modes}`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
      };
    }
  },
});
