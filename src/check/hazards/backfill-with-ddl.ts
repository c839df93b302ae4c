import { qualified } from '../../catalog/names.ts';
import { byTransaction, type CheckContext, type CheckedStatement, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { blockingLocks, effectsEvidence, smallRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'backfill-with-ddl',
  dimension: 'performance',
  severity: 'high',
  summary: 'Rows are changed in the transaction that changes the schema of their table.',
  headline: (count) => `${count} tables are changed and filled in one transaction`,
  why: 'The lock of the schema change is held until every row is written, and the rows that are written stay locked until the end; with deferred constraints or triggers the next ALTER fails, because events are pending.',
  advice: 'Change the schema in one migration, fill the rows in another, in batches, and set constraints in a third.',
  effort: 'hours',
  tradeOff: 'Between the migrations the application must live with rows that are not filled.',
  when: ({ oneWriter }) => !oneWriter,
  example: {
    schema: 'create table orders (id bigint primary key);',
    migration: "begin; alter table orders add column status text; update orders set status = 'new'; commit;",
  },
  *check(context) {
    for (const statements of byTransaction(context)) {
      for (const [at, statement] of statements.entries()) {
        for (const action of statement.actions) {
          if (
            action.kind !== 'update' &&
            action.kind !== 'delete' &&
            action.kind !== 'insert' &&
            action.kind !== 'merge'
          )
            continue;
          if (action.kind === 'insert' && action.from === 'values') continue;
          const table = context.resolve(action.table);
          if (isMade(context, table) || (context.rows(table) ?? smallRows) < smallRows || !readsAll(statement))
            continue;
          const other = statements.find((one, place) => place !== at && locks(one, qualified(table), context));
          if (!other) continue;
          yield {
            statement,
            at: tableSubject(table),
            message: `the rows of ${tableText(table, context)} are changed in the transaction that alters the table in line ${other.at.line}`,
            evidence: [...effectsEvidence(other, context), ...effectsEvidence(statement, context)],
            weighs: [table],
          };
        }
      }
    }
  },
});

function readsAll(statement: CheckedStatement): boolean {
  return statement.effects.scanned.length > 0 || statement.known === 'facts';
}

function locks(statement: CheckedStatement, table: string, context: CheckContext): boolean {
  return blockingLocks(statement, context).some((lock) => qualified(lock.relation) === table);
}
