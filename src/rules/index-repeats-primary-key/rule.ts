import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { indexSubject } from '../index-owner.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'index-repeats-primary-key',
  category: 'indexes',
  dimension: 'performance',
  severity: 'low',
  summary: 'An index that ends with the primary key, which it carries anyway, beside one without it.',
  headline: (count) => `${count} indexes differ from another by the primary key alone`,
  why: 'Every index carries the primary key behind its own columns: both hold the same entries in the same order, and each is written and kept in memory.',
  effort: 'minutes',
  tradeOff: 'None that is known; a hint that names the dropped index fails.',
  needs: ['catalog'],
  when: (traits) => traits.clusteredByPrimaryKey,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      const key = table.primaryKey?.columns ?? [];
      if (key.length === 0) continue;
      const plain = table.indexes.filter(
        (one) =>
          one.method === 'btree' &&
          !one.constraint &&
          one.keys.every((part) => part.column !== undefined && !part.descending),
      );
      const columns = (index: (typeof plain)[number]) => index.keys.map((part) => part.column ?? '');
      for (const index of plain) {
        const own = columns(index);
        const short = own.slice(0, own.length - key.length);
        if (index.unique || short.length === 0 || own.slice(short.length).join() !== key.join()) continue;
        const other = plain.find((one) => one !== index && !one.unique && columns(one).join() === short.join());
        if (!other) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)} on ${own.map(displayName).join(', ')} holds what ${displayName(other.name)} on ${short.map(displayName).join(', ')} holds: the primary key ${key.map(displayName).join(', ')} stands behind every entry`,
          evidence: [stated(`the primary key of ${qualified(table)} is ${key.map(displayName).join(', ')}`)],
          changes: [],
        };
      }
    }
  },
});
