import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'key-beside-row-number',
  category: 'indexes',
  dimension: 'performance',
  severity: 'low',
  summary: 'A table is stored by a hidden row number, and its primary key in an index beside it.',
  headline: (count) => `${count} tables keep their primary key in an index beside the table`,
  why: 'The key is stored twice, and a look-up by it walks two trees: the index, then the table.',
  effort: 'minutes',
  tradeOff:
    'The table is built anew; every other index then holds the key in place of the row number, and wide rows make the tree deep.',
  needs: ['catalog'],
  when: (traits) => traits.rowNumberTables,
  settings: {
    /** A table with more columns than that is presumed to have rows too wide for it. */
    columns: 8,
    /** Other indexes, which would all get wider. */
    indexes: 2,
  },
  *check({ lookups, settings }) {
    for (const table of lookups.ownTables) {
      const key = table.primaryKey;
      if (!key || table.options['without_rowid'] === 'true' || isMigrationRecord(table.name)) continue;
      const columns = key.columns.flatMap((name) => lookups.column(table, name) ?? []);
      const [first, ...rest] = columns;
      // One integer is itself the number, or no wider than it.
      if (!first || (rest.length === 0 && first.type.family !== 'text' && first.type.family !== 'uuid')) continue;
      const others = table.indexes.filter(({ constraint }) => constraint !== key.name).length;
      const wide = table.columns.some(({ type }) => type.family === 'binary' || type.family === 'json');
      if (wide || table.columns.length > settings.columns || others > settings.indexes) continue;
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} is stored by row number; its primary key (${key.columns.map(displayName).join(', ')}) stands in an index beside it`,
        evidence: [
          stated(
            `the key has ${columns.length === 1 ? `the type ${first.type.text}` : `${columns.length} columns`}, and the table is not WITHOUT ROWID`,
          ),
          stated(
            `the table has ${table.columns.length} columns and ${others === 0 ? 'no other index' : `${others} other ${others === 1 ? 'index' : 'indexes'}`}`,
          ),
        ],
        changes: [
          ...columns
            .filter(({ nullable }) => nullable)
            .map(({ name }) => ({ kind: 'set not null' as const, table, column: name })),
          { kind: 'set table option', table, option: 'without_rowid', value: 'true' },
        ],
      };
    }
  },
});
