import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, tablesSeenToGo, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'table-dropped',
  dimension: 'integrity',
  severity: 'critical',
  summary: 'A table is dropped with its rows.',
  headline: (count) => `${count} tables are dropped with their rows`,
  why: 'Nothing but a backup brings the rows back; with CASCADE, foreign keys and views that depend on it go too, without a word.',
  advice: 'Rename it aside first and drop it after a quarantine, when nothing has asked for it; keep a dump.',
  effort: 'hours',
  tradeOff: 'The table takes its place on disk a while longer.',
  example: {
    schema: 'create table old_orders (id bigint primary key);',
    migration: 'drop table old_orders;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop')) {
      if (action.objectKind !== 'table' && action.objectKind !== 'schema') continue;
      for (const object of action.objects) {
        const names =
          action.objectKind === 'schema'
            ? context.lookups.ownTables.filter((table) => table.schema === object.name)
            : [holderOf(context.resolve(object), context)];
        for (const table of names) {
          if (!table || isMade(context, table) || context.rebuilt.has(qualified(table))) continue;
          const rows = context.rows(table);
          yield {
            statement,
            at: tableSubject(table),
            message: `${tableText(table, context)} goes with its rows${action.cascade ? ', and whatever depends on it' : ''}`,
            evidence: [...effectsEvidence(statement, context), stated('the table is there before the migration')],
            ...(rows === 0 ? { severity: 'low' as const } : {}),
          };
        }
      }
    }
    for (const statement of context.statements) {
      for (const table of tablesSeenToGo(statement, context)) {
        yield {
          statement,
          at: tableSubject(table),
          message: `${tableText(table, context)} goes with its rows, by code that the statement runs`,
          evidence: effectsEvidence(statement, context),
          ...(context.rows(table) === 0 ? { severity: 'low' as const } : {}),
        };
      }
    }
  },
});

/** The name, where rows go with what has it. */
function holderOf(name: QualifiedName, { lookups }: CheckContext): QualifiedName | undefined {
  return (lookups.table(name) ?? lookups.rowHolder(name)) && name;
}
