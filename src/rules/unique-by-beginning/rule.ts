import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { indexSubject } from '../index-owner.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'unique-by-beginning',
  category: 'indexes',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A unique index that compares only the beginning of a text.',
  headline: (count) => `${count} unique indexes compare only the beginning of a text`,
  why: 'Two values that differ only behind that beginning are refused as the same.',
  effort: 'hours',
  tradeOff: 'A hash beside the text has to be kept, which a generated column does by itself.',
  needs: ['catalog'],
  when: (traits) => traits.clusteredByPrimaryKey,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      for (const index of table.indexes) {
        const [part] = index.keys.flatMap((one) => one.prefix ?? []);
        if (!index.unique || !part) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: unique index ${displayName(index.name)} compares the first ${part.length} of ${displayName(part.column)} alone: values that differ later are refused`,
          evidence: [stated(`the index is on ${displayName(part.column)}(${part.length})`)],
          changes: [],
        };
      }
    }
  },
});
