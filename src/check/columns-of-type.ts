import type { UserType } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Column, Table } from '../catalog/table.ts';
import type { DataType } from '../catalog/type.ts';
import type { MigrationAction } from '../engines/migration-action.ts';
import type { CheckContext } from './checked.ts';

/** The columns that go when types are dropped with whatever depends on them: of the types, of arrays of them, of types over them. */
export function columnsDroppedWith(
  action: MigrationAction,
  context: Pick<CheckContext, 'lookups' | 'resolve' | 'types'>,
): readonly { readonly table: Table; readonly column: Column; readonly type: QualifiedName }[] {
  if (action.kind !== 'drop' || !action.cascade) return [];
  if (action.objectKind !== 'type' && action.objectKind !== 'domain') return [];
  const types = action.objects.map(context.resolve).filter((type) => context.types.has(qualified(type)));
  return types.flatMap((type) =>
    context.lookups.ownTables.flatMap((table) =>
      table.columns
        .filter((column) => leadsTo(column.type, qualified(type), context.types))
        .map((column) => ({ table, column, type })),
    ),
  );
}

/** A composite type loses the attribute alone, and its columns stay. */
function leadsTo(type: DataType, name: string, types: ReadonlyMap<string, UserType>): boolean {
  if (type.element && leadsTo(type.element, name, types)) return true;
  if (!type.ref) return false;
  if (qualified(type.ref) === name) return true;
  const own = types.get(qualified(type.ref));
  if (own?.kind === 'domain') return leadsTo(own.base, name, types);
  return own?.kind === 'range' && leadsTo(own.subtype, name, types);
}
