import type { Table } from '../../catalog/table.ts';
import { bindingsOf } from '../../engines/oriented.ts';
import { subjectOf } from '../discards.ts';
import { bytesText, figure } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { neededColumns } from '../needed-columns.ts';
import { relationText, rowsRead, scanConditions, statisticsOf, tableOf } from '../scan.ts';
import { columnStatistics } from '../selectivity.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { known } from '../told.ts';

const leastRowBytes = 400;
/** Of a row's bytes. */
const mostUsed = 0.15;
const leastBytes = 8 * 1024 ** 2;

export const sign = defineSign({
  id: 'wide-rows',
  title: 'wide rows are read for a few of their bytes',
  why: 'Rows are stored whole: a scan that needs two small columns reads all the others with them. A table of wide rows has many pages for few rows.',
  what: `A Seq Scan of ${leastBytes / 1024 ** 2} MB or more, of rows of ${leastRowBytes} bytes or more of which the query uses less than ${mostUsed * 100}%. An index with the columns used is read instead of the table; or move the wide columns to a table of their own.`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-index-only-scans.html',
    'https://www.postgresql.org/docs/current/storage-page-layout.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Seq Scan'])) {
      const table = tableOf(placed.node, input);
      const statistics = table && statisticsOf(table, input);
      const alias = placed.node.alias;
      if (!table || !statistics || alias === undefined || !harms(placed.share, input)) continue;
      const needed = neededColumns(alias, table, input);
      const bytes = statistics.bytes ?? (statistics.pages ?? 0) * 8192;
      if (needed === undefined || bytes < leastBytes || statistics.rows === 0) continue;
      const width = widthOf(
        table,
        table.columns.map((one) => one.name),
        input,
      );
      const used = widthOf(table, needed, input);
      if (width < leastRowBytes || used > width * mostUsed || needed.length === 0) continue;
      const rows = rowsRead(placed, input)?.read ?? statistics.rows;
      const conditions = bindingsOf(scanConditions(placed, input).filter, alias, table);
      const ideas = indexIdeas({ table, conditions, alias }, input).filter(
        (one) => one.kind === 'change' && one.title.includes(' including '),
      );
      const [first, ...rest] = needed;
      const whole =
        ideas.length > 0 || first === undefined || needed.length > 5
          ? []
          : [
              {
                kind: 'change',
                title: `index on ${table.name} (${first})${rest.length === 0 ? '' : ` including ${rest.join(', ')}`}`,
                changes: [
                  {
                    kind: 'create index',
                    table: { schema: table.schema, name: table.name },
                    name: input.lookups.freeIndexName(table, [first, 'covering'], 'idx', input.traits.identifierBytes),
                    keys: [{ column: first }],
                    ...(rest.length === 0 ? {} : { include: rest }),
                  },
                ],
              } as const,
            ];
      yield {
        node: placed.path,
        subject: subjectOf(placed, input),
        message: `reads ${bytesText(bytes)} of ${relationText(placed.node)}, ${figure(rows)} rows of about ${figure(width)} bytes, for ${needed.join(', ')}: ${figure(used)} bytes of each`,
        evidence: [
          known(
            statistics.origin,
            `mean widths of the columns: ${figure(width)} bytes in all, ${figure(used)} of the columns used`,
          ),
        ],
        weight: placed.share * (1 - used / width) * 0.8,
        remedies: [
          ...ideas,
          ...whole,
          {
            kind: 'advice',
            text: `Move the wide, rarely read columns of ${table.name} to a table of their own with the same key.`,
          },
        ],
      };
    }
  },
});

function widthOf(table: Table, columns: readonly string[], input: SignInput): number {
  return columns.reduce((sum, column) => sum + (columnStatistics(table, column, input)?.averageWidth ?? 8), 0);
}
