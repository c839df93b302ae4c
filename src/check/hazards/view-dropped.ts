import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext, type CheckedStatement } from '../checked.ts';
import { defineHazard } from '../hazard.ts';
import { effectsEvidence } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'view-dropped',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A view is dropped while the old code may still read it.',
  headline: (count) => `${count} views are dropped`,
  why: 'From the migration to the last instance of the old code, every query of the view fails; with CASCADE, the views that are built on it go too, without a word.',
  advice: 'Deploy code that does not read it first, and drop it when nothing has asked for it for a while.',
  effort: 'hours',
  tradeOff: 'The view stays a while longer.',
  example: {
    schema: 'create table orders (id bigint primary key); create view recent as select id from orders;',
    migration: 'drop view recent;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop')) {
      if (action.objectKind !== 'view' && action.objectKind !== 'materialized view') continue;
      for (const object of action.objects) {
        const view = context.resolve(object);
        const name = qualified(view);
        if (!context.views.has(name) || comesBack(name, statement, context)) continue;
        yield {
          statement,
          at: { kind: 'view', object: view },
          message: `the ${action.objectKind} ${name} goes${action.cascade ? ', and whatever depends on it' : ''}: what still reads it fails`,
          evidence: [...effectsEvidence(statement, context), stated('the view is there before the migration')],
        };
      }
    }
  },
});

/** True where something of the name is there again at the end of the migration. */
function comesBack(name: string, dropped: CheckedStatement, context: CheckContext): boolean {
  const later = context.statements.slice(context.statements.indexOf(dropped) + 1);
  return later.some(
    ({ actions, error }) =>
      !error &&
      actions.some(
        (action) =>
          (action.kind === 'create view' && qualified(context.resolve(action.view)) === name) ||
          (action.kind === 'create table' && qualified(context.resolve(action.table)) === name),
      ),
  );
}
