import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'needs-newer-server',
  dimension: 'maintainability',
  severity: 'critical',
  summary: 'A statement uses what the server does not know yet.',
  headline: (count) => `${count} statements need a newer server`,
  why: 'An older version refuses it as bad syntax, and the migration fails.',
  advice: 'Use a form that the server knows, or upgrade it first (--target says which version the check is for).',
  effort: 'minutes',
  tradeOff: 'The older form may take more steps.',
  ofFailures: true,
  example: {
    schema: 'create table orders (id bigint primary key, a int);',
    migration: 'alter table orders add constraint orders_a_check check (a > 0) not enforced;',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (!statement.since) continue;
      if (context.traits.embeddedInPrograms && !statement.error) {
        yield {
          statement,
          at: subjectOf(statement, context),
          severity: 'medium',
          message: `programs that bring an older version along refuse ${statement.since.what}, which came with ${statement.since.version}`,
          evidence: [stated('the release notes of that version')],
        };
        continue;
      }
      if (statement.error?.code !== '42601') continue;
      yield {
        statement,
        at: subjectOf(statement, context),
        message: `${context.traits.name} does not know ${statement.since.what}, which came with ${statement.since.version}`,
        evidence: [stated('the release notes of that version')],
      };
    }
  },
});
