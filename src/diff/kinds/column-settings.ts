import type { Change } from '../../catalog/change.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import type { ObjectReference } from '../../catalog/object.ts';
import type { Column } from '../../catalog/table.ts';
import { optionChanges } from './options.ts';

export type Settings = Pick<Column, 'storage' | 'compression' | 'statisticsTarget' | 'options'>;

/** How values of a column are stored: a table's or a materialised view's. */
export function storageChanges(
  of: { readonly table: QualifiedName; readonly column: string },
  from: Settings,
  to: Settings & Pick<Column, 'type'>,
): readonly Change[] {
  const changes: Change[] = [];
  if (from.storage !== to.storage) {
    changes.push({
      kind: 'set storage',
      ...of,
      type: to.type,
      ...(to.storage === undefined ? {} : { storage: to.storage }),
      ...(from.storage === undefined ? {} : { was: from.storage }),
    });
  }
  if (from.compression !== to.compression) {
    changes.push({
      kind: 'set compression',
      ...of,
      ...(to.compression === undefined ? {} : { compression: to.compression }),
      ...(from.compression === undefined ? {} : { was: from.compression }),
    });
  }
  return changes;
}

/** What the planner is told of a column, or how it is called elsewhere: `foreign` columns have options of their own. */
export function toldChanges(
  of: { readonly table: QualifiedName; readonly column: string; readonly foreign?: true },
  from: Settings,
  to: Settings,
): readonly Change[] {
  const { table, column, foreign } = of;
  const form = foreign ? ({ form: 'foreign' } as const) : {};
  const reference: ObjectReference = { kind: 'column', name: column, of: table, ...form };
  const changes: Change[] = [];
  if (from.statisticsTarget !== to.statisticsTarget) {
    changes.push(
      to.statisticsTarget === undefined
        ? { kind: 'reset statistics target', table, column, was: from.statisticsTarget ?? -1 }
        : { kind: 'set statistics target', table, column, target: to.statisticsTarget },
    );
  }
  return [...changes, ...optionChanges(reference, from.options ?? {}, to.options ?? {})];
}
