import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'implicit-commit',
  dimension: 'maintainability',
  severity: 'high',
  summary: 'A change of the schema stands in a transaction, and commits it.',
  headline: (count) => `${count} transactions are committed in their middle`,
  why: 'The engine commits what came before a change of the schema, and the change itself. A later ROLLBACK, or a failure, takes back nothing of both: the migration is left half done.',
  advice:
    'Take BEGIN and COMMIT away, so that nobody counts on them; put each change of the schema into a migration of its own, and changes of rows into another.',
  effort: 'minutes',
  tradeOff: 'None.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table orders (id bigint primary key, state int);',
    migration: 'begin; update orders set state = 1 where id = 7; alter table orders add column note text; commit;',
  },
  *check(context) {
    let begun: { readonly file: string; readonly line: number } | undefined;
    let rows = 0;
    for (const statement of context.statements) {
      const { actions, at, endsTransaction } = statement;
      if (begun && begun.file !== at.file) begun = undefined;
      for (const action of actions) {
        if (action.kind !== 'transaction') continue;
        if (action.does === 'begin') [begun, rows] = [at, 0];
        else if (action.does === 'commit' || action.does === 'rollback') begun = undefined;
      }
      if (actions.some(({ kind }) => kind === 'insert' || kind === 'update' || kind === 'delete')) rows++;
      if (!begun || !endsTransaction) continue;
      const before = rows === 0 ? '' : `, with ${rows} ${rows === 1 ? 'change' : 'changes'} of rows before it`;
      yield {
        statement,
        at: subjectOf(statement, context),
        message: `it commits the transaction that was begun in line ${begun.line}${before}`,
        evidence: [stated('the manual, “Statements That Cause an Implicit Commit”')],
      };
      begun = undefined;
    }
  },
});
