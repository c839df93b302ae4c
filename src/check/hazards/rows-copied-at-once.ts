import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { type Evidence, presumed } from '../../findings/evidence.ts';
import { groupDigits } from '../../rules/sizes.ts';
import { actionsOf, type CheckContext, type CheckedStatement, type ExpectedRows } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, heavyWork, largestFirst, presumedRows, smallRows, tableText } from '../weigh.ts';

/** From so many rows on a copy takes minutes, and is worth its batches. */
const manyRows = 1_000_000;

export const hazard = defineHazard({
  id: 'rows-copied-at-once',
  dimension: 'performance',
  severity: 'medium',
  summary: 'The rows of a large table are copied by one statement.',
  headline: (count) => `${count} tables are filled from large ones in one go`,
  why: 'One transaction lasts as long as the copy: what others write meanwhile is not in it, what they delete cannot be cleaned up, replicas get it all at once, and a failure at the last row undoes the whole. What is read is locked against schema changes until the transaction ends, and behind a schema change that waits everybody waits.',
  advice:
    'Copy some thousand rows at a time by ranges of the key, each piece in a transaction of its own; have a trigger carry over what is written meanwhile.',
  effort: 'hours',
  tradeOff: 'It takes longer, and until it is done the copy has a part of the rows only.',
  when: ({ oneWriter }) => !oneWriter,
  example: {
    schema:
      'create table orders (id bigint primary key, status text); create table archive (id bigint primary key, status text);',
    migration: 'insert into archive select id, status from orders;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'insert', 'create table')) {
      const isCopy = action.kind === 'insert' ? action.from === 'query' : action.query;
      if (!isCopy || statement.error) continue;
      const expected = statement.expectedRows[statement.actions.indexOf(action)];
      const read = sourcesOf(statement, action.copies?.from.map(context.resolve), context);
      const isLarge = expected ? expected.rows >= smallRows : read.length > 0;
      if (!isLarge) continue;
      const into = context.resolve(action.table);
      const from = read.length === 0 ? '' : ` of ${read.map((table) => tableText(table, context)).join(' and ')}`;
      const known = read.some((table) => context.rows(table) !== undefined);
      yield {
        statement,
        at: tableSubject(read[0] ?? into),
        message: `${amount(expected, known || read.length === 0)}${from} are copied into ${qualified(into)} in one statement${heldLocks(statement)}`,
        evidence: [...effectsEvidence(statement, context), ...copyEvidence(expected, known)],
        severity: known && (expected?.rows ?? 0) >= manyRows ? ('high' as const) : ('medium' as const),
        weighs: read.length === 0 ? [into] : read,
      };
    }
  },
});

/** The large tables that the rows come out of. */
function sourcesOf(
  statement: CheckedStatement,
  named: readonly QualifiedName[] | undefined,
  context: CheckContext,
): readonly QualifiedName[] {
  const isLarge = (table: QualifiedName) => (context.rows(table) ?? smallRows) >= smallRows;
  const there = (named ?? heavyWork(statement, context).scanned).filter((table) => context.lookups.table(table));
  return largestFirst(there.filter(isLarge), context);
}

function amount(expected: ExpectedRows | undefined, known: boolean): string {
  if (!expected || !known) return 'the rows';
  return `${expected.valuesUnknown ? 'maybe' : 'about'} ${groupDigits(expected.rows)} rows`;
}

function copyEvidence(expected: ExpectedRows | undefined, known: boolean): readonly Evidence[] {
  if (expected === undefined) return [];
  const rows = groupDigits(expected.rows);
  if (expected.valuesUnknown)
    return [
      presumed(`${rows} rows is what the planner takes for a query of this form: nobody told what its columns hold`),
    ];
  const size = known ? 'at this size' : `were the tables of ${groupDigits(presumedRows)} rows`;
  return [{ kind: 'planned', text: `the planner expects the query to give ${rows} rows ${size}` }];
}

/** What the transaction holds to its end, in the engine's words. */
function heldLocks({ effects }: CheckedStatement): string {
  const held = effects.locks.filter(({ kind }) => kind === 'table');
  if (held.length === 0) return '';
  const named = held.map(({ relation, mode }) => `${mode} on ${qualified(relation)}`).join(' and ');
  return `, with ${named} to the end of its transaction`;
}
