import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'row-security-without-policy',
  dimension: 'integrity',
  severity: 'high',
  summary: 'Row security is enabled for a table in use, and no policy shows anybody a row.',
  headline: (count) => `${count} tables show no row any more`,
  why: 'Without a policy all rows are hidden from everybody but the owner and those who bypass row security: queries fail nowhere, they only find nothing, and every write of others is refused.',
  advice:
    'Create the policies in the same transaction, before ENABLE ROW LEVEL SECURITY; one for each command that the application uses.',
  effort: 'minutes',
  tradeOff: 'Somebody has to write down who may see and change what.',
  example: {
    schema: 'create table orders (id bigint primary key, owner text);',
    migration: 'alter table orders enable row level security;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'alter table')) {
      const table = context.resolve(action.table);
      if (action.part !== 'enable row security' || isMade(context, table)) continue;
      const [before, after] = [context.lookups.table(table), context.after.table(table)];
      if (before?.rowSecurity !== 'off' || !after || after.rowSecurity === 'off') continue;
      // Restrictive ones only take rows away from what others show.
      if (after.policies.some((policy) => policy.permissive)) continue;
      yield {
        statement,
        at: tableSubject(table),
        message: `no policy shows a row of ${tableText(table, context)} when the migration is done: all but its owner find it empty`,
        evidence: [stated('row security is enabled, and the table has no permissive policy at the end')],
      };
    }
  },
});
