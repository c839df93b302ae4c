import { defineHazard, tableSubject } from '../hazard.ts';
import { heavyKind } from '../heavy-kind.ts';
import { blockingLocks, effectsEvidence, heavyTables, severityByRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'volatile-default',
  dimension: 'performance',
  severity: 'high',
  summary: 'A new column gets a default that differs from row to row, so that every row is written.',
  headline: (count) => `${count} columns with a default of their own for every row are added under a lock`,
  why: 'A default that is not volatile is kept once for all rows, in an instant; a volatile one (random(), gen_random_uuid(), clock_timestamp(), nextval()) is written into every row under ACCESS EXCLUSIVE.',
  advice: 'Add the column without a default, set the default for new rows, and fill the old ones in batches.',
  effort: 'hours',
  tradeOff: 'Old rows have no value until they are filled.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table orders (id bigint primary key);',
    migration: 'alter table orders add column token uuid not null default gen_random_uuid();',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (heavyKind(statement, context) !== 'volatile default') continue;
      const tables = heavyTables(statement, context);
      const [first] = tables;
      if (!first) continue;
      const modes = [...new Set(blockingLocks(statement, context).map((lock) => lock.mode))].sort().join(' and ');
      yield {
        statement,
        at: tableSubject(first),
        message: `the default of the new column is written into every row of ${tables.map((table) => tableText(table, context)).join(', ')} under ${modes}`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
      };
    }
  },
});
