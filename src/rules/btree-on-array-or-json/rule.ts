import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Index, IndexKey, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { TypeFamily } from '../../catalog/type.ts';
import { words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { newIndex } from '../index-change.ts';
import { covers } from '../index-cover.ts';
import { dependent, dropIndex, indexSubject } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';

/** What is searched for its parts, with how people call it. */
const families: Partial<Readonly<Record<TypeFamily, string>>> = {
  array: 'an array',
  'json-binary': 'JSON',
  'key-value': 'a set of keys and values',
  'full-text': 'a text search vector',
};

export const rule = defineRule({
  id: 'btree-on-array-or-json',
  category: 'indexes',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A B-tree or hash index on a column that holds an array, JSON or the like.',
  headline: (count) => `${count} B-tree or hash indexes are on arrays, JSON or the like`,
  why: 'Such an index finds only whole equal values: it cannot tell which rows contain an element or a key. A value of more than 2.6 kB does not fit into a B-tree and makes its insert fail.',
  effort: 'minutes',
  tradeOff: 'A GIN index is slower to write; queries that compare whole values (=, ORDER BY) lose their index.',
  needs: ['catalog'],
  settings: {
    /** Words of names of arrays that are sorted by, as a whole: the path to a node of a tree. */
    ordered: [
      'path',
      'ancestry',
      'ancestors',
      'lineage',
      'breadcrumb',
      'breadcrumbs',
      'tree',
      'sort',
      'order',
      'position',
      'rank',
      'version',
    ] as readonly string[],
  },
  *check({ lookups, settings, traits }) {
    const ordered = new Set(settings.ordered);
    for (const table of lookups.ownTables) {
      for (const index of table.indexes) {
        if (!index.valid || index.unique || (index.method !== 'btree' && index.method !== 'hash')) continue;
        const keys = index.keys.flatMap((key) => {
          const column = key.column === undefined ? undefined : lookups.column(table, key.column);
          const what = column && families[column.type.family];
          const sorted = column?.type.family === 'array' && words(column.name).some((word) => ordered.has(word));
          return column && what && !sorted ? [{ key, what, type: column.type.text }] : [];
        });
        const [first] = keys;
        if (!first || dependent(table, index, lookups)) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)}, ${indexText(index)}, has ${keys.map(({ key, what, type }) => `${displayName(key.column ?? '')}, ${what} (${type}),`).join(' and ')} as a key`,
          evidence: [
            ...keys.map(({ key, type }) =>
              stated(`${displayName(key.column ?? '')} is ${type}, and the access method is ${index.method}`),
            ),
            presumed(
              'queries look for what the values contain, not for whole values',
              index.keys.length === 1 ? 'strong' : 'fair',
            ),
          ],
          changes: replace(
            table,
            index,
            keys.map(({ key }) => key),
            { lookups, traits },
          ),
        };
      }
    }
  },
});

/** A GIN index for each such column that has none, and an index of the keys that are left, where none covers them. */
function replace(
  table: Table,
  index: Index,
  keys: readonly IndexKey[],
  context: { readonly lookups: Lookups; readonly traits: Traits },
): readonly Change[] {
  const without = { ...index, keys: index.keys.filter((key) => !keys.includes(key)) };
  const rest =
    without.keys.length > 0 && !table.indexes.some((other) => covers(table, other, without)) ? [without] : [];
  const inverted = keys
    .map(
      (key): Index => ({
        ...index,
        method: 'gin',
        keys: [{ ...(key.column === undefined ? {} : { column: key.column }), descending: false, nullsFirst: false }],
        include: [],
      }),
    )
    .filter((wanted) => !table.indexes.some((other) => covers(table, other, wanted) || searches(other, wanted)));
  return [
    ...[...inverted, ...rest].map((wanted) => newIndex(table, wanted, index.predicate, context)),
    dropIndex(table, index),
  ];
}

/** A GIN index on the column already, of whatever operator class. */
function searches(other: Index, wanted: Index): boolean {
  return (
    other.valid &&
    other.method === 'gin' &&
    other.predicate === undefined &&
    other.keys.some((key) => key.column === wanted.keys[0]?.column)
  );
}
