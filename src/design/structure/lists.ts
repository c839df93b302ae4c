import type { BlueprintColumn, BlueprintTable } from '../../catalog/blueprint.ts';
import { plural, words } from '../../catalog/words.ts';
import type { Entity } from '../model.ts';
import type { Names } from './names.ts';

/** The column of a closed list that is a type or a table of its own. */
export function withList(
  column: BlueprintColumn,
  form: 'enum' | 'table',
  entity: Entity,
  { names }: { readonly names: Names },
): BlueprintColumn {
  const name = column.name.startsWith(`${entity.name}_`) ? column.name : `${entity.name}_${column.name}`;
  if (form === 'enum') return { ...column, listType: free(name, names, entity) };
  const all = words(name);
  const last = all.at(-1) ?? name;
  return { ...column, listTable: free([...all.slice(0, -1), plural(last)].join('_'), names, entity) };
}

/** A table is a type, too: both share one space of names. */
function free(name: string, names: Names, { name: entity }: Entity): string {
  const taken = names.table(entity) === name || names.table(name) === name;
  return taken && names.table(entity) === name ? `${name}_values` : name;
}

/** The tables of closed lists, with the rows that they begin with. */
export function lookupTables(tables: readonly BlueprintTable[]): BlueprintTable[] {
  const found = new Map<string, BlueprintTable>();
  for (const table of tables) {
    for (const { name, listTable, values = [], meaning } of table.columns) {
      if (listTable === undefined || found.has(listTable)) continue;
      const what = name.replaceAll('_', ' ');
      found.set(listTable, {
        name: listTable,
        about: `What the ${what} of ${table.name.replaceAll('_', ' ')} may be: a row for each value.`,
        columns: [
          {
            name: 'code',
            meaning: meaning === 'status' ? 'status' : 'choice',
            nullable: false,
            about: 'As programs know it, and as it stands in rows.',
          },
          { name: 'label', meaning: 'name', nullable: false, about: 'As people read it.' },
          { name: 'position', meaning: 'integer', nullable: false, default: 0, about: 'Its place in lists.' },
          {
            name: 'is_active',
            meaning: 'boolean',
            nullable: false,
            default: true,
            about: 'Whether it can still be chosen.',
          },
        ],
        primaryKey: ['code'],
        uniques: [],
        references: [],
        checks: [],
        indexes: [],
        rows: values.map((value, at) => ({ code: value, label: labelOf(value), position: at + 1 })),
      });
    }
  }
  return [...found.values()];
}

function labelOf(value: string): string {
  const text = value.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
