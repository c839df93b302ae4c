import { needsTimeZone } from '../../catalog/time-zone.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckedStatement, isMade } from '../checked.ts';
import { columnSubject, defineHazard } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'time-zone-of-session',
  dimension: 'integrity',
  severity: 'high',
  summary: 'The time zone of whoever runs the migration decides what becomes of times.',
  headline: (count) => `${count} columns of times are converted by the time zone of the session`,
  why: 'Between times with a zone and times without one the engine converts by the TimeZone of the session. That of a developer, of a deployment and of the server may differ: the same migration gives other instants elsewhere, and nothing tells.',
  advice:
    'Say the zone that the times are meant in: USING column AT TIME ZONE ’UTC’ (of a date column::timestamp AT TIME ZONE …). Where they are of UTC, set TimeZone to UTC for the transaction: then no row is written.',
  effort: 'minutes',
  tradeOff: 'Somebody has to know which zone the times were written in.',
  when: ({ castsByOperator }) => castsByOperator,
  example: {
    schema: 'create table orders (id bigint primary key, placed_at timestamp);',
    migration: 'alter table orders alter column placed_at type timestamptz;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'change type')) {
      if (action.using !== undefined || zoneIsSet(context.statements, statement)) continue;
      const table = context.resolve(action.table);
      const column = context.lookups.table(table)?.columns.find((one) => one.name === action.column);
      const now = context.after.table(table)?.columns.find((one) => one.name === action.column);
      if (isMade(context, table) || !column || !now || !needsTimeZone(column.type, now.type)) continue;
      yield {
        statement,
        at: columnSubject(table, action.column),
        message: `${action.column} of ${tableText(table, context)} goes from ${column.type.text} to ${action.type} by the time zone of the session that runs this`,
        evidence: [
          ...effectsEvidence(statement, context),
          stated(`the column is of the type ${column.type.text}, and there is no USING`),
        ],
        saferForm: true,
      };
    }
  },
});

/** Whether the script itself has set the zone that is in force. */
function zoneIsSet(statements: readonly CheckedStatement[], statement: CheckedStatement): boolean {
  const before = statements.slice(0, statements.indexOf(statement));
  const set = before
    .flatMap((one) => one.actions.map((action) => ({ action, transaction: one.transaction })))
    .findLast(
      ({ action, transaction }) =>
        action.kind === 'set' &&
        /^(?:timezone|all)$/i.test(action.name) &&
        (!action.local || transaction === statement.transaction),
    );
  return set?.action.kind === 'set' && !/^(?:default|local|)$/i.test(set.action.value);
}
