import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { impliedByAdvice } from '../advised-foreign-key.ts';
import {
  adviceEvidence,
  adviceSeverity,
  advisedAt,
  gainLimits,
  orderedWrongly,
  placesOf,
  queryText,
  replacedIndexes,
  whyOf,
} from '../advised-index.ts';
import { dependent, dropIndex } from '../index-owner.ts';
import { defineRule } from '../rule.ts';

const why = 'The query reads far more than it returns, each time it runs, and the more the larger the table gets.';

export const rule = defineRule({
  id: 'query-without-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'high',
  summary: 'A query of the workload that no index serves, where the planner takes one that is not there.',
  headline: (count) => `${count} indexes that queries need are missing`,
  why,
  effort: 'minutes',
  tradeOff: 'Every insert, and many an update, writes one more index entry.',
  needs: ['workload'],
  settings: gainLimits,
  *check({ lookups, advice, settings, sizes }) {
    for (const table of lookups.ownTables) {
      for (const { advised, at } of advisedAt(advice, table)) {
        const [best] = advised.queries;
        // What only a foreign key needs is for its own rule to tell.
        const severity = adviceSeverity(advised, settings);
        if (!best || !severity || orderedWrongly(advised, table)) continue;
        const others = advised.queries.length - 1;
        const replaced = replacedIndexes(advised, table).filter((index) => !dependent(table, index, lookups));
        const keys = advised.foreignKeys.map(displayName).join(', ');
        yield {
          at,
          ...placesOf(advised),
          message: `${qualified(table)} has no index ${advised.definition}: ${queryText(best)}${others > 0 ? `; ${others} more ${others === 1 ? 'query gains' : 'queries gain'}` : ''}`,
          why: whyOf(advised, why),
          evidence: [
            ...adviceEvidence(advised),
            ...(keys === ''
              ? []
              : [
                  stated(
                    `it serves the foreign key ${keys} too: when a referenced row goes, its rows are looked for here`,
                  ),
                ]),
          ],
          severity,
          changes: [advised.change, ...replaced.map((index) => dropIndex(table, index))],
          implies: impliedByAdvice(advised, table),
          questions: sizes.unknown
            ? [
                {
                  question: 'How many rows do the tables have?',
                  changes: 'which queries need an index: those on small tables do not',
                },
              ]
            : [],
        };
      }
    }
  },
});
