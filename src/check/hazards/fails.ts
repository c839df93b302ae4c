import { stated } from '../../findings/evidence.ts';
import type { CheckContext, CheckedStatement } from '../checked.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'fails',
  dimension: 'maintainability',
  severity: 'critical',
  summary: 'A statement fails on this schema.',
  headline: (count) => `${count} statements fail on this schema`,
  why: 'The migration stops there. Inside a transaction nothing of it stays; outside, all that came before does, and the migration can be neither finished nor run again.',
  advice:
    'Mend the statement; where the migration runs outside a transaction, undo what stayed or make it safe to run again.',
  effort: 'hours',
  tradeOff: 'None.',
  ofFailures: true,
  example: {
    schema: 'create table orders (id bigint primary key, a int); create view v as select a from orders;',
    migration: 'alter table orders alter column a type bigint;',
  },
  *check(context) {
    for (const statement of context.statements) {
      const { error, errorWithRows } = statement;
      const failure = error ?? errorWithRows;
      // Others tell of these.
      if (!failure || (!statement.transactional && statement.transaction) || failure.code === '55P04') continue;
      if (statement.since && failure.code === '42601') continue;
      if (!error && failure.code === '23502') continue;
      yield {
        statement,
        at: subjectOf(statement, context),
        message: `${error ? 'it fails' : 'it fails where the table has rows'}: ${failure.message}; ${left(statement, context)}`,
        ...(statement.safer ? { saferForm: true as const } : {}),
        evidence: [
          error && statement.known === 'rehearsed'
            ? {
                kind: 'rehearsed',
                text: `the lab: ${[failure.message, failure.detail, failure.hint].filter(Boolean).join('; ')}`,
              }
            : stated(failure.message),
        ],
      };
    }
  },
});

/** What is left of the migration when it stops here. */
function left(statement: CheckedStatement, { statements }: CheckContext): string {
  const before = statements
    .slice(0, statements.indexOf(statement))
    .filter((one) => one.actions.some((action) => action.kind !== 'set' && action.kind !== 'transaction'));
  const stays = before.filter((one) => !one.transaction || one.transaction.number !== statement.transaction?.number);
  if (before.length === 0) return 'nothing came before it';
  if (stays.length === 0) return `its transaction is undone, with the ${before.length} statements before it`;
  const undone = before.length - stays.length;
  return `${stays.length} statements before it have been done and stay${undone > 0 ? `, ${undone} of its transaction are undone` : ''}`;
}
