import type { Catalog } from '../../catalog/catalog.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { ColumnStatistics } from '../../catalog/statistics.ts';
import type { Column, Index } from '../../catalog/table.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { dependent, dropIndex, indexSubject } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';

export const rule = defineRule({
  id: 'index-on-low-selectivity',
  category: 'indexes',
  dimension: 'performance',
  severity: 'medium',
  summary: 'An index on nothing but a column that has a handful of values.',
  headline: (count) => `${count} indexes are on a column of a handful of values`,
  why: 'Where each value stands for a large part of the rows, reading the whole table is mostly faster than going through the index, while every write maintains it.',
  effort: 'minutes',
  tradeOff:
    'If queries look for a rare value or only count by the column, the index serves them: keep it, or where the engine has partial indexes one of the rare rows only.',
  needs: ['catalog'],
  settings: {
    /** Up to so many values are few. */
    values: 8,
    /** A value that has a smaller share of the rows is rare: then the index has a use. */
    rareShare: 0.05,
    smallTableRows: 1000,
  },
  *check({ catalog, lookups, sizes, settings, unplanned }) {
    for (const table of lookups.ownTables) {
      const rows = sizes.rows(table);
      if (rows !== undefined && rows <= settings.smallTableRows) continue;
      for (const index of table.indexes) {
        const column = onlyColumn(index);
        const found = column === undefined ? undefined : lookups.column(table, column);
        if (!found || dependent(table, index, lookups) || table.foreignKeys.some((key) => servesForeignKey(index, key)))
          continue;
        const known = sizes.statistics(table)?.columns[found.name];
        const few = known ? counted(known, rows, settings) : declared(found, catalog, settings.values);
        if (!few) continue;
        // They may well need it: nobody asked the planner.
        if ((unplanned?.(table, found.name) ?? []).length > 0) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)}, ${indexText(index)}, is on ${displayName(found.name)} alone, ${few.what}`,
          evidence: few.evidence,
          severity: few.severity,
          changes: [dropIndex(table, index)],
          questions: known
            ? []
            : [
                {
                  question: 'Which values do queries look for in columns of few values, and how rare are these?',
                  changes: 'whether the indexes on them go, or become indexes of the rare rows only',
                },
              ],
        };
      }
    }
  },
});

/** The column of an index that is about one column, has no predicate and enforces nothing. */
function onlyColumn(index: Index): string | undefined {
  const lookup = index.method === 'btree' || index.method === 'hash';
  if (!lookup || !index.valid || index.unique || index.predicate !== undefined || index.include.length > 0)
    return undefined;
  return index.keys.length === 1 ? index.keys[0]?.column : undefined;
}

interface Few {
  readonly what: string;
  readonly evidence: readonly Evidence[];
  readonly severity: Severity;
}

/** By the engine's statistics: few values, none of them rare, not lying together on disk. */
function counted(
  known: ColumnStatistics,
  rows: number | undefined,
  limits: { readonly values: number; readonly rareShare: number },
): Few | undefined {
  const distinct = known.distinct >= 0 ? known.distinct : rows === undefined ? undefined : -known.distinct * rows;
  if (distinct === undefined || distinct < 1 || distinct > limits.values) return undefined;
  const shares = (known.commonValues ?? []).map((value) => value.fraction);
  const rarest = Math.min(1, ...shares, ...(known.nullFraction > 0 ? [known.nullFraction] : []));
  // A value that is missing from the common ones is rare, too.
  if (shares.length < Math.round(distinct) || rarest < limits.rareShare) return undefined;
  if (Math.abs(known.correlation ?? 0) > 0.9 && distinct > 1) return undefined;
  const values = `${Math.round(distinct)} value${Math.round(distinct) === 1 ? '' : 's'}`;
  return {
    what: `which has ${values}, each in ${percent(rarest)} of the rows or more (observed)`,
    evidence: [
      observed(
        `the engine's statistics count ${values} of ${percent(rarest)} to ${percent(Math.max(...shares))} of the rows each`,
      ),
    ],
    severity: 'medium',
  };
}

/** By the type alone: how the rows spread over the values can only be presumed. */
function declared(column: Column, catalog: Catalog, limit: number): Few | undefined {
  if (column.type.family === 'boolean') {
    return {
      what: 'a boolean',
      evidence: [
        stated('a boolean has two values'),
        presumed('neither value is so rare that finding its rows by the index pays', 'fair'),
      ],
      severity: 'medium',
    };
  }
  const { ref } = column.type;
  const type =
    column.type.family === 'enum' && ref
      ? catalog.types.find((one) => one.schema === ref.schema && one.name === ref.name)
      : undefined;
  // Some engines list the values at the column.
  const inline = column.type.family === 'enum' && !ref ? column.type.text.match(/'(?:[^']|'')*'/g)?.length : undefined;
  const values = type?.kind === 'enum' ? type.values.length : inline;
  if (values === undefined || values > limit) return undefined;
  return {
    what: `an enum of ${values} values`,
    evidence: [
      stated(`${type ? qualified(type) : displayName(column.name)} has ${values} values`),
      presumed('the rows spread over the values so that none is rare', 'weak'),
    ],
    severity: 'low',
  };
}
