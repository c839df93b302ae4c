import { qualified } from '../../catalog/names.ts';
import { isPartitioned } from '../../catalog/partitioned.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { arrivalColumn, hasChangeTime } from '../arrival-time.ts';
import { implied } from '../implied.ts';
import { isLogName } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { describeBytes, sizeEvidence } from '../size-evidence.ts';
import { groupDigits } from '../sizes.ts';

export const rule = defineRule({
  id: 'large-table-unpartitioned',
  category: 'scale and operations',
  dimension: 'scalability',
  severity: 'medium',
  summary: 'A very large table that grows at its end is one piece.',
  headline: (count) => `${count} very large tables are one piece`,
  why: 'Old rows can only be deleted one by one, and leave their space behind; index builds, restores and clean-ups take the whole table; its indexes no longer fit memory, though only new rows are read.',
  effort: 'days',
  tradeOff: 'Its keys must contain the partition key, and a query without it looks into every partition.',
  needs: ['statistics', 'volumes'],
  when: (traits) => traits.partitioning,
  settings: {
    rows: 100_000_000,
    bytes: 107_374_182_400,
  },
  *check({ lookups, sizes, settings, traits }) {
    for (const table of lookups.ownTables) {
      if (isPartitioned(table, traits) || table.inherits.length > 0) continue;
      const [rows, bytes] = [sizes.rows(table), sizes.bytes(table)];
      const times = Math.max((rows ?? 0) / settings.rows, (bytes ?? 0) / settings.bytes);
      const arrival = times < 1 ? undefined : arrivalColumn(table);
      if (!arrival) continue;
      const statistics = sizes.statistics(table);
      const growing = growth(table, statistics);
      if (!growing) continue;
      const size = [
        rows === undefined ? [] : `${groupDigits(rows)} rows`,
        bytes === undefined ? [] : describeBytes(bytes),
      ]
        .flat()
        .join(', ');
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} holds ${size} in one piece; it could be partitioned by range of ${arrival.name}`,
        evidence: [...sizeEvidence(sizes, table), ...growing, ...keys(table, arrival.name)],
        severity: times >= 10 ? 'high' : 'medium',
        changes: [],
        implies: implied({ kind: 'table', object: table }, ['append-only-without-retention']),
        questions: [
          {
            question: 'Which part of the largest tables do queries read, and how long are their rows kept?',
            changes: 'the partition keys, and how long a partition should be',
          },
        ],
      };
    }
  },
});

/** Why the table is taken to grow at its end; nothing when its rows change as often as they come. */
function growth(table: Table, statistics: TableStatistics | undefined): readonly Evidence[] | undefined {
  const { inserted = 0, updated = 0, deleted = 0 } = statistics ?? {};
  if (inserted + updated + deleted >= 1000) {
    if (updated > inserted) return undefined;
    return [
      observed(
        `${groupDigits(inserted)} rows were inserted, ${groupDigits(updated)} updated and ${groupDigits(deleted)} deleted since the counters were reset`,
      ),
    ];
  }
  if (isLogName(table.name)) return [presumed('its name says that rows are only added', 'fair')];
  return hasChangeTime(table) ? undefined : [presumed('it has a time of arrival and none of change', 'weak')];
}

function keys(table: Table, arrival: string): readonly Evidence[] {
  const without = [table.primaryKey, ...table.uniques].filter(
    (key) => key !== undefined && !key.columns.includes(arrival),
  );
  return without.length === 0
    ? []
    : [stated(`${without.map((key) => key?.name).join(', ')} would have to contain ${arrival}`)];
}
