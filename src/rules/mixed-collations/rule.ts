import type { Lookups } from '../../catalog/lookups.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import type { JoinedColumn } from '../joined-columns.ts';
import { type Draft, defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'mixed-collations',
  category: 'types',
  dimension: 'performance',
  severity: 'medium',
  summary: 'Columns that are joined, or share a name with a key, have different collations.',
  headline: (count) => `${count} pairs of columns cannot be joined by an index: their collations differ`,
  why: 'Two columns of one character set and different collations cannot be compared at all (error 1267); of two sets, the one side is converted row by row, and its index is not used.',
  effort: 'hours',
  tradeOff: 'Another collation rewrites the column and its indexes, and values that were different may become equal.',
  needs: ['catalog', 'workload'],
  when: (traits) => traits.comparesWithinCollation,
  settings: {},
  *check({ lookups, joins = [] }) {
    /** Each column once, with the first that it does not fit. */
    const told = new Set<string>();
    for (const { sides, by, place } of joins) {
      const [one, two] = sides.map((side) => memberOf(side, lookups));
      if (!one || !two || one.collation === two.collation) continue;
      const [key, other] = isKey(two.table, two.column) ? [two, one] : [one, two];
      if (told.has(nameOf(other))) continue;
      told.add(nameOf(other));
      yield { ...mixed(key, other, `which ${by} compares with it`), ...(place ? { place } : {}) };
    }
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
        if (!told.has(nameOf(other))) yield mixed(key, other, 'a key of that name');
      }
    }
  },
});

/** `how` says what ties the columns together. */
function mixed(key: Member, other: Member, how: string): Draft {
  const sets = [key, other].map(({ collation }) => collation.replace(/_.*$/, ''));
  const consequence =
    sets[0] === sets[1]
      ? 'comparing them is an error'
      : `comparing them converts ${sets[0] === widest(sets) ? qualified(other.table) : qualified(key.table)} row by row`;
  const said = ({ table, column, collation }: Member) =>
    stated(`${nameOf({ table, column })} is ${column.type.text} in ${collation}`);
  return {
    at: { kind: 'column', object: other.table, names: [other.column.name] },
    message: `${nameOf(other)} is ${other.collation}, and ${nameOf(key)}, ${how}, ${key.collation}: ${consequence}`,
    evidence: [said(key), said(other)],
    changes: [],
  };
}

function nameOf({ table, column }: Pick<Member, 'table' | 'column'>): string {
  return qualifiedColumn(table, column.name);
}

/** A column that a query names, where it is one of texts. */
function memberOf({ table, column }: JoinedColumn, lookups: Lookups): Member | undefined {
  const own = lookups.table(table);
  const found = own?.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
  const collation = own && found && collationOf(own, found);
  return own && found && collation !== undefined ? { table: own, column: found, collation } : undefined;
}

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
