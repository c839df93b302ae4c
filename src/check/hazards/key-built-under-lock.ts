import { defineHazard, tableSubject } from '../hazard.ts';
import { heavyKind } from '../heavy-kind.ts';
import { blockingLocks, effectsEvidence, heavyTables, severityByRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'key-built-under-lock',
  dimension: 'performance',
  severity: 'high',
  summary: 'A unique or primary key is built while nothing can read or write its table.',
  headline: (count) => `${count} keys are built under a lock`,
  why: 'ADD UNIQUE and ADD PRIMARY KEY build their index under ACCESS EXCLUSIVE: reads and writes wait until it is built.',
  advice: 'Build a unique index CONCURRENTLY, then add the constraint USING INDEX, which takes an instant.',
  effort: 'minutes',
  tradeOff: 'The concurrent build cannot be part of a transaction; a duplicate leaves an invalid index to be dropped.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema: 'create table users (id bigint primary key, email text);',
    migration: 'alter table users add constraint users_email_key unique (email);',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (heavyKind(statement, context) !== 'key') continue;
      const tables = heavyTables(statement, context);
      const [first] = tables;
      if (!first) continue;
      const modes = [...new Set(blockingLocks(statement, context).map((lock) => lock.mode))].sort().join(' and ');
      yield {
        statement,
        at: tableSubject(first),
        message: `the index of the new key is built over ${tables.map((table) => tableText(table, context)).join(', ')} under ${modes}`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
      };
    }
  },
});
