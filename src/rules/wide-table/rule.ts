import { qualified } from '../../catalog/names.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { phrases, words } from '../../catalog/words.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { sizeEvidence } from '../size-evidence.ts';

export const rule = defineRule({
  id: 'wide-table',
  category: 'shape',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A table has very many columns.',
  headline: (count) => `${count} tables have very many columns`,
  why: 'Many columns mean several things in one table: every update copies the whole row, few rows fit a page, and most columns are empty in most rows.',
  effort: 'days',
  tradeOff: 'Parts in tables of their own cost a join where the whole is read.',
  needs: ['catalog'],
  settings: {
    columns: 50,
    manyColumns: 100,
    /** The share of rows from which a column counts as mostly empty. */
    mostlyNull: 0.9,
    /** Words of tables that are wide by design: reports, facts of a warehouse, raw imports. */
    wideByDesign: phrases(`
      fact, dim, report, import, staging, stg, raw, export, denormalized, flat, wide, mart, olap, features`),
  },
  *check({ lookups, sizes, settings }) {
    for (const table of lookups.ownTables) {
      const count = table.columns.length;
      if (count < settings.columns) continue;
      const empty = emptyColumns(table, sizes.statistics(table), settings.mostlyNull);
      const byDesign = words(table.name).some((word) => settings.wideByDesign.includes(word));
      const severe = count >= settings.manyColumns || (empty.known && empty.count >= count / 2);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} has ${count} columns${empty.count > 0 ? `, of which ${empty.count} are empty in nearly every row` : ''}`,
        evidence: [
          stated(`${count} columns; a table of more than ${settings.columns} is taken to be wide`),
          ...empty.evidence,
          ...sizeEvidence(sizes, table),
        ],
        severity: severe && !byDesign ? 'medium' : 'low',
        changes: [],
      };
    }
  },
});

function emptyColumns(
  table: Table,
  statistics: TableStatistics | undefined,
  mostlyNull: number,
): { readonly known: boolean; readonly count: number; readonly evidence: readonly Evidence[] } {
  const known = table.columns.flatMap((column) => statistics?.columns[column.name] ?? []);
  if (known.length === 0) return { known: false, count: 0, evidence: [] };
  const count = known.filter((column) => column.nullFraction >= mostlyNull).length;
  const width = Math.round(known.reduce((sum, column) => sum + column.averageWidth * (1 - column.nullFraction), 0));
  return {
    known: true,
    count,
    evidence: [
      observed(
        `${count} of ${known.length} columns are NULL in ${Math.round(mostlyNull * 100)}% of the rows or more; a row holds ${width} bytes on average (the planner's statistics)`,
      ),
    ],
  };
}
