import { narrowing } from '../../catalog/narrowing.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { columnSubject, defineHazard } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'type-narrowed',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A column gets a type that cannot hold all that the old one could.',
  headline: (count) => `${count} columns get a narrower type`,
  why: 'A value that does not fit makes the migration fail, or is cut without a word (numbers rounded, times made days, a text cut by an explicit cast).',
  advice:
    'Count the values that do not fit first; add a CHECK that keeps new ones out, and change the type when none is left.',
  effort: 'hours',
  tradeOff: 'The check costs a little for every write.',
  example: {
    schema: 'create table orders (id bigint primary key, amount numeric(12,4));',
    migration: 'alter table orders alter column amount type numeric(12,2);',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'change type')) {
      const table = context.resolve(action.table);
      const column = context.lookups.table(table)?.columns.find((one) => one.name === action.column);
      if (isMade(context, table) || !column) continue;
      const before = column.type.text;
      const loss = narrowing(before, action.type);
      if (loss === undefined) continue;
      yield {
        statement,
        at: columnSubject(table, action.column),
        message: `${action.column} of ${tableText(table, context)} goes from ${before} to ${action.type}: ${loss}`,
        evidence: [...effectsEvidence(statement, context), stated(`the column is of the type ${before}`)],
        severity: /fail/.test(loss) ? 'medium' : 'high',
      };
    }
  },
});
