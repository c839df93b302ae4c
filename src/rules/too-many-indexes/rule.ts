import { displayName, qualified } from '../../catalog/names.ts';
import { countedSeconds, type Statistics, type TableStatistics } from '../../catalog/statistics.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { indexStatistics } from '../index-size.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { superfluousIndexes } from '../superfluous-index.ts';

export const rule = defineRule({
  id: 'too-many-indexes',
  category: 'indexes',
  dimension: 'performance',
  severity: 'low',
  summary: 'A table has more indexes than its writes can well carry.',
  headline: (count) => `${count} tables have very many indexes`,
  why: 'Every insert writes each of them, and so does an update of any indexed column; planning looks at each.',
  effort: 'hours',
  tradeOff: 'Each index that goes may slow a query down: begin with those that others cover or that nobody reads.',
  needs: ['catalog'],
  settings: {
    /** More than so many are many. */
    indexes: 10,
    /** Rows written per second from which on they hurt. */
    writesPerSecond: 20,
    /** Rows written per second up to which nobody notices. */
    fewWritesPerSecond: 0.1,
    smallTableRows: 1000,
  },
  *check({ lookups, sizes, settings, statistics, now }) {
    for (const table of lookups.ownTables) {
      const count = table.indexes.length;
      const rows = sizes.rows(table);
      if (count <= settings.indexes || (rows !== undefined && rows <= settings.smallTableRows)) continue;
      const writes = writeRate(sizes.statistics(table), statistics, now);
      if (writes !== undefined && writes.perSecond <= settings.fewWritesPerSecond && count <= 2 * settings.indexes)
        continue;
      const covered = superfluousIndexes(table, lookups).map(({ index }) => index);
      const unread = table.indexes.filter(
        (index) => !index.unique && indexStatistics(statistics, table, index)?.scans === 0,
      );
      const size = sizes.describe(table);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} has ${count} indexes${size ? ` and ${size}` : ''}: an insert writes ${count + 1} places${writes ? `; ${writes.text}` : ''}`,
        evidence: [
          stated(`${qualified(table)} has ${count} indexes: ${named(table.indexes)}`),
          ...(covered.length > 0 ? [stated(`others do the work of ${covered.length} of them: ${named(covered)}`)] : []),
          ...(unread.length > 0
            ? [observed(`${unread.length} were not read since the counters began: ${named(unread)}`)]
            : []),
          ...(writes ? [writes.evidence] : []),
        ],
        severity: severity(count, writes?.perSecond, settings),
        changes: [],
        questions: writes
          ? []
          : [
              {
                question: 'How many rows are written to the tables per second?',
                changes: 'which tables have too many indexes',
              },
            ],
      };
    }
  },
});

function severity(
  count: number,
  writes: number | undefined,
  limits: { readonly indexes: number; readonly writesPerSecond: number; readonly fewWritesPerSecond: number },
): Severity {
  const many = count > 2 * limits.indexes;
  if (writes === undefined) return many ? 'medium' : 'low';
  if (writes >= limits.writesPerSecond) return many ? 'high' : 'medium';
  return 'low';
}

function named(list: readonly { readonly name: string }[]): string {
  return list.map((one) => displayName(one.name)).join(', ');
}

interface Writes {
  readonly perSecond: number;
  readonly text: string;
  readonly evidence: Evidence;
}

/** Rows written per second: declared, or counted since the counters began. */
function writeRate(table: TableStatistics | undefined, statistics: Statistics, now: Date): Writes | undefined {
  if (table?.writesPerSecond !== undefined) {
    const text = `${round(table.writesPerSecond)} rows are written per second`;
    return {
      perSecond: table.writesPerSecond,
      text: `${text} (${table.origin})`,
      evidence: table.origin === 'observed' ? observed(text) : stated(text),
    };
  }
  const seconds = countedSeconds(statistics, now);
  if (table?.inserted === undefined || seconds === undefined) return undefined;
  const updated = table.updated ?? 0;
  const perSecond = (table.inserted + updated + (table.deleted ?? 0)) / seconds;
  const heapOnly =
    updated > 0 && table.hotUpdated !== undefined
      ? `, ${percent(table.hotUpdated / updated)} of the updates are heap-only`
      : '';
  const text = `${round(perSecond)} rows are written per second${heapOnly}`;
  return { perSecond, text: `${text} (observed)`, evidence: observed(`${text}, since ${statistics.countersSince}`) };
}

function round(value: number): number {
  return Number(value.toPrecision(2));
}
