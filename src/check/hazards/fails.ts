import type { EngineError } from '../../engines/connection.ts';
import { type Evidence, presumed, stated } from '../../findings/evidence.ts';
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
        evidence: [evidenceOf(statement, failure)],
      };
    }
  },
});

function evidenceOf({ error, known, mayFailInLabAlone }: CheckedStatement, failure: EngineError): Evidence {
  const whole = [failure.message, failure.detail, failure.hint].filter(Boolean).join('; ');
  if (mayFailInLabAlone)
    return presumed(`the lab, which has stand-ins for extensions, and these may be why: ${whole}`, 'strong');
  return error && known === 'rehearsed' ? { kind: 'rehearsed', text: `the lab: ${whole}` } : stated(failure.message);
}

/** What is left of the migration when it stops here. */
function left(statement: CheckedStatement, context: CheckContext): string {
  const before = context.statements
    .slice(0, context.statements.indexOf(statement))
    .filter((one) => one.actions.some((action) => action.kind !== 'set' && action.kind !== 'transaction'));
  if (before.length === 0) return 'nothing came before it';
  const failed = new Set(
    before.flatMap(({ error, transaction }) => (error && transaction ? [transaction.number] : [])),
  );
  const isOwn = ({ transaction }: CheckedStatement) =>
    transaction !== undefined && transaction.number === statement.transaction?.number;
  const own = before.filter(isOwn).length;
  const stay = before.filter(
    (one) =>
      !isOwn(one) && !one.error && !(one.transaction && (one.transaction.undone || failed.has(one.transaction.number))),
  ).length;
  if (stay > 0) {
    const done = `${statements(stay)} before it ${stay === 1 ? 'has been done and stays' : 'have been done and stay'}`;
    return `${done}${own > 0 ? `, ${own} of its transaction ${own === 1 ? 'is' : 'are'} undone` : ''}`;
  }
  if (own === 0) return 'nothing of what came before it stays';
  return `its transaction is undone, with the ${statements(own)} before it`;
}

function statements(number: number): string {
  return `${number} ${number === 1 ? 'statement' : 'statements'}`;
}
