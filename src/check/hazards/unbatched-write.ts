import { type Evidence, presumed } from '../../findings/evidence.ts';
import { groupDigits } from '../../rules/sizes.ts';
import { actionsOf, type CheckContext, type CheckedStatement, type ExpectedRows } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import {
  effectsEvidence,
  expectedRowsOf,
  goesThroughAll,
  hiddenWrites,
  presumedRows,
  type RowWrite,
  severityByCount,
  tableText,
  unbatchedWrites,
} from '../weigh.ts';

export const hazard = defineHazard({
  id: 'unbatched-write',
  dimension: 'performance',
  severity: 'high',
  summary: 'A large part of a table is changed by one statement.',
  headline: (count) => `${count} tables are changed in one go`,
  why: 'All its rows stay locked until the end, writers of them wait, replicas fall behind, and the engine keeps the old of every row beside the new meanwhile.',
  advice:
    'Change some thousand rows at a time by ranges of the key, each piece in a transaction of its own, with pauses.',
  effort: 'hours',
  tradeOff: 'It takes longer, and the application meets rows of both kinds meanwhile.',
  when: ({ oneWriter }) => !oneWriter,
  example: {
    schema: 'create table orders (id bigint primary key, status text);',
    migration: "update orders set status = 'new';",
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'update', 'delete', 'merge')) {
      if (!unbatchedWrites(statement, context).includes(action)) continue;
      const table = context.resolve(action.table);
      const rows = context.rows(table);
      const whole = goesThroughAll(action);
      const expected = expectedRowsOf(action, statement, context);
      yield {
        statement,
        at: tableSubject(table),
        message: `${action.kind.toUpperCase()} ${extent(action, expected, context)} in one statement`,
        evidence: [...effectsEvidence(statement, context), ...plannedEvidence(expected, rows)],
        severity: rows === undefined && !whole ? 'medium' : severityByCount(expected?.rows ?? rows ?? 0),
        saferForm: true,
      };
    }
    for (const statement of context.statements) yield* unsaid(statement, context);
  },
});

/** What was seen of statements that do not say which rows they write. */
function* unsaid(statement: CheckedStatement, context: CheckContext) {
  for (const { table, rows } of hiddenWrites(statement, context)) {
    const count = context.rows(table);
    yield {
      statement,
      at: tableSubject(table),
      message: `the statement goes through all of ${tableText(table, context)}, whose rows it was seen to ${rows === 'changed' ? 'change' : 'lock'}`,
      evidence: effectsEvidence(statement, context),
      severity: count === undefined ? ('medium' as const) : severityByCount(count),
    };
  }
}

/** `goes through every row of public.orders`, `changes about 10 000 000 rows of public.orders (50 000 000 rows (declared))`. */
function extent(action: RowWrite, expected: ExpectedRows | undefined, context: CheckContext): string {
  const table = context.resolve(action.table);
  const named = tableText(table, context);
  if (goesThroughAll(action)) return `goes through every row of ${named}`;
  if (expected === undefined) return `goes through all of ${named}`;
  const verb = action.kind === 'delete' ? 'removes' : 'changes';
  const several = expected.valuesUnknown ? `${verb} maybe` : `${verb} about`;
  if (context.rows(table) !== undefined) return `${several} ${groupDigits(expected.rows)} rows of ${named}`;
  return `${several} ${Math.round((expected.rows / presumedRows) * 100)}% of ${named}`;
}

function plannedEvidence(expected: ExpectedRows | undefined, rows: number | undefined): readonly Evidence[] {
  if (expected === undefined) return [];
  const size = rows === undefined ? `were the table of ${groupDigits(presumedRows)} rows` : 'at this size';
  if (expected.valuesUnknown) {
    const text = `${groupDigits(expected.rows)} rows is what the planner takes for a condition of this form ${size}: nobody told what its columns hold`;
    return [presumed(text)];
  }
  const text = `the planner expects the condition to hold for ${groupDigits(expected.rows)} rows ${size}`;
  return [{ kind: 'planned', text }];
}
