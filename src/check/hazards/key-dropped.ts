import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'key-dropped',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A primary key or unique constraint is dropped, and no key of its columns takes its place.',
  headline: (count) => `${count} keys are dropped, and nothing keeps their columns unique`,
  why: 'From then on rows may come twice, and adding the key again fails on them. Upserts by its columns fail at once, and what finds rows by the key (replication, tools that copy tables, batches) finds them no more.',
  advice:
    'Make the key that takes its place in the same migration, before it is dropped; when it is to go, see first that nothing writes ON CONFLICT with its columns, and that no other place tells rows apart by it.',
  effort: 'minutes',
  tradeOff: 'The index of the key stays a while longer.',
  example: {
    schema: 'create table orders (id bigint primary key, code text constraint orders_code unique);',
    migration: 'alter table orders drop constraint orders_code;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop constraint')) {
      const table = context.lookups.table(context.resolve(action.table));
      const now = table && context.after.table(table);
      if (!table || !now || isMade(context, table)) continue;
      const key = [table.primaryKey, ...table.uniques].find((one) => one?.name === action.name);
      if (!key) continue;
      // A key of fewer columns keeps more of them apart.
      const kept = context.after.uniqueKeys(now).some((columns) => columns.every((one) => key.columns.includes(one)));
      const gone = key.columns.some((name) => !now.columns.some((column) => column.name === name));
      if (kept || gone) continue;
      const primary = table.primaryKey === key;
      const columns = key.columns.map(displayName).join(', ');
      yield {
        statement,
        at: tableSubject(table),
        message: `nothing keeps a second row of the same ${columns} out of ${tableText(table, context)} when the migration is done${primary && !now.primaryKey ? ', and it has no primary key' : ''}`,
        evidence: [stated(`${qualified(table)} has no unique key within ${columns} at the end`)],
        ...(primary ? { severity: 'high' as const } : {}),
      };
    }
  },
});
