import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { indexSubject } from '../index-owner.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'text-indexed-by-beginning',
  category: 'indexes',
  dimension: 'performance',
  severity: 'low',
  summary: 'An index that holds only the beginning of a long text or of long bytes.',
  headline: (count) => `${count} indexes hold only the beginning of a long text`,
  why: 'What the index finds are candidates: the row of each is read to compare the rest. It gives no order, so that ORDER BY sorts, and no query is answered from it alone.',
  effort: 'hours',
  tradeOff: 'A shorter type refuses longer values; a hash beside the text finds equal values alone.',
  needs: ['catalog'],
  when: (traits) => traits.clusteredByPrimaryKey,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      for (const index of table.indexes) {
        // One that is unique has a worse fault.
        if (index.unique) continue;
        for (const { prefix } of index.keys) {
          const column = prefix && lookups.column(table, prefix.column);
          if (!column || !/(?:text|blob)$/.test(column.type.name)) continue;
          yield {
            at: indexSubject(table, index),
            message: `${qualified(table)}: index ${displayName(index.name)} holds the first ${prefix.length} ${column.type.family === 'binary' ? 'bytes' : 'characters'} of ${displayName(prefix.column)} (${column.type.text}) alone: values that are alike so far are told apart by their rows`,
            evidence: [
              stated(
                `the index is on ${displayName(prefix.column)}(${prefix.length}), and the column is ${column.type.text}`,
              ),
            ],
            changes: [],
          };
          break;
        }
      }
    }
  },
});
