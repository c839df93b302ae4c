import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { observed } from '../../findings/evidence.ts';
import { indexSubject } from '../index-owner.ts';
import { indexStatistics } from '../index-size.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';
import { describeBytes } from '../size-evidence.ts';

export const rule = defineRule({
  id: 'index-heavier-than-table',
  category: 'indexes',
  dimension: 'scalability',
  severity: 'medium',
  summary: 'An index, or all indexes together, take far more space than the rows that they are for.',
  headline: (count) => `${count} tables or indexes hold more index than data`,
  why: 'The indexes crowd the rows out of memory, and every write and every backup goes through them. Such an index is bloated, or its keys are too wide.',
  effort: 'hours',
  tradeOff: 'Rebuilding needs as much space again while it runs; a narrower index may serve fewer queries.',
  needs: ['statistics'],
  settings: {
    /** All indexes together, in times of the data. */
    times: 2,
    minimumBytes: 104_857_600,
  },
  *check({ lookups, settings, statistics }) {
    if (Object.keys(statistics.indexes).length === 0) return;
    for (const table of lookups.ownTables) {
      const space = spaceOf(table, lookups, statistics);
      if (!space || space.data === 0 || space.indexes < settings.minimumBytes) continue;
      const heavy = table.indexes.flatMap((index) => {
        const bytes = indexStatistics(statistics, table, index)?.bytes ?? 0;
        return bytes > space.data && bytes >= settings.minimumBytes ? [{ index, bytes }] : [];
      });
      for (const { index, bytes } of heavy) {
        // Inverted and other lossy-key indexes hold many entries for a row.
        const expected = index.method !== 'btree' && index.method !== 'hash';
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)}, ${indexText(index)}, takes ${describeBytes(bytes)}, the rows ${describeBytes(space.data)}`,
          evidence: [
            observed(
              `${displayName(index.name)} takes ${bytes} bytes on disk, ${qualified(table)} without indexes ${space.data}`,
            ),
          ],
          severity: expected ? 'low' : 'medium',
          changes: [],
        };
      }
      if (heavy.length > 0 || space.indexes < settings.times * space.data) continue;
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)}: its indexes take ${describeBytes(space.indexes)}, ${(space.indexes / space.data).toFixed(1)} times as much as its rows (${describeBytes(space.data)})${largest(table, statistics)}`,
        evidence: [observed(`the indexes take ${space.indexes} bytes on disk, the table without them ${space.data}`)],
        severity: 'low',
        changes: [],
      };
    }
  },
});

/** Bytes of rows (out-of-line values included) and of indexes, partitions included; nothing when not read. */
function spaceOf(
  table: Table,
  lookups: Lookups,
  statistics: Statistics,
): { readonly data: number; readonly indexes: number } | undefined {
  const parts = lookups.partitions(table).map((part) => spaceOf(part, lookups, statistics));
  const known = statistics.tables[qualified(table)];
  const own = table.indexes.reduce((sum, index) => sum + (indexStatistics(statistics, table, index)?.bytes ?? 0), 0);
  const data =
    known?.bytes === undefined
      ? undefined
      : known.totalBytes === undefined
        ? known.bytes
        : Math.max(known.bytes, known.totalBytes - own);
  const all = [...parts, ...(data === undefined ? [] : [{ data, indexes: own }])].filter((part) => part !== undefined);
  if (all.length === 0) return undefined;
  return all.reduce((a, b) => ({ data: a.data + b.data, indexes: a.indexes + b.indexes }));
}

function largest(table: Table, statistics: Statistics): string {
  const sizes = table.indexes
    .map((index) => ({ index, bytes: indexStatistics(statistics, table, index)?.bytes ?? 0 }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3);
  return sizes.length === 0
    ? ''
    : `; the largest: ${sizes.map(({ index, bytes }) => `${displayName(index.name)} ${describeBytes(bytes)}`).join(', ')}`;
}
