import { displayName, qualified } from '../../catalog/names.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { describeBytes, sizeEvidence } from '../size-evidence.ts';
import { rowLayout } from './layout.ts';

export const rule = defineRule({
  id: 'wasteful-column-order',
  category: 'types',
  dimension: 'performance',
  severity: 'low',
  summary: 'The order of the columns leaves gaps in every row.',
  headline: (count) => `${count} tables lose space to the order of their columns`,
  why: 'A value begins at a multiple of its alignment: a bigint behind a boolean leaves 7 bytes empty, in every row, on disk, in memory and in backups.',
  effort: 'days',
  tradeOff:
    'Columns cannot be moved: the table must be made anew and copied. Worth it when that is done for another reason, or for the largest tables.',
  needs: ['catalog', 'statistics', 'volumes'],
  when: (traits) => traits.alignedColumns,
  settings: {
    /** What must be lost in all, in MB, where the number of rows is known. */
    leastMebibytes: 100,
    /** The share of a row that must be lost. */
    leastShare: 0.05,
    /** What each row must lose, where the number of rows is not known, */
    leastRowBytes: 16,
    /** and the share of it. */
    leastShareUnsized: 0.15,
  },
  *check({ lookups, settings, sizes }) {
    for (const table of lookups.ownTables) {
      const known = sizes.statistics(table)?.columns;
      const layout = rowLayout(table.columns, (column) => known?.[column.name]?.averageWidth ?? typicalWidth);
      const lost = layout.bytes - layout.bestBytes;
      const share = lost / layout.bytes;
      const rows = sizes.rows(table);
      const total = rows === undefined ? undefined : rows * lost;
      const matters =
        total === undefined
          ? lost >= settings.leastRowBytes && share >= settings.leastShareUnsized
          : total >= settings.leastMebibytes * 1_048_576 && share >= settings.leastShare;
      if (!matters) continue;
      const about = layout.exact ? '' : 'about ';
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} loses ${about}${round(lost)} of ${about}${round(layout.bytes)} bytes a row to alignment${total === undefined ? '' : `, ${describeBytes(total)} in all`}`,
        evidence: [
          stated(
            `by the sizes and alignments of its columns; a row in the order ${layout.best.map((column) => displayName(column.name)).join(', ')} takes ${about}${round(layout.bestBytes)} bytes`,
          ),
          ...(layout.exact ? [] : [presumed('texts are shorter than 127 bytes, and no value is missing', 'strong')]),
          ...sizeEvidence(sizes, table),
        ],
        changes: [],
        questions:
          rows === undefined
            ? [
                {
                  question: 'How many rows do the tables have?',
                  changes: 'whether the space that the order of columns costs is worth a copy of the table',
                },
              ]
            : [],
      };
    }
  },
});

/** Bytes of a text of unknown length: only its share of the row depends on it. */
const typicalWidth = 16;

function round(bytes: number): number {
  return Math.round(bytes);
}
