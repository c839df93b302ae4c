import type { CatalogObject } from '../catalog/object.ts';
import { ownerOf } from './dependencies.ts';
import type { Node } from './graph.ts';
import type { Item } from './items.ts';

/** What is in the way first, then what is made, by kind; what holds data is dropped last. */
const kinds: Readonly<Record<string, number>> = {
  schema: 0,
  extension: 1,
  other: 2,
  type: 3,
  sequence: 4,
  routine: 5,
  table: 6,
  column: 6,
  constraint: 6,
  index: 6,
  statistics: 6,
  view: 8,
  trigger: 9,
  rule: 9,
  policy: 9,
};

/** Whether it works on all that is made or changed after it: it comes last, and goes first. */
export function worksOnLater(object: CatalogObject): boolean {
  return object.kind === 'other' && ['event trigger', 'default privileges'].includes(object.other.kind);
}

/** The place among changes that may come in any order: stage, kind, object, part, and as they were thought of. */
export function rankOf(
  { change, role, key }: Pick<Node, 'change' | 'role' | 'key'>,
  item: Item,
  at: number,
): Node['rank'] {
  const { object } = item;
  const lasting = worksOnLater(object) || (object.kind === 'other' && object.other.on !== undefined);
  const foreign = object.kind === 'constraint' && object.type === 'foreign key';
  const holder = item.owner ?? ownerOf(item) ?? item.key;
  const kind = foreign ? 7 : (kinds[object.kind] ?? 2);
  const parts = ['table', 'view', 'column', 'constraint', 'index', 'statistics', 'trigger', 'rule', 'policy'];
  const part = parts.indexOf(object.kind);
  if (role === 'drop') {
    const holds = ['column', 'table', 'sequence', 'type', 'schema', 'extension', 'other'].includes(object.kind);
    const stage = lasting ? 0 : change.kind === 'drop default' || !holds ? 1 : 3;
    return [stage, -kind, holder, -part, item.key, at];
  }
  if (lasting) return [5, 0, item.key, 0, '', at];
  // Without its policies a guarded table shows no row: the guard is put up last, and taken down first.
  if (change.kind === 'set row security') return [change.enabled ? 4 : 0, kind, holder, part, item.key, at];
  // Whoever gives a thing away may do nothing more to it; a sequence is to be its table's before it becomes its column's.
  if (change.kind === 'set owner' && object.kind !== 'sequence') return [4, kind, holder, part, item.key, at];
  const early = change.kind === 'detach partition' || change.kind === 'no inherit' || change.kind === 'rename';
  return [early ? 1 : 2, kind, holder, part, item.key, key === item.key ? 0 : 1, at];
}
