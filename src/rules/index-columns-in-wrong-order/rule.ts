import { displayName, qualified } from '../../catalog/names.ts';
import type { Index } from '../../catalog/table.ts';
import { impliedByAdvice } from '../advised-foreign-key.ts';
import {
  adviceEvidence,
  adviceSeverity,
  advisedFor,
  gainLimits,
  orderedWrongly,
  placesOf,
  queryText,
  replacedIndexes,
  whyOf,
} from '../advised-index.ts';
import { dependent, dropIndex, indexSubject } from '../index-owner.ts';
import { keysText } from '../index-text.ts';
import { defineRule } from '../rule.ts';

const why =
  'A B-tree is read from its first column on: what the query asks of the later ones filters entry by entry, and rows do not come in the order that it wants.';

export const rule = defineRule({
  id: 'index-columns-in-wrong-order',
  category: 'indexes',
  dimension: 'performance',
  severity: 'high',
  summary: 'An index with the right columns in an order in which the queries of the workload cannot use them.',
  headline: (count) => `${count} indexes have their columns in the wrong order for the workload`,
  why,
  effort: 'minutes',
  tradeOff:
    'The present index stays until its counters show that nothing reads it; until then every write maintains both.',
  needs: ['workload'],
  settings: gainLimits,
  *check({ lookups, advice, settings }) {
    for (const table of lookups.ownTables) {
      const told = new Set<Index>();
      for (const advised of advisedFor(advice, table)) {
        const [best] = advised.queries;
        const present = orderedWrongly(advised, table);
        const severity = adviceSeverity(advised, settings);
        if (!best || !severity || !present || told.has(present)) continue;
        told.add(present);
        const replaced = replacedIndexes(advised, table).filter((index) => !dependent(table, index, lookups));
        const name = displayName(present.name);
        yield {
          at: indexSubject(table, present),
          ...placesOf(advised),
          message: `${qualified(table)}: index ${name} has its columns as (${keysText(present)}), and the workload needs ${advised.definition}: ${queryText(best)}`,
          why: whyOf(advised, why),
          evidence: adviceEvidence(advised),
          severity,
          changes: [advised.change, ...replaced.map((index) => dropIndex(table, index))],
          implies: impliedByAdvice(advised, table),
        };
      }
    }
  },
});
