import { actionsOf } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { heavyKind } from '../heavy-kind.ts';
import { effectsEvidence, severityByRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'index-build-blocks-writes',
  dimension: 'performance',
  severity: 'high',
  summary: 'An index is built while writes to its table wait.',
  headline: (count) => `${count} indexes are built while writes wait`,
  why: 'A plain build keeps every write to the table off until the index is built, and what follows in the same transaction adds to it.',
  advice: 'Build it CONCURRENTLY, outside transactions, and drop an invalid index that a broken build leaves behind.',
  effort: 'minutes',
  tradeOff: 'A concurrent build reads the table twice, takes longer, and cannot be rolled back.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key, customer_id bigint);',
    migration: 'create index orders_customer_id_idx on orders (customer_id);',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'create index')) {
      if (heavyKind(statement, context) !== 'index') continue;
      const table = context.resolve(action.table);
      yield {
        statement,
        at: tableSubject(table),
        message: `the build of ${action.index ?? 'an index'} keeps writes to ${tableText(table, context)} off until it is built`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows([table], context),
        saferForm: true,
      };
    }
  },
});
