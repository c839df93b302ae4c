import type { OtherObject } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { inAnyOrder } from '../catalog/extended-statistics.ts';
import type { CatalogObject, ObjectReference } from '../catalog/object.ts';
import type { Item } from './items.ts';
import { compareColumns } from './kinds/columns.ts';
import { compareConstraints } from './kinds/constraints.ts';
import { comparePolicies, compareTriggers } from './kinds/guards.ts';
import { compareIndexes } from './kinds/indexes.ts';
import { beforeOfChild } from './kinds/inherited.ts';
import { optionChanges } from './kinds/options.ts';
import { compareRoutines } from './kinds/routines.ts';
import { compareSequences } from './kinds/sequences.ts';
import { compareTables } from './kinds/tables.ts';
import { compareTypes } from './kinds/types.ts';
import { compareViews } from './kinds/views.ts';
import { cannotChange } from './notes.ts';
import type { Context, Outcome } from './outcome.ts';
import { same, sameBut } from './same.ts';

/** What turns one object into another of the same key; comments and rights aside. `used`: columns have the type. */
export function compare(from: Item, to: Item, context: Context, used: (key: string) => boolean): Outcome {
  const [before, after] = [from.object, to.object];
  if (before === after) return [];
  switch (after.kind) {
    case 'type':
      return before.kind === 'type' ? compareTypes(before.type, after.type, context, used(to.key)) : 'replace';
    case 'sequence':
      return before.kind === 'sequence' ? compareSequences(before.sequence, after.sequence) : 'replace';
    case 'routine':
      return before.kind === 'routine' ? compareRoutines(before.routine, after.routine) : 'replace';
    case 'table':
      return before.kind === 'table' ? compareTables(before.table, after.table) : 'replace';
    case 'column': {
      if (before.kind !== 'column') return 'replace';
      const now = beforeOfChild(before, after, context);
      return compareColumns(after.table, now, after, context);
    }
    case 'constraint':
      return before.kind === 'constraint' ? compareConstraints(before, after, context) : 'replace';
    case 'index':
      return before.kind === 'index' ? compareIndexes(after.relation, before.index, after.index, context) : 'replace';
    case 'view':
      return before.kind === 'view' ? compareViews(before.view, after.view, context.traits) : 'replace';
    case 'trigger':
      return before.kind === 'trigger' ? compareTriggers(before, after, context.traits) : 'replace';
    case 'policy':
      return before.kind === 'policy' ? comparePolicies(after.table, before.policy, after.policy) : 'replace';
    case 'rule': {
      if (before.kind !== 'rule') return 'replace';
      if (before.rule.definition === after.rule.definition) return [];
      return [{ change: { kind: 'replace', object: after, was: before } }];
    }
    case 'statistics':
      return before.kind === 'statistics' &&
        inAnyOrder(before.statistics).definition === inAnyOrder(after.statistics).definition
        ? []
        : 'replace';
    case 'extension': {
      if (before.kind !== 'extension' || before.extension.schema === after.extension.schema) return [];
      const { name, schema } = after.extension;
      const { schema: was } = before.extension;
      return [{ change: { kind: 'set schema', object: { kind: 'extension', name }, schema, was } }];
    }
    case 'schema':
      return [];
    case 'other':
      return before.kind === 'other' ? compareOthers(before, after, to, context) : 'replace';
  }
}

type Other = Extract<CatalogObject, { readonly kind: 'other' }>;

function compareOthers(from: Other, to: Other, { reference, key }: Item, { note }: Context): Outcome {
  const [before, after] = [from.other, to.other];
  const isFilledAnew = (before.holdsRows || after.holdsRows) && !sameOther(before, after);
  if (isSetAnew(before, after) || isFilledAnew) return [{ change: { kind: 'replace', object: to, was: from } }];
  if (!sameOther(before, after)) return 'replace';
  const changes = optionChanges(reference, before.options ?? {}, after.options ?? {});
  if (after.definition !== undefined) {
    return [...versionChanges(reference, before, after), ...changes].map((change) => ({ change }));
  }
  for (const { set, reset } of changes) note(cannotChange(after, key, [...Object.keys(set), ...reset]));
  return [];
}

function versionChanges(
  object: ObjectReference,
  { version: was }: OtherObject,
  { version }: OtherObject,
): readonly Change[] {
  if (was === version) return [];
  return [
    {
      kind: 'set server version',
      object,
      ...(version === undefined ? {} : { version }),
      ...(was === undefined ? {} : { was }),
    },
  ];
}

/** What is set for the same object otherwise, which takes the place of what was set before. */
function isSetAnew(from: OtherObject, to: OtherObject): boolean {
  return from.on !== undefined && same(from.on, to.on) && from.definition !== undefined && !sameOther(from, to);
}

/** But for what has changes of its own. Owners make no difference, and the moment from which something counts where both tell it alone: an engine settles it by itself. */
function sameOther(from: OtherObject, to: OtherObject): boolean {
  const isConstant = (text: string | undefined) => text?.startsWith("'");
  const otherStart = isConstant(from.starts) && isConstant(to.starts) && from.starts !== to.starts;
  return !otherStart && sameBut(from, to, 'owner', 'starts', 'version', 'options', 'grants', 'comment', 'holdsRows');
}
