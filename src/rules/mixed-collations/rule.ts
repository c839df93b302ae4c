import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'mixed-collations',
  category: 'types',
  dimension: 'performance',
  severity: 'medium',
  summary: 'Columns that are joined by their name have different collations.',
  headline: (count) => `${count} pairs of columns cannot be joined by an index: their collations differ`,
  why: 'Two columns of one character set and different collations cannot be compared at all (error 1267); of two sets, the one side is converted row by row, and its index is not used.',
  effort: 'hours',
  tradeOff: 'Another collation rewrites the column and its indexes, and values that were different may become equal.',
  needs: ['catalog'],
  when: (traits) => traits.comparesWithinCollation,
  settings: {},
  *check({ lookups }) {
    const byName = new Map<string, Member[]>();
    for (const table of lookups.ownTables) {
      for (const column of table.columns) {
        const collation = collationOf(table, column);
        if (collation === undefined) continue;
        const members = byName.get(column.name.toLowerCase()) ?? [];
        byName.set(column.name.toLowerCase(), members);
        members.push({ table, column, collation });
      }
    }
    for (const members of byName.values()) {
      // A column that is a key, and all that have its name: what people join by.
      const keys = members.filter(({ table, column }) => isKey(table, column));
      const [key] = keys;
      if (!key) continue;
      for (const other of members) {
        if (other === key || other.table === key.table || other.collation === key.collation) continue;
        // Names that many tables have for things of their own are no join.
        if (!sameType(key.column, other.column) || isCommonName(other.column.name)) continue;
        const sets = [key, other].map(({ collation }) => collation.replace(/_.*$/, ''));
        const consequence =
          sets[0] === sets[1]
            ? 'comparing them is an error'
            : `comparing them converts ${sets[0] === widest(sets) ? qualified(other.table) : qualified(key.table)} row by row`;
        yield {
          at: { kind: 'column', object: other.table, names: [other.column.name] },
          message: `${qualifiedColumn(other.table, other.column.name)} is ${other.collation}, and ${qualifiedColumn(key.table, key.column.name)}, a key of that name, ${key.collation}: ${consequence}`,
          evidence: [
            stated(`${qualifiedColumn(key.table, key.column.name)} is ${key.column.type.text} in ${key.collation}`),
            stated(
              `${qualifiedColumn(other.table, other.column.name)} is ${other.column.type.text} in ${other.collation}`,
            ),
          ],
          changes: [],
        };
      }
    }
  },
});

interface Member {
  readonly table: Table;
  readonly column: Column;
  readonly collation: string;
}

/** Of a text: its own, else its table's. */
function collationOf({ options }: Table, { collation, type }: Column): string | undefined {
  if (type.family !== 'text' && type.family !== 'character') return undefined;
  return collation?.name ?? options['collation'];
}

/** Whether a column by itself tells rows apart. */
function isKey({ primaryKey, uniques }: Table, { name }: Column): boolean {
  return [primaryKey, ...uniques].some((key) => key?.columns.length === 1 && key.columns[0] === name);
}

function sameType(one: Column, other: Column): boolean {
  return one.type.length === other.type.length || one.type.name === other.type.name;
}

/** Keys of their own table, each by another meaning. */
function isCommonName(name: string): boolean {
  return /^(?:name|title|label|slug|code|type|status|description|value|key|token|hash)$/i.test(name);
}

/** The character set that holds all of the other. */
function widest(sets: readonly string[]): string | undefined {
  const order = ['ascii', 'latin1', 'utf8', 'utf8mb3', 'utf8mb4'];
  return [...sets].sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];
}
