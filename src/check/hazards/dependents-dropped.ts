import type { QualifiedName } from '../../catalog/names.ts';
import { displayName, qualified, qualifiedColumn, sameName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { listed } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'dependents-dropped',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A function is dropped with CASCADE, and the parts of tables that call it go with it.',
  headline: (count) => `${count} tables lose parts with the functions that these call`,
  why: 'Triggers, checks, policies, defaults and computed columns go without being named in the migration, and the notice of the server is seldom read: from then on rows are written that were refused or completed before.',
  advice:
    'Drop by name first what calls the function, or let it call another one (CREATE OR REPLACE FUNCTION keeps all that calls it), and leave CASCADE out.',
  effort: 'minutes',
  tradeOff: 'The migration is longer, and says what it does.',
  example: {
    schema:
      'create table orders (id bigint primary key, note text); create function stamp() returns trigger language plpgsql as $$ begin return new; end $$; create trigger stamped before update on orders for each row execute function stamp();',
    migration: 'drop function stamp() cascade;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop')) {
      if (!action.cascade || action.objectKind !== 'routine') continue;
      const routines = action.objects.map(context.resolve);
      for (const table of context.lookups.ownTables) {
        const lost = isMade(context, table) ? [] : lostParts(table, routines, context);
        if (lost.length === 0) continue;
        yield {
          statement,
          at: tableSubject(table),
          message: `${tableText(table, context)} loses ${listed(lost)}, which ${lost.length === 1 ? 'calls' : 'call'} ${listed(routines.map(qualified))}`,
          evidence: [
            ...effectsEvidence(statement, context),
            stated('they are there before the migration, and not after'),
          ],
        };
      }
    }
  },
});

/** What of a table calls one of the routines, and is not there after the migration though the table is. */
function lostParts(table: Table, routines: readonly QualifiedName[], { after }: CheckContext): readonly string[] {
  const now = after.table(table);
  if (!now) return [];
  const calls = (text: string) => {
    const words = new Set(text.match(/[\p{L}\p{N}_$]+/gu));
    return routines.some(({ name }) => words.has(name));
  };
  const gone = <T extends { readonly name: string }>(before: readonly T[], later: readonly T[]) =>
    before.filter(({ name }) => !later.some((one) => one.name === name));
  return [
    ...gone(table.triggers, now.triggers)
      .filter((one) => one.function && routines.some((routine) => one.function && sameName(routine, one.function)))
      .map(({ name }) => `the trigger ${displayName(name)}`),
    ...gone(table.checks, now.checks)
      .filter(({ expression }) => calls(expression))
      .map(({ name }) => `the check ${displayName(name)}`),
    ...gone(table.policies, now.policies)
      .filter(({ using = '', withCheck = '' }) => calls(`${using} ${withCheck}`))
      .map(({ name }) => `the policy ${displayName(name)}`),
    ...table.columns.flatMap((column) => {
      const later = now.columns.find(({ name }) => name === column.name);
      const name = qualifiedColumn(table, column.name);
      if (column.generated && !later && calls(column.generated.expression)) return [`the column ${name}`];
      return column.default !== undefined && later && later.default === undefined && calls(column.default)
        ? [`the default of ${name}`]
        : [];
    }),
  ];
}
