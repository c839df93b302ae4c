import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'concurrently-in-transaction',
  dimension: 'maintainability',
  severity: 'critical',
  summary: 'A statement that must run outside transactions stands in one.',
  headline: (count) => `${count} statements that must run outside transactions stand in one`,
  why: 'The engine refuses it: the migration fails there, every time.',
  advice:
    'Put it into a migration of its own, and tell the tool to run that one outside a transaction (Flyway: executeInTransaction=false; dbmate: transaction:false; goose: NO TRANSACTION; Rails: disable_ddl_transaction!; golang-migrate and Prisma: one statement to a file).',
  effort: 'minutes',
  tradeOff: 'What runs outside a transaction can be left half done, and must be safe to run again.',
  ofFailures: true,
  example: {
    schema: 'create table orders (id bigint primary key, a int);',
    migration: 'begin; create index concurrently orders_a_idx on orders (a); commit;',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (statement.transactional || !statement.transaction) continue;
      const by =
        statement.transaction.by === 'tool'
          ? 'the transaction that the tool opens around the file'
          : 'the script’s transaction';
      yield {
        statement,
        at: subjectOf(statement, context),
        message: `it cannot run in ${by}`,
        evidence: statement.error
          ? [{ kind: 'rehearsed', text: `the lab refused it: ${statement.error.message}` }]
          : [stated('its page in the manual says so')],
      };
    }
  },
});
