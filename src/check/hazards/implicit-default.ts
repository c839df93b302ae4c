import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { columnSubject, defineHazard } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'implicit-default',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column must have a value, and rows that have none get one that nobody chose.',
  headline: (count) => `${count} columns get values that nobody chose`,
  why: 'A new column that is NOT NULL without a default is 0, an empty text or the first value of its list in every row that is there (a date fails in strict mode). NULLs of a column that becomes NOT NULL make the statement fail at its end; where the mode is not strict, they become such values without a word. From then on the old code, which gives no value, can insert nothing in strict mode.',
  advice:
    'Give the column a default that is meant; or add it with room for NULL, fill it, count what is left (WHERE the column IS NULL), and set NOT NULL when it is full.',
  effort: 'minutes',
  tradeOff: 'The column can be null until it is filled.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table orders (id bigint primary key);',
    migration: 'alter table orders add column state varchar(10) not null;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'add column', 'set not null')) {
      const table = context.resolve(action.table);
      const column = context.lookups.table(table)?.columns.find((one) => one.name === action.column);
      if (isMade(context, table) || context.rows(table) === 0) continue;
      const comes = action.kind === 'add column';
      if (comes ? !needsValue(action) : column?.nullable !== true || column.generated !== undefined) continue;
      const what = comes ? 'is new, must have a value and gets none' : 'may be null and then may not';
      yield {
        statement,
        at: columnSubject(table, action.column),
        message: `${action.column} of ${tableText(table, context)} ${what}`,
        evidence: [stated(comes ? 'it is NOT NULL and has no default' : 'it is nullable before the statement')],
      };
    }
  },
});

function needsValue(column: {
  readonly notNull: boolean;
  readonly default?: string;
  readonly serial: boolean;
  readonly generated?: string;
}): boolean {
  return column.notNull && column.default === undefined && !column.serial && column.generated === undefined;
}
