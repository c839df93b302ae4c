import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';

export const hazard = defineHazard({
  id: 'crash-safety-lost',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table no longer survives a crash.',
  headline: (count) => `${count} tables no longer survive a crash`,
  why: 'An unlogged table is emptied when the server comes back after a crash, a replica never has its rows, and a restore to a point in time brings it back empty.',
  advice: 'Keep it logged; load into an unlogged table beside it, where speed is what is wanted.',
  effort: 'minutes',
  tradeOff: 'Every write goes to the log.',
  example: {
    schema: 'create table orders (id bigint primary key);',
    migration: 'alter table orders set unlogged;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'alter table')) {
      const table = context.resolve(action.table);
      if (action.part !== 'set unlogged' || isMade(context, table)) continue;
      yield {
        statement,
        at: tableSubject(table),
        message: `all rows of ${qualified(table)} are gone after a crash of the server, and no replica has them`,
        evidence: [stated('an unlogged table is emptied after a crash')],
      };
    }
  },
});
