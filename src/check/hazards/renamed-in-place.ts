import { qualified, sameName } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { type CheckContext, type CheckedStatement, isMade } from '../checked.ts';
import { defineHazard, type HazardCase } from '../hazard.ts';
import { effectsEvidence } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'renamed-in-place',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table, column, view or value of an enum is renamed while the old code still uses its old name.',
  headline: (count) => `${count} objects are renamed in place`,
  why: 'Between the migration and the last instance of the old code, every query with the old name fails; before it, every query with the new one does.',
  advice:
    'Add the new name beside the old one (a view for a table, a second column kept in step by a trigger), move the code, then take the old one away.',
  effort: 'days',
  tradeOff: 'Both names are there for a while.',
  example: {
    schema: 'create table orders (id bigint primary key, note text);',
    migration: 'alter table orders rename column note to remark;',
  },
  *check(context) {
    for (const statement of context.statements) {
      for (const action of statement.actions) {
        const found = renamed(action, context);
        if (found && !isKept(statement, action, context))
          yield {
            statement,
            ...found,
            saferForm: true,
            evidence: [...effectsEvidence(statement, context), stated('the old name is there before the migration')],
          };
      }
    }
  },
});

/** What has both names for a while: a view of the old name is made in the same transaction, or the new one was there. */
function isKept(
  { transaction }: CheckedStatement,
  action: CheckedStatement['actions'][number],
  context: CheckContext,
): boolean {
  if (!transaction) return false;
  const beside = context.statements
    .filter((one) => one.transaction?.number === transaction.number)
    .flatMap((one) => one.actions);
  if (action.kind === 'rename')
    return beside.some(
      (one) => one.kind === 'create view' && sameName(context.resolve(one.view), context.resolve(action.object)),
    );
  return (
    action.kind === 'rename column' &&
    beside.some(
      (one) =>
        one.kind === 'drop column' &&
        one.column === action.to &&
        sameName(context.resolve(one.table), context.resolve(action.table)),
    )
  );
}

function renamed(
  action: CheckContext['statements'][number]['actions'][number],
  context: CheckContext,
): Pick<HazardCase, 'at' | 'message'> | undefined {
  if (action.kind === 'rename column') {
    const table = context.resolve(action.table);
    if (isMade(context, table)) return undefined;
    return {
      at: { kind: 'column', object: table, names: [action.column] },
      message: `${action.column} of ${qualified(table)} becomes ${action.to}: what still says ${action.column} fails`,
    };
  }
  if (action.kind === 'rename enum value') {
    const type = context.resolve(action.type);
    if (!context.types.has(qualified(type))) return undefined;
    return {
      at: { kind: 'type', object: type, names: [action.value] },
      message: `the value ${action.value} of ${qualified(type)} becomes ${action.to}: what still says ${action.value} fails`,
    };
  }
  if (action.kind !== 'rename' && action.kind !== 'set schema') return undefined;
  const object = context.resolve(action.object);
  const kinds: readonly string[] = ['table', 'view', 'materialized view', 'routine', 'type', 'domain', 'sequence'];
  if (!kinds.includes(action.objectKind) || isMade(context, object)) return undefined;
  const to = action.kind === 'rename' ? action.to : `${action.to}.${object.name}`;
  return {
    at: {
      kind: action.objectKind === 'table' ? 'table' : action.objectKind.includes('view') ? 'view' : 'type',
      object,
    },
    message: `the ${action.objectKind} ${qualified(object)} becomes ${to}: what still says ${object.name} fails`,
  };
}
