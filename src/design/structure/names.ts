import { plural, words } from '../../catalog/words.ts';
import type { Design, Entity } from '../model.ts';

/** The names of tables and columns, free of words that the engine reserves. */
export interface Names {
  table(entity: string): string;
  column(entity: string, attribute: string): string;
}

/** Words without a plural of their own. */
const uncountable = new Set([
  'inventory',
  'stock',
  'staff',
  'equipment',
  'news',
  'data',
  'information',
  'history',
  'audit_log',
  'feedback',
  'metadata',
  'merchandise',
  'series',
  'species',
  'luggage',
  'furniture',
  'software',
  'hardware',
  'payroll',
]);

/** The name that a person gave the table, else the plural of the thing's. */
export function tableNameOf({ name, table }: Pick<Entity, 'name' | 'table'>): string {
  if (table !== undefined) return table;
  const all = words(name);
  const last = all.at(-1) ?? '';
  if (uncountable.has(name) || uncountable.has(last)) return name;
  return [...all.slice(0, -1), plural(last)].join('_');
}

/** Names in the order of the design: a table's name that is taken gets a number, a reserved word more words. */
export function namesFor(
  design: Pick<Design, 'entities'>,
  reserved: ReadonlySet<string>,
  identifierBytes: number,
): Names {
  const tables = new Map<string, string>();
  const taken = new Set<string>();
  for (const entity of design.entities) {
    const wanted = tableNameOf(entity);
    const base = (reserved.has(wanted) ? `${wanted}_rows` : wanted).slice(0, identifierBytes - 8);
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
    taken.add(name);
    tables.set(entity.name, name);
  }
  return {
    table: (entity) => tables.get(entity) ?? entity,
    column: (entity, attribute) =>
      (reserved.has(attribute) ? `${entity}_${attribute}` : attribute).slice(0, identifierBytes),
  };
}
