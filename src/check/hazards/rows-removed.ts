import type { QualifiedName } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { keysNamed } from '../named-rows.ts';
import { effectsEvidence, losesPartitions, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'rows-removed',
  dimension: 'integrity',
  severity: 'high',
  summary: 'Rows are removed.',
  headline: (count) => `${count} statements remove rows`,
  why: 'Nothing but a backup brings them back; TRUNCATE … CASCADE empties every table that refers to the one that is named.',
  advice:
    'Keep what is removed in a table of its own until it is certain that nobody misses it, and remove in batches.',
  effort: 'hours',
  tradeOff: 'The copy takes room.',
  example: {
    schema: 'create table orders (id bigint primary key);',
    migration: 'truncate orders;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'alter table')) {
      const table = context.resolve(action.table);
      if (!losesPartitions(action) || isMade(context, table) || !context.lookups.table(table)) continue;
      yield {
        statement,
        at: tableSubject(table),
        message: `the rows of ${action.names.length === 1 ? 'the partition' : 'the partitions'} ${action.names.join(', ')} of ${tableText(table, context)} are removed`,
        evidence: [...effectsEvidence(statement, context), stated('the table is there before the migration')],
      };
    }
    for (const { statement, action } of actionsOf(context, 'truncate', 'delete')) {
      const named = action.kind === 'truncate' ? action.tables : [action.table];
      for (const name of named) {
        const table = context.resolve(name);
        if (isMade(context, table) || !context.lookups.table(table)) continue;
        const others =
          action.kind === 'truncate' && action.cascade
            ? context.lookups.referencesTo(table).map((reference) => reference.from.name)
            : [];
        if (action.kind === 'delete' && !action.joins && namesRows(action.where, table, context)) continue;
        const all = action.kind === 'truncate' || action.where === undefined;
        yield {
          statement,
          at: tableSubject(table),
          message: `${all ? 'every row' : `the rows with ${action.kind === 'delete' ? action.where : ''}`} of ${tableText(table, context)} ${all ? 'is' : 'are'} removed${others.length > 0 ? `, and of what refers to it: ${others.join(', ')}` : ''}`,
          evidence: [...effectsEvidence(statement, context), stated('the table is there before the migration')],
          severity: all ? 'critical' : 'medium',
        };
      }
    }
  },
});

/** Rows that the condition names by their keys, one by one: they were looked at, and nothing else goes with them. */
function namesRows(where: string | undefined, name: QualifiedName, { lookups }: CheckContext): boolean {
  const table = lookups.table(name);
  const takesOthers = lookups
    .referencesTo(name)
    .some(({ key }) => key.onDelete !== 'no action' && key.onDelete !== 'restrict');
  return where !== undefined && table !== undefined && !takesOthers && keysNamed(where, table);
}
