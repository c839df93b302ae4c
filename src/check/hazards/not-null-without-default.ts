import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { columnSubject, defineHazard } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'not-null-without-default',
  dimension: 'maintainability',
  severity: 'critical',
  summary: 'A column that must have a value is added to a table with rows, without one.',
  headline: (count) => `${count} columns that must have a value are added without one`,
  why: 'As soon as the table has a row the statement fails; and the old code, which does not know the column, can insert nothing from then on.',
  advice: 'Add it with a default; or let it be null, fill it, and set NOT NULL when it is full.',
  effort: 'minutes',
  tradeOff: 'The column can be null until it is filled.',
  example: {
    schema: 'create table orders (id bigint primary key);',
    migration: 'alter table orders add column status text not null;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'add column')) {
      const table = context.resolve(action.table);
      if (isMade(context, table) || context.rows(table) === 0) continue;
      if (!statement.errorWithRows || !action.notNull || action.default !== undefined) continue;
      yield {
        statement,
        at: columnSubject(table, action.column),
        message: `${action.column} of ${tableText(table, context)} must have a value and gets none: it fails as soon as ${qualified(table)} has a row`,
        evidence: [stated(`on a table with rows: ${statement.errorWithRows.message}`)],
        saferForm: true,
      };
    }
  },
});
