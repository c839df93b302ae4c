import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Statement } from '../../engine.ts';
import type { DraftStep, Phase, Situation, StatementsWork, Undo } from '../../procedure.ts';
import { quoteLiteral, quoteName } from '../quote.ts';
import { alone, transactional } from '../render/layout.ts';

/** Statements that stand or fall together. */
export function work(...sql: readonly (string | Statement)[]): StatementsWork {
  return { kind: 'statements', statements: sql.map((one) => (typeof one === 'string' ? transactional(one) : one)) };
}

/** What takes a step back, in one transaction. */
export function undoBy(...sql: readonly (string | Statement)[]): Undo {
  return { work: sql.length === 0 ? [] : [work(...sql)] };
}

/** Nothing is left to take back. */
export const nothingToUndo: Undo = { work: [] };

/** Drops before a change of what comes back under the same name, or in the same place, with it. */
export function droppedBefore(
  { changes, at }: Pick<Situation, 'changes' | 'at'>,
  isSame: (object: CatalogObject) => boolean,
): Extract<Change, { readonly kind: 'drop' }> | undefined {
  return changes
    .slice(0, at)
    .filter((one) => one.kind === 'drop')
    .find((one) => isSame(one.object));
}

type Rest = Omit<DraftStep, 'title' | 'phase' | 'work'>;

export function step(title: string, phase: Phase, done: DraftStep['work'], rest: Rest): DraftStep {
  return { title, phase, work: done, ...rest };
}

/** An index's statement with the word CONCURRENTLY. */
function concurrently(definition: string): string {
  return definition.replace(/^CREATE( UNIQUE)? INDEX (?!CONCURRENTLY)/, 'CREATE$1 INDEX CONCURRENTLY ');
}

/** Builds an index while reads and writes go on; what a broken build leaves is taken away before another try. */
export function buildConcurrently(definition: string, index: QualifiedName): StatementsWork {
  return {
    ...work(alone(concurrently(definition))),
    recover: {
      done: `SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(${quoteLiteral(quoteName(index))})), false)`,
      cleanUp: [alone(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index)}`)],
    },
  };
}

/** Drops an index while reads and writes go on; done again, it finishes what was broken off. */
export function dropConcurrently(index: QualifiedName): StatementsWork {
  return {
    ...work(alone(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index)}`)),
    recover: { done: `SELECT to_regclass(${quoteLiteral(quoteName(index))}) IS NULL`, cleanUp: [] },
  };
}
