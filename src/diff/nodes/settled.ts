import type { Change } from '../../catalog/change.ts';
import { defaultGrants } from '../../catalog/default-grants.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import { indexReference, objectKey } from '../../catalog/object.ts';
import { usualOwner } from '../../catalog/owner.ts';
import type { Grant } from '../../catalog/table.ts';
import type { Item } from '../items.ts';
import { attachSteps } from '../kinds/attach-index.ts';
import { compareColumns } from '../kinds/columns.ts';
import { freshGrants, grantChanges } from '../kinds/grants.ts';
import { triggerState } from '../kinds/guards.ts';
import { beforeOfNewChild, keptParents, parentsOfNew } from '../kinds/inherited.ts';
import { ownedKey, ownerOfNew, rightsAround } from '../kinds/owners.ts';
import { identitySequenceSteps, ownStep } from '../kinds/sequences.ts';
import { freshTable, keptMarks, tableSteps } from '../kinds/tables.ts';
import { viewSettings } from '../kinds/views.ts';
import type { Step } from '../outcome.ts';
import type { Ground } from './ground.ts';

/** Everything of a new object that its own statement does not say. */
export function settled(item: Item, ground: Ground): readonly Step[] {
  const { object, reference, comment, grants } = item;
  const finish = (change: Change): Step => ({ change, finish: true });
  const owner = ownerOfNew(item, ground);
  // A sequence can only become a column's own when both are of one role.
  const needs = owner.length > 0 && object.kind === 'sequence' ? [ownedKey(item.key)] : [];
  const rights = grants ? newGrants(item, grants, ground) : [];
  return [
    ...settings(item, ground).map((step) =>
      needs.length > 0 ? { ...step, needs: [...(step.needs ?? []), ...needs] } : step,
    ),
    ...(comment === undefined ? [] : [finish({ kind: 'set comment', object: reference, comment })]),
    ...indexComment(undefined, item),
    ...ofIdentity(undefined, item, ground),
    ...rightsAround(rights, item, owner, usualOwner(ground.context.from)),
    ...(object.kind === 'view' ? viewSettings(undefined, object.view) : []),
    ...owner,
  ];
}

/** The comment of the index that a constraint has: `before` is the same constraint, where it is not made anew. */
export function indexComment(before: Item | undefined, { object }: Item): readonly Step[] {
  if (object.kind !== 'constraint' || !object.index) return [];
  const was = before?.object.kind === 'constraint' ? before.object.index?.comment : undefined;
  const { name, comment } = object.index;
  if (comment === was) return [];
  const change: Change = {
    kind: 'set comment',
    object: indexReference(object.table, name),
    ...(comment === undefined ? {} : { comment }),
    ...(was === undefined ? {} : { was }),
  };
  return [{ change, finish: true }];
}

/** What is said of the sequence of an identity: `before` is the same column, where it is not made anew. */
export function ofIdentity(before: Item | undefined, { object, owner }: Item, { context }: Ground): readonly Step[] {
  if (object.kind !== 'column' || !object.identity) return [];
  const was = before?.object.kind === 'column' ? before.object.identity : undefined;
  const [table, tableWas] = [context.toTable(object.table), context.fromTable(object.table)];
  // It follows its table where that changes.
  const stays = was && table?.persistence === tableWas?.persistence;
  const usual = stays ? was.persistence : (table?.persistence ?? 'permanent');
  return identitySequenceSteps(was, object.identity, usual, owner === undefined ? [] : [owner]);
}

function settings(item: Item, ground: Ground): readonly Step[] {
  const { context, isCreated } = ground;
  const { object } = item;
  switch (object.kind) {
    case 'table':
      return tableSteps(freshTable(object.table), object.table);
    case 'column': {
      const table = context.toTable(object.table);
      if (!table) return [];
      const withTable = item.owner !== undefined && isCreated(item.owner);
      const parents = withTable ? parentsOfNew(table, object) : item.inherited ? parentsThatBring(item, ground) : [];
      const before = beforeOfNewChild(object, parents, context);
      const outcome = compareColumns(object.table, before, object, context);
      return outcome === 'replace' ? [] : outcome.map((step) => ({ ...step, finish: true }));
    }
    case 'sequence':
      return object.sequence.ownedBy ? [ownStep(object.sequence, undefined)] : [];
    case 'trigger':
      return triggerState(object, 'origin');
    case 'index':
    case 'constraint':
      return ofNewIndex(item, ground);
    default:
      return [];
  }
}

/** The parents from which a new column comes down: they get it, too. */
export function parentsThatBring(
  { reference, object }: Item,
  { context, isCreated }: Ground,
): readonly QualifiedName[] {
  const table = reference.of;
  if (!table || object.kind !== 'column') return [];
  return keptParents(table, context).filter((parent) =>
    isCreated(objectKey({ kind: 'column', name: object.column.name, of: parent })),
  );
}

function ofNewIndex({ object, key }: Item, { from, context }: Ground): readonly Step[] {
  if (object.kind !== 'index' && object.kind !== 'constraint') return [];
  const relation = object.kind === 'index' ? object.relation : object.table;
  const { index } = object;
  if (!index) return [];
  const was = from.items.get(key)?.object;
  const former = was?.kind === 'index' || was?.kind === 'constraint' ? was.index : undefined;
  const isTable = context.toTable(relation) !== undefined && context.fromTable(relation) !== undefined;
  return [...attachSteps(relation, index, context), ...(isTable ? keptMarks(relation, former, index) : [])];
}

/** Default privileges may have given rights to a new object, if it is made by the role that they are for. */
function newGrants({ reference }: Item, grants: readonly Grant[], { context }: Ground): readonly Change[] {
  const fresh = context.traits.rightsInSchema ? freshGrants(reference) : [];
  if (!context.from.others.some(({ defaults }) => defaults)) return grantChanges(reference, fresh, grants);
  const given = defaultGrants(context.from, reference);
  const unwanted = [...fresh, ...given.filter((grant) => !fresh.some((one) => one.grantee === grant.grantee))];
  // What is there from the beginning is not certain, so all is told.
  return [
    ...grantChanges(reference, unwanted, grants).filter((change) => change.kind === 'revoke'),
    ...grantChanges(reference, [], grants),
  ];
}
