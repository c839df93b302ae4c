import type { Change } from '../../../catalog/change.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { DraftStep, Procedure, Situation, Undo } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { addUsingIndex } from './constraints.ts';
import { marksOf } from './marks.ts';
import { plainSteps } from './plain.ts';
import { commentOf } from './restored.ts';
import { buildConcurrently, work } from './steps.ts';
import { ruleGone } from './unique-rules.ts';
import { blockers } from './watch.ts';

type KeyObject = Extract<CatalogObject, { readonly type: 'primary key' | 'unique' }>;

/**
 * A primary key or unique constraint that nothing takes the place of goes after the deploy: the application as it was may
 * rely on it. What partitions have of their parent's goes with that.
 */
export function dropKey(
  change: Extract<Change, { readonly kind: 'drop' }>,
  object: KeyObject,
  situation: Situation,
): Procedure | undefined {
  const { table, index, constraint } = object;
  if (!index || index.partitionOf) return undefined;
  const { needs, breaks } = ruleGone({ table, index, constraint }, situation);
  const again = object.partitioned || constraint.withoutOverlaps ? undefined : undoOfDrop(object, situation);
  return {
    steps: plainSteps(change, situation).map(
      (one): DraftStep => ({
        ...one,
        ...(again ? { undo: again } : {}),
        phase: 'contract',
        needs,
        ...(breaks === undefined ? {} : { breaks }),
        watch: [blockers],
      }),
    ),
  };
}

/** Its index is built again while writes go on. */
function undoOfDrop(object: KeyObject, { traits }: Situation): Undo {
  const { table, constraint, index, type } = object;
  if (!index) throw new Error(`no index of ${constraint.name}`);
  const comments = commentOf(object).flatMap((one) => renderChange(one, traits));
  return {
    work: [
      buildConcurrently(index.definition, { schema: table.schema, name: index.name }),
      work(addUsingIndex(table, constraint, type, index.name), ...comments, ...marksOf(table, index)),
    ],
  };
}
