import type { Change } from '../../../catalog/change.ts';
import { sameName } from '../../../catalog/names.ts';
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
  const phase = isOvertaken(object, situation) ? {} : { phase: 'contract' as const };
  const again = object.partitioned || constraint.withoutOverlaps ? undefined : undoOfDrop(object, situation);
  return {
    steps: plainSteps(change, situation).map(
      (one): DraftStep => ({
        ...one,
        ...(again ? { undo: again } : {}),
        ...phase,
        needs,
        ...(breaks === undefined ? {} : { breaks }),
        watch: [blockers],
      }),
    ),
  };
}

/** Whether a partition gets a key of its own by the name of the part that goes along: only then the name is free. */
function isOvertaken({ table, index }: KeyObject, { from, changes }: Situation): boolean {
  if (!index) return false;
  const parent = { schema: table.schema, name: index.name };
  const parts = from.tables.flatMap(({ schema, indexes }) =>
    indexes.filter((one) => one.partitionOf && sameName(one.partitionOf, parent)).map(({ name }) => ({ schema, name })),
  );
  return changes.some((change) => {
    if (change.kind !== 'create') return false;
    const { object } = change;
    if ((object.kind !== 'index' && object.kind !== 'constraint') || !object.index) return false;
    const { schema } = object.kind === 'index' ? object.relation : object.table;
    const { name } = object.index;
    return parts.some((part) => sameName(part, { schema, name }));
  });
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
