import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'foreign-keys-dropped',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A key is dropped with CASCADE, and the foreign keys that rely on it go with it.',
  headline: (count) => `${count} keys are dropped with the foreign keys that rely on them`,
  why: 'From then on rows may refer to rows that are not there, and nobody is told: the foreign keys are not named in the migration, and the notice of the server is seldom read.',
  advice:
    'Drop the foreign keys by name first and leave CASCADE out, and add them again once there is a key that they can rely on.',
  effort: 'minutes',
  tradeOff: 'The migration is longer, and says what it does.',
  example: {
    schema:
      'create table customers (id bigint primary key); create table orders (customer_id bigint references customers);',
    migration: 'alter table customers drop constraint customers_pkey cascade;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop constraint')) {
      const table = context.lookups.table(context.resolve(action.table));
      if (!action.cascade || !table || isMade(context, table)) continue;
      const key = [table.primaryKey, ...table.uniques].find((one) => one?.name === action.name);
      if (!key) continue;
      const lost = context.lookups
        .referencesTo(table)
        .filter((one) => !one.key.inherited && sameColumns(one.key.referencedColumns, key.columns));
      if (lost.length === 0) continue;
      yield {
        statement,
        at: tableSubject(table),
        message: `${tableText(table, context)} loses its key, and ${lost
          .map((one) => `${qualified(one.from)} the foreign key ${one.key.name}`)
          .join(', ')}`,
        evidence: [...effectsEvidence(statement, context), stated('the foreign keys are there before the migration')],
      };
    }
  },
});

function sameColumns(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column) => other.includes(column));
}
