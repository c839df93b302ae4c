import { bytes, digits } from '../words.ts';
import type { IndexReport } from './report.ts';
import { figures, nothingKnown, rate } from './words.ts';

/** A line of the table of totals. */
export interface TotalRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What the whole workload costs, and what the indexes take, before and after. */
export function totalRows(report: IndexReport): readonly TotalRow[] {
  const { totals, queries, create, drop, unknownWrites } = report;
  const { before, after } = totals;
  const covered = queries.filter((query) => query.covered === 'full').length;
  const numberOf = (value: number) => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '±0');
  return [
    {
      name: 'planner cost of a second of the workload',
      before: figures(before.workloadCost),
      after: figures(after.workloadCost),
    },
    { name: 'queries fully covered', before: '', after: `${digits(covered)} of ${digits(queries.length)}` },
    { name: 'indexes', before: '', after: numberOf(create.length - drop.length) },
    {
      name: 'bytes of all indexes, by the size model',
      before: bytes(before.indexBytes),
      after: bytes(after.indexBytes),
    },
    ...(nothingKnown(report)
      ? [{ name: 'index entries written a second', before: 'unknown', after: 'unknown' }]
      : [
          {
            name: `index entries written a second${unknownWrites.length > 0 ? ', as far as known' : ''}`,
            before: rate(before.entriesPerSecond),
            after: rate(after.entriesPerSecond),
          },
          {
            name: `log written for them a second${unknownWrites.length > 0 ? ', as far as known' : ''}`,
            before: bytes(Math.round(before.logBytesPerSecond)),
            after: bytes(Math.round(after.logBytesPerSecond)),
          },
        ]),
  ];
}
