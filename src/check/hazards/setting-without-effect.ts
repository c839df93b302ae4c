import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'setting-without-effect',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A setting stands inside a transaction, where it does nothing.',
  headline: (count) => `${count} settings do nothing where they stand`,
  why: 'PRAGMA foreign_keys is passed over without a word inside a transaction: foreign keys go on as the connection has them. Dropping a table then deletes its rows first, with all that refers to them by ON DELETE CASCADE.',
  advice:
    'Put it before BEGIN and behind COMMIT, or tell the tool to open no transaction for this file; PRAGMA defer_foreign_keys works inside, and puts checks off to the end.',
  effort: 'minutes',
  tradeOff: 'A file without the tool’s transaction has to open its own.',
  when: ({ oneWriter }) => oneWriter,
  example: {
    engine: 'sqlite',
    schema: 'create table orders (id integer primary key);',
    migration: 'pragma foreign_keys = off; alter table orders add column note text;',
  },
  *check(context) {
    const told = new Set<number>();
    for (const statement of context.statements) {
      if (!statement.ignoredInTransaction || !statement.transaction || told.has(statement.transaction.number)) continue;
      told.add(statement.transaction.number);
      const [action] = statement.actions;
      const written = action?.kind === 'set' ? `${action.name} = ${action.value}` : 'it';
      yield {
        statement,
        at: subjectOf(statement, context),
        message: `${written} does nothing in the transaction that ${statement.transaction.by === 'tool' ? 'the tool opens' : 'the script has opened'}`,
        evidence: [stated('https://sqlite.org/pragma.html#pragma_foreign_keys: a no-op within a transaction')],
      };
    }
  },
});
