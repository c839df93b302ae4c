import type { QualifiedName } from '../../catalog/names.ts';
import { displayName, qualified, qualifiedColumn, sameName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { listed } from '../../catalog/words.ts';
import type { MigrationAction } from '../../engines/migration-action.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext, type CheckedStatement, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'dependents-dropped',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A function is dropped with CASCADE, and the views and parts of tables that call it go with it.',
  headline: (count) => `${count} tables lose parts with the functions that these call`,
  why: 'Views, triggers, checks, policies, indexes, defaults and computed columns go without being named in the migration, and the notice of the server is seldom read: what reads a view fails, and from then on rows are written that were refused or completed before.',
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
      const called = listed(routines.map(qualified));
      for (const view of viewsGone(statement, context)) {
        yield {
          statement,
          at: { kind: 'view' as const, object: view },
          message: `the view ${qualified(view)} goes with ${called}: what still reads it fails`,
          evidence: effectsEvidence(statement, context),
        };
      }
      for (const table of context.lookups.ownTables) {
        const lost = isMade(context, table) ? [] : lostParts(table, routines, context);
        if (lost.length === 0) continue;
        yield {
          statement,
          at: tableSubject(table),
          message: `${tableText(table, context)} loses ${listed(lost)}, which ${lost.length === 1 ? 'calls' : 'call'} ${called}`,
          evidence: [
            ...effectsEvidence(statement, context),
            stated('they are there before the migration, and not after'),
          ],
        };
      }
    }
  },
});

/** Views that were seen to go with the statement, and that the migration does not make again. */
function viewsGone(
  { effects }: CheckedStatement,
  { views, statements, resolve }: CheckContext,
): readonly QualifiedName[] {
  const comesBack = (view: QualifiedName) =>
    statements.some(({ actions }) =>
      actions.some((action) => action.kind === 'create view' && sameName(resolve(action.view), view)),
    );
  return effects.locks.flatMap(({ relation, kind, dropped }) =>
    dropped && kind !== 'index' && views.has(qualified(relation)) && !comesBack(relation) ? [relation] : [],
  );
}

/** Whether the migration drops a part of a table by its own name: nobody is surprised that it is gone. */
function isDroppedByName(table: Table, what: 'trigger' | 'policy' | 'constraint' | 'column', name: string) {
  return (action: MigrationAction, resolve: CheckContext['resolve']): boolean => {
    if (action.kind === 'drop')
      return (
        action.objectKind === what &&
        action.objects.some((one, at) => {
          const of = action.tables[at];
          return one.name === name && of !== undefined && sameName(resolve(of), table);
        })
      );
    if (action.kind === 'drop constraint')
      return what === 'constraint' && action.name === name && sameName(resolve(action.table), table);
    return (
      (action.kind === 'drop column' || action.kind === 'drop default') &&
      what === 'column' &&
      action.column === name &&
      sameName(resolve(action.table), table)
    );
  };
}

/** What of a table calls one of the routines, and is not there after the migration though the table is. */
function lostParts(table: Table, routines: readonly QualifiedName[], context: CheckContext): readonly string[] {
  const { statements, resolve } = context;
  const now = context.after.table(table);
  if (!now) return [];
  const calls = (text: string) => {
    const words = new Set(text.match(/[\p{L}\p{N}_$]+/gu));
    return routines.some(({ name }) => words.has(name));
  };
  const byName = (what: 'trigger' | 'policy' | 'constraint' | 'column', name: string) => {
    const drops = isDroppedByName(table, what, name);
    return statements.some(({ actions, error }) => !error && actions.some((one) => drops(one, resolve)));
  };
  const gone = <T extends { readonly name: string }>(
    before: readonly T[],
    later: readonly T[],
    what?: 'trigger' | 'policy' | 'constraint',
  ) => before.filter(({ name }) => !later.some((one) => one.name === name) && !(what && byName(what, name)));
  return [
    ...gone(table.triggers, now.triggers, 'trigger')
      .filter((one) => one.function && routines.some((routine) => one.function && sameName(routine, one.function)))
      .map(({ name }) => `the trigger ${displayName(name)}`),
    ...gone(table.checks, now.checks, 'constraint')
      .filter(({ expression }) => calls(expression))
      .map(({ name }) => `the check ${displayName(name)}`),
    ...gone(table.policies, now.policies, 'policy')
      .filter(({ using = '', withCheck = '' }) => calls(`${using} ${withCheck}`))
      .map(({ name }) => `the policy ${displayName(name)}`),
    ...gone(table.indexes, now.indexes)
      .filter(({ name, definition }) => calls(definition) && !droppedIndex({ schema: table.schema, name }, context))
      .map(({ name }) => `the index ${displayName(name)}`),
    ...table.columns.flatMap((column) => {
      if (byName('column', column.name)) return [];
      const later = now.columns.find(({ name }) => name === column.name);
      const name = qualifiedColumn(table, column.name);
      if (column.generated && !later && calls(column.generated.expression)) return [`the column ${name}`];
      return column.default !== undefined && later && later.default === undefined && calls(column.default)
        ? [`the default of ${name}`]
        : [];
    }),
  ];
}

function droppedIndex(index: QualifiedName, { statements, resolve }: CheckContext): boolean {
  return statements.some(({ actions }) =>
    actions.some(
      (action) =>
        action.kind === 'drop' &&
        action.objectKind === 'index' &&
        action.objects.some((one) => sameName(resolve(one), index)),
    ),
  );
}
