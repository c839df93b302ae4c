import { displayName, qualified } from '../../catalog/names.ts';
import { observed } from '../../findings/evidence.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { newIndex } from '../index-change.ts';
import { dependent, dropIndex, indexSubject } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'index-begins-with-one-value',
  category: 'indexes',
  dimension: 'performance',
  severity: 'medium',
  summary: 'An index over several columns whose first column has one value in all rows.',
  headline: (count) => `${count} indexes begin with a column that has one value in all rows`,
  why: 'The first column narrows nothing, and a query that does not name it cannot use the columns behind it, or only by skipping; every entry carries it all the same.',
  effort: 'minutes',
  tradeOff:
    'Where other values are to come, the order may be right for them: a column that is held equal stands first whatever number of values it has.',
  needs: ['catalog', 'statistics'],
  settings: {
    smallTableRows: 1000,
  },
  *check({ lookups, sizes, settings, traits }) {
    for (const table of lookups.ownTables) {
      const rows = sizes.rows(table);
      if (rows === undefined || rows <= settings.smallTableRows) continue;
      for (const index of table.indexes) {
        const [first, ...rest] = index.keys;
        const column = first?.column;
        if (column === undefined || rest.length === 0 || index.method !== 'btree' || index.unique) continue;
        if (index.predicate !== undefined || dependent(table, index, lookups)) continue;
        if (table.foreignKeys.some((key) => servesForeignKey(index, key))) continue;
        const known = sizes.statistics(table)?.columns[column];
        if (!known || known.nullFraction > 0) continue;
        const distinct = known.distinct >= 0 ? known.distinct : -known.distinct * rows;
        if (Math.round(distinct) !== 1) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)}, ${indexText(index)}, begins with ${displayName(column)}, which has one value in all rows`,
          evidence: [observed(`the engine's statistics count 1 value of ${displayName(column)}`)],
          changes: [newIndex(table, { ...index, keys: rest }, undefined, { lookups, traits }), dropIndex(table, index)],
          questions: [
            {
              question: 'Are columns that have one value today to have others?',
              changes: 'whether indexes that begin with them stay as they are',
            },
          ],
        };
      }
    }
  },
});
