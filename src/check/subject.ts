import type { Subject } from '../findings/finding.ts';
import type { CheckContext, CheckedStatement } from './checked.ts';

/** What a statement is about: the first object that it names. */
export function subjectOf({ actions, at }: CheckedStatement, context: Pick<CheckContext, 'resolve'>): Subject {
  for (const action of actions) {
    if ('table' in action && action.table) {
      const table = context.resolve(action.table);
      const index = action.kind === 'create index' ? action.index : undefined;
      if (index !== undefined) return { kind: 'index', object: table, names: [index] };
      return 'column' in action
        ? { kind: 'column', object: table, names: [action.column] }
        : { kind: 'table', object: table };
    }
    if (action.kind === 'drop' && action.objects[0]) {
      const object = context.resolve(action.objects[0]);
      const kind = action.objectKind === 'index' ? 'table' : action.objectKind;
      const known: Subject['kind'] =
        kind === 'view' || kind === 'routine' || kind === 'sequence' || kind === 'type' ? kind : 'table';
      return { kind: known, object };
    }
    if ('type' in action && typeof action.type === 'object')
      return { kind: 'type', object: context.resolve(action.type) };
    if ('domain' in action) return { kind: 'type', object: context.resolve(action.domain) };
    if ('view' in action) return { kind: 'view', object: context.resolve(action.view) };
    if (action.kind === 'rename' || action.kind === 'set schema')
      return { kind: 'table', object: context.resolve(action.object) };
    if ('tables' in action && action.tables[0]) return { kind: 'table', object: context.resolve(action.tables[0]) };
  }
  return { kind: 'schema', object: { schema: at.file, name: at.file } };
}
