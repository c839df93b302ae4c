import { displayName, qualified } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { dependent, indexSubject } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'index-begins-with-few-values',
  category: 'indexes',
  dimension: 'performance',
  severity: 'low',
  summary:
    'An index over several columns whose first column has few values, where later ones are of no use without it.',
  headline: (count) => `${count} indexes begin with a column of few values`,
  why: 'A query that does not hold the first column equal reads the whole index or leaves it: the columns behind it, which tell rows apart, are not searched.',
  effort: 'minutes',
  tradeOff:
    'Where every query holds the first column equal, the order is right: it costs nothing there, and rows come in the order of the next column.',
  needs: ['catalog', 'statistics'],
  when: (traits) => !traits.usesLaterKeys,
  settings: {
    /** So many values at most are few. */
    fewValues: 8,
    smallTableRows: 10_000,
  },
  *check({ lookups, sizes, settings, advice }) {
    // Where queries are given, they tell whether the order is right: index-columns-in-wrong-order.
    if (advice) return;
    for (const table of lookups.ownTables) {
      const rows = sizes.rows(table);
      if (rows === undefined || rows <= settings.smallTableRows) continue;
      for (const index of table.indexes) {
        const [first, ...rest] = index.keys;
        if (first?.column === undefined || rest.length === 0 || index.method !== 'btree' || index.unique) continue;
        if (dependent(table, index, lookups) || table.foreignKeys.some((key) => servesForeignKey(index, key))) continue;
        const column = table.columns.find(({ name }) => name === first.column);
        const found = column && valuesOf(column, rows, sizes.statistics(table)?.columns[column.name]?.distinct);
        // One value is told by index-begins-with-one-value.
        if (!found || found.values < 2 || found.values > settings.fewValues) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)}, ${indexText(index)}, begins with ${displayName(first.column)}, which has ${found.values} values`,
          evidence: [found.evidence],
          changes: [],
          questions: [
            {
              question: `Does every query that is to use index ${displayName(index.name)} hold ${displayName(first.column)} equal?`,
              changes: 'whether the index begins with another column',
            },
          ],
        };
      }
    }
  },
});

/** How many values a column has: as counted, else as its type allows. */
function valuesOf(
  { name, type }: Column,
  rows: number,
  distinct: number | undefined,
): { readonly values: number; readonly evidence: Evidence } | undefined {
  const of = displayName(name);
  if (distinct !== undefined) {
    const values = Math.round(distinct >= 0 ? distinct : -distinct * rows);
    return { values, evidence: observed(`the engine's statistics count ${values} values of ${of}`) };
  }
  if (type.family === 'boolean') return { values: 2, evidence: stated(`${of} is ${type.text}`) };
  const labels = /^enum\((.*)\)$/is.exec(type.text)?.[1]?.match(/'(?:[^']|'')*'/g);
  return labels
    ? { values: labels.length, evidence: stated(`the type of ${of} has ${labels.length} values`) }
    : undefined;
}
