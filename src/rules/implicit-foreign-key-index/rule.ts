import { displayName, qualified } from '../../catalog/names.ts';
import type { ForeignKey, Index, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { indexSubject } from '../index-owner.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'implicit-foreign-key-index',
  category: 'indexes',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'An index that the engine made for a foreign key by itself.',
  headline: (count) => `${count} indexes stand behind foreign keys that nobody wrote an index for`,
  why: 'Nobody chose its columns, and it cannot be dropped while the key is there. It goes without a word when another index begins with the same columns, and a query that a hint ties to its name then fails.',
  effort: 'minutes',
  tradeOff: 'None: the index is there already, and is only given a name and the columns that queries want.',
  needs: ['catalog'],
  when: (traits) => traits.indexesForeignKeys,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      for (const key of table.foreignKeys) {
        const index = table.indexes.find((one) => isMadeFor(key, one, table));
        if (!index) continue;
        const columns = key.columns.map(displayName).join(', ');
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)} on ${columns} bears the name that the server gives by itself: it was made for foreign key ${displayName(key.name)}, to ${qualified(key.references)}`,
          evidence: [
            stated(
              `foreign key ${displayName(key.name)} is over ${columns}, and the index over the same columns has the name of ${index.name === key.name ? 'the key' : 'the first of them'}`,
            ),
          ],
          changes: [],
        };
      }
    }
  },
});

/** The server names it as the foreign key, or after its first column where the key has no name either. */
function isMadeFor({ name, columns }: ForeignKey, index: Index, table: Table): boolean {
  const isUnnamed = name.startsWith(`${table.name}_ibfk_`);
  return (
    !index.unique &&
    index.method === 'btree' &&
    index.keys.length === columns.length &&
    index.keys.every(({ column }, at) => column === columns[at]) &&
    (index.name === name || (isUnnamed && index.name === columns[0]))
  );
}
