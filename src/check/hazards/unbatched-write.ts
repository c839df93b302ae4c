import { actionsOf } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, goesThroughAll, severityByRows, tableText, unbatchedWrites } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'unbatched-write',
  dimension: 'performance',
  severity: 'high',
  summary: 'A large part of a table is changed by one statement.',
  headline: (count) => `${count} tables are changed in one go`,
  why: 'All its rows stay locked until the end, writers of them wait, replicas fall behind, and the table holds every row twice until it is vacuumed.',
  advice:
    'Change some thousand rows at a time by ranges of the key, each piece in a transaction of its own, with pauses.',
  effort: 'hours',
  tradeOff: 'It takes longer, and the application meets rows of both kinds meanwhile.',
  example: {
    schema: 'create table orders (id bigint primary key, status text);',
    migration: "update orders set status = 'new';",
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'update', 'delete', 'merge')) {
      if (!unbatchedWrites(statement, context).includes(action)) continue;
      const table = context.resolve(action.table);
      const rows = context.rows(table);
      const whole = goesThroughAll(action);
      yield {
        statement,
        at: tableSubject(table),
        message: `${action.kind.toUpperCase()} goes through ${whole ? 'every row' : 'all'} of ${tableText(table, context)} in one statement`,
        evidence: effectsEvidence(statement, context),
        severity: rows === undefined && !whole ? 'medium' : severityByRows([table], context),
        saferForm: true,
      };
    }
  },
});
