import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { columnsDroppedWith } from '../columns-of-type.ts';
import { columnSubject, defineHazard } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'column-dropped',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A column is dropped with what it holds.',
  headline: (count) => `${count} columns are dropped with what they hold`,
  why: 'Nothing but a backup brings its values back, and what still reads it fails from that moment: code of the old release, views, functions.',
  advice:
    'Deploy code that no longer uses it, rename it aside or revoke its use for a while, keep its values where they may be needed, and drop it last.',
  effort: 'hours',
  tradeOff: 'The column stays a while longer.',
  example: {
    schema: 'create table orders (id bigint primary key, note text);',
    migration: 'alter table orders drop column note;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop column')) {
      const table = context.resolve(action.table);
      const column = context.lookups.table(table)?.columns.find((one) => one.name === action.column);
      if (isMade(context, table) || !column) continue;
      const dropped = statement.effects.locks.filter((lock) => lock.dropped && lock.kind !== 'sequence');
      const along = dropped.map((lock) => lock.relation.name);
      yield {
        statement,
        at: columnSubject(table, action.column),
        message: `the column ${action.column} of ${tableText(table, context)} goes, and its values with it${along.length > 0 ? `; along with it ${along.join(', ')}` : ''}`,
        evidence: [
          ...effectsEvidence(statement, context),
          stated('its values are in no other place that the migration names'),
        ],
        severity: column.generated ? 'low' : context.rows(table) === 0 ? 'low' : 'high',
      };
    }
    for (const { statement, action } of actionsOf(context, 'drop')) {
      for (const { table, column, type } of columnsDroppedWith(action, context)) {
        yield {
          statement,
          at: columnSubject(table, column.name),
          message: `the column ${column.name} of ${tableText(table, context)} goes with its type ${qualified(type)}, and its values with it`,
          evidence: [...effectsEvidence(statement, context), stated(`the column is of the type ${column.type.text}`)],
          severity: context.rows(table) === 0 ? 'low' : 'high',
        };
      }
    }
  },
});
