import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { columnSet, servesForeignKey } from '../foreign-key-index.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'foreign-key-without-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'high',
  summary: 'A foreign key whose columns no index begins with.',
  headline: (count) => `${count} foreign keys have no index`,
  why: 'Deleting or re-keying a parent row reads the whole child table while it holds locks, once for every row; joins from parent to child do the same.',
  effort: 'minutes',
  tradeOff: 'Every insert, and every update of the columns, writes one more index entry.',
  needs: ['catalog'],
  when: (traits) => !traits.indexesForeignKeys,
  settings: { smallTableRows: 1000 },
  *check({ catalog, lookups, sizes, settings, traits }) {
    for (const table of catalog.tables) {
      // A partition's copy is judged with its parent, where the index is made for all partitions at once.
      if (table.kind !== 'table' || table.partitionOf) continue;
      const reported = new Set<string>();
      for (const key of table.foreignKeys) {
        if (table.indexes.some((index) => servesForeignKey(index, key)) || reported.has(columnSet(key.columns)))
          continue;
        reported.add(columnSet(key.columns));
        const rows = sizes.rows(table);
        const small = rows !== undefined && rows <= settings.smallTableRows;
        const size = sizes.describe(table);
        yield {
          at: { kind: 'column', object: table, names: key.columns },
          message: `${qualified(table)}(${key.columns.map(displayName).join(', ')}) references ${qualified(key.references)} and no index begins with ${key.columns.length === 1 ? 'it' : 'these columns'}${size ? `; ${size}` : ''}`,
          evidence: [
            stated(
              `${indexCount(table)} of ${qualified(table)} begins with ${key.columns.map(displayName).join(', ')}`,
            ),
            ...consequence(key, lookups),
          ],
          severity: small ? 'low' : 'high',
          changes: [
            {
              kind: 'create index',
              table,
              name: lookups.freeIndexName(table, key.columns, 'idx', traits.identifierBytes),
              keys: key.columns.map((column) => ({ column })),
              ...(table.partitioning ? { partitioned: true as const } : {}),
            },
          ],
          questions: sizes.unknown
            ? [
                {
                  question: 'How many rows do the tables have?',
                  changes: 'which unindexed foreign keys matter: those of small tables do not',
                },
              ]
            : [],
        };
      }
    }
  },
});

function consequence(key: ForeignKey, lookups: Lookups) {
  if (key.onDelete !== 'cascade' && key.onDelete !== 'set null' && key.onDelete !== 'set default') return [];
  const parent = lookups.table(key.references);
  return parent
    ? [
        stated(
          `ON DELETE ${key.onDelete.toUpperCase()}: every delete from ${qualified(parent)} looks for its rows here`,
        ),
      ]
    : [];
}

function indexCount(table: Table): string {
  const count = table.indexes.length;
  return count === 0 ? 'no index' : count === 1 ? 'not the one index' : `none of the ${count} indexes`;
}
