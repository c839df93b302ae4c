import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { MigrationAction, WrittenName } from '../../../engines/migration-action.ts';
import type { Effects } from '../../../lab/effects.ts';

/**
 * What tables and columns were called before a script that renames them: what a later statement does to `old_orders` it
 * does to the rows of `orders`. Statements are taken in their order.
 */
export function formerNames(resolve: (name: WrittenName) => QualifiedName) {
  const tables = new Map<string, QualifiedName>();
  const columns = new Map<string, string>();
  const former = (name: QualifiedName): QualifiedName => tables.get(qualified(name)) ?? name;
  const formerWritten = (name: WrittenName): WrittenName => tables.get(qualified(resolve(name))) ?? name;
  const place = (table: QualifiedName, column: string): string => `${qualified(table)} ${column}`;

  const moved = (from: WrittenName, to: QualifiedName): void => {
    const origin = former(resolve(from));
    tables.delete(qualified(resolve(from)));
    tables.set(qualified(to), origin);
  };
  return {
    /** The actions of a statement, with the tables and columns that they touch as they were called. */
    actions(actions: readonly MigrationAction[]): readonly MigrationAction[] {
      return actions.map((action) => {
        const named = {
          ...action,
          ...('table' in action && action.table && action.kind !== 'create table'
            ? { table: formerWritten(action.table) }
            : {}),
          ...('tables' in action ? { tables: action.tables.map(formerWritten) } : {}),
          ...(action.kind === 'drop' && action.objectKind === 'table'
            ? { objects: action.objects.map(formerWritten) }
            : {}),
        } as MigrationAction;
        if (named.kind !== 'drop column' && named.kind !== 'change type') return named;
        const column = columns.get(place(resolve(named.table), named.column));
        return column === undefined ? named : { ...named, column };
      });
    },
    /** What a statement was seen to do, to relations as they were called. */
    effects(effects: Effects): Effects {
      if (tables.size === 0) return effects;
      return {
        ...effects,
        locks: effects.locks.map((lock) => ({ ...lock, relation: former(lock.relation) })),
        rewritten: effects.rewritten.map(former),
        scanned: effects.scanned.map(former),
        built: effects.built.map((index) => ({ ...index, table: former(index.table) })),
        newFiles: effects.newFiles.map(former),
      };
    },
    /** Takes note of what a statement that works has renamed. */
    learn(actions: readonly MigrationAction[]): void {
      for (const action of actions) {
        if (action.kind === 'rename' && action.objectKind === 'table') {
          moved(action.object, { schema: resolve(action.object).schema, name: action.to });
        } else if (action.kind === 'set schema' && action.objectKind === 'table') {
          moved(action.object, { schema: action.to, name: action.object.name });
        } else if (action.kind === 'rename column') {
          const table = former(resolve(action.table));
          const origin = columns.get(place(table, action.column)) ?? action.column;
          columns.delete(place(table, action.column));
          columns.set(place(table, action.to), origin);
        }
      }
    },
  };
}
