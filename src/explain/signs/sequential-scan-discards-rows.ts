import { leastRead, mostKept, wastefulScans, wasteText } from '../discards.ts';
import { figure, percentage } from '../figures.ts';
import { shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { limitedOrder } from '../query-part.ts';
import { readable, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { measured, planned } from '../told.ts';

export const sign = defineSign({
  id: 'sequential-scan-discards-rows',
  title: 'a sequential scan discards most rows',
  why: 'Every row of the table is read and held against the conditions, and most are thrown away. The work grows with the table, not with the result.',
  what: `A Seq Scan with a Filter that keeps at most ${percentage(mostKept)} of ${leastRead} rows or more. An index on the columns of the filter lets the engine read only the rows that it keeps: columns held equal first, then a range or the order; for a constant that keeps few rows, a partial index.`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-intro.html',
    'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
  ],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, read, kept, kind, subject } = scan;
      if (placed.node.kind !== 'Seq Scan') continue;
      const alias = placed.node.alias;
      const text = readable(textFact(placed.node, 'Filter') ?? '');
      yield {
        node: placed.path,
        subject,
        message: `${wasteText(scan)} by ${text}`,
        evidence: [
          (kind === 'measured' ? measured : planned)(
            `${figure(read)} rows read, ${figure(kept)} kept, ${shareText(placed.share, input)}`,
          ),
        ],
        weight: placed.share,
        remedies: table
          ? indexIdeas(
              {
                table,
                conditions: filter,
                order: limitedOrder(alias, table, input),
                ...(alias === undefined ? {} : { alias }),
              },
              input,
            )
          : [
              {
                kind: 'advice',
                text: `An index on the columns in ${text} would find those rows without reading the others.`,
              },
            ],
      };
    }
  },
});
