import type { MigrationAction } from '../../engines/migration-action.ts';
import { type Draft, same, tableNamed } from '../../engines/mysql/read/draft.ts';
import { readerOf } from '../../engines/mysql/sql/reader.ts';

type RowWrite = Extract<MigrationAction, { readonly kind: 'update' | 'delete' | 'merge' }>;

/**
 * Whether a write goes through the whole table, or as many rows as nobody knows: no index begins with a column that the
 * condition sets equal to something, or bounds on both sides.
 */
export function goesThrough({ table: { name }, where, joins }: RowWrite, draft: Draft): boolean {
  if (where === undefined) return true;
  if (/\bLIMIT\s+\d+\s*$/i.test(where)) return false;
  if (joins || /\bOR\b/i.test(where)) return true;
  const table = tableNamed(draft, name);
  const leading = table.indexes.flatMap(({ keys: [first] }) => first?.column ?? []);
  return !leading.some((column) => isNarrow(column, where, draft));
}

/** `id = 7`, `id IN (…)`, `id BETWEEN 1 AND 10`, `id > 0 AND id <= 5000`. */
function isNarrow(column: string, where: string, { dialect, ansiQuotes }: Draft): boolean {
  const reader = readerOf(where, dialect, ansiQuotes);
  let [above, below] = [false, false];
  while (!reader.done()) {
    const token = reader.next();
    if (!token || (token.kind !== 'word' && token.kind !== 'name')) continue;
    if (!same(token.kind === 'word' ? token.text : token.value, column)) continue;
    const operator = reader.peek()?.value ?? '';
    if (operator === '=' || operator === 'IN' || operator === 'BETWEEN' || operator === '<=>') return true;
    if (operator === '>' || operator === '>=') above = true;
    if (operator === '<' || operator === '<=') below = true;
  }
  return above && below;
}
