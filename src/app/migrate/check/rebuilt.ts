import type { Lookups } from '../../../catalog/lookups.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import type { CheckedStatement } from '../../../check/checked.ts';
import type { WrittenName } from '../../../engines/migration-action.ts';

/** A table that another one has taken the place of, with its rows. */
export interface RebuiltTable {
  readonly table: QualifiedName;
  /** The statement that copies the rows. */
  readonly copied: CheckedStatement;
}

/**
 * Tables that are dropped after a statement has read all their rows into another table, where there is one of their name
 * at the end: CREATE, INSERT … SELECT, DROP and RENAME in whatever order.
 */
export function rebuiltTables(
  statements: readonly CheckedStatement[],
  before: Lookups,
  after: Lookups,
  resolve: (name: WrittenName) => QualifiedName,
): readonly RebuiltTable[] {
  const rebuilt: RebuiltTable[] = [];
  for (const [at, { actions, error, transaction }] of statements.entries()) {
    if (error || transaction?.undone) continue;
    for (const action of actions) {
      if (action.kind !== 'drop' || action.objectKind !== 'table') continue;
      for (const table of action.objects.map(resolve)) {
        if (![before, after].every((side) => side.table(table) ?? side.rowHolder(table))) continue;
        const copied = statements.slice(0, at).findLast((one) => copies(one, table));
        if (copied) rebuilt.push({ table, copied });
      }
    }
  }
  return rebuilt;
}

function copies({ actions, effects, error }: CheckedStatement, table: QualifiedName): boolean {
  const into = actions.find((action) => action.kind === 'insert' && action.from === 'query');
  if (error || !into) return false;
  return effects.scanned.some((one) => sameName(one, table));
}

/** The statements that copy the rows write the table anew. */
export function withRewrites(
  statements: readonly CheckedStatement[],
  rebuilt: readonly RebuiltTable[],
): readonly CheckedStatement[] {
  return statements.map((statement) => {
    const own = rebuilt.filter(({ copied }) => copied === statement).map(({ table }) => table);
    if (own.length === 0) return statement;
    const { effects } = statement;
    return { ...statement, effects: { ...effects, rewritten: [...effects.rewritten, ...own] } };
  });
}
