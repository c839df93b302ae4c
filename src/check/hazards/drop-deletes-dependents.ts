import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext, type CheckedStatement, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'drop-deletes-dependents',
  dimension: 'integrity',
  severity: 'critical',
  summary: 'A table is dropped that others refer to, while foreign keys are enforced.',
  headline: (count) => `${count} tables are dropped under foreign keys`,
  why: 'Where a connection enforces foreign keys, DROP TABLE deletes the rows first: those that refer to them by ON DELETE CASCADE go too, SET NULL empties their columns, and anything else makes it fail. In a rebuild the rows of the other tables are lost though the table comes back.',
  advice:
    'PRAGMA foreign_keys = OFF before BEGIN, PRAGMA foreign_key_check before COMMIT, and foreign_keys = ON behind it.',
  effort: 'minutes',
  tradeOff: 'Nothing is enforced meanwhile: the check before COMMIT must find nothing.',
  when: ({ oneWriter }) => oneWriter,
  example: {
    engine: 'sqlite',
    schema:
      'create table orders (id integer primary key); create table items (order_id integer references orders (id) on delete cascade);',
    migration:
      'create table fresh (id integer primary key, note text); insert into fresh (id) select id from orders; drop table orders; alter table fresh rename to orders;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop')) {
      if (action.objectKind !== 'table' || isSwitchedOff(statement, context)) continue;
      for (const table of action.objects.map(context.resolve)) {
        if (!context.lookups.table(table) || isMade(context, table)) continue;
        const references = context.lookups
          .referencesTo(table)
          .filter(({ from }) => qualified(from) !== qualified(table) && !isDroppedBefore(from, statement, context));
        if (references.length === 0) continue;
        const told = references.map(({ from, key }) => `${tableText(from, context)} ${effect(key.onDelete)}`);
        const loses = references.some(({ key }) => /^(?:cascade|set null|set default)$/.test(key.onDelete));
        yield {
          statement,
          at: tableSubject(table),
          message: `where foreign keys are enforced, dropping ${qualified(table)} deletes its rows first: ${told.join('; ')}`,
          evidence: [stated('https://sqlite.org/foreignkeys.html, section 5: DROP TABLE performs an implicit DELETE')],
          ...(loses ? {} : { severity: 'high' as const }),
          instead: ['PRAGMA foreign_keys = OFF'],
        };
      }
    }
  },
});

/** Switched off before it, where that has an effect. */
function isSwitchedOff(statement: CheckedStatement, { statements }: CheckContext): boolean {
  const before = statements.slice(0, statements.indexOf(statement));
  const last = before.findLast(
    ({ actions, transaction }) =>
      !transaction && actions.some((action) => action.kind === 'set' && action.name === 'foreign_keys'),
  );
  return last?.actions.some((action) => action.kind === 'set' && /^(?:off|0|no|false)$/.test(action.value)) ?? false;
}

function isDroppedBefore(
  table: { readonly schema: string; readonly name: string },
  statement: CheckedStatement,
  context: CheckContext,
): boolean {
  return context.statements
    .slice(0, context.statements.indexOf(statement))
    .some(({ actions }) =>
      actions.some(
        (action) =>
          action.kind === 'drop' && action.objects.some((one) => qualified(context.resolve(one)) === qualified(table)),
      ),
    );
}

function effect(onDelete: string): string {
  if (onDelete === 'cascade') return 'loses the rows that refer to them (ON DELETE CASCADE)';
  if (onDelete === 'set null' || onDelete === 'set default')
    return `loses its references (ON DELETE ${onDelete.toUpperCase()})`;
  return 'makes it fail as soon as a row refers to one';
}
