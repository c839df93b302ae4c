import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { dialectOf } from '../flavour.ts';
import { statementsWithin } from '../sql/under-mode.ts';
import { operationsOf } from './operations.ts';

/**
 * The statements of changes, one after the other. All changes of a table are made together: they stand with the last of
 * them, or later where what comes before them does.
 */
export function renderAll(
  changes: readonly Change[],
  traits: Traits,
  from: Catalog,
): readonly (readonly Statement[])[] {
  const result: Statement[][] = changes.map(() => []);
  let at = 0;
  for (const { sql, place } of operationsOf(changes, from, dialectOf(traits.name.replace(/^\D+/, '')))) {
    at = Math.max(at, place);
    result[at]?.push(...statementsWithin(sql).map((one) => ({ sql: one, transactional: false })));
  }
  return result;
}
