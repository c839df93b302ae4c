import { qualified } from '../../catalog/names.ts';
import type { Statistics, TableStatistics } from '../../catalog/statistics.ts';
import { observed } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { groupDigits } from '../sizes.ts';

export const rule = defineRule({
  id: 'stale-statistics',
  category: 'scale and operations',
  dimension: 'performance',
  severity: 'low',
  summary: 'The planner’s statistics of a table are missing or old.',
  headline: (count) => `the planner knows ${count} tables badly`,
  why: 'The planner guesses how many rows a condition finds from these statistics; from wrong ones it picks the wrong join or a scan of the whole table.',
  effort: 'minutes',
  tradeOff:
    'ANALYZE reads a sample of the table; if it is stale again soon, autovacuum needs a smaller analyze scale factor there.',
  needs: ['statistics'],
  when: (traits) => traits.vacuums,
  settings: {
    /** The share of rows changed since the last analysis; autovacuum acts from 10%. */
    share: 0.2,
    minimumRows: 10_000,
  },
  *check({ catalog, statistics, sizes, settings }) {
    // The counters of a standby tell nothing of the changes made on the primary.
    if (statistics.standby) return;
    for (const table of catalog.tables) {
      const known = sizes.statistics(table);
      if (table.kind !== 'table' || table.partitioning || !known || known.origin !== 'observed') continue;
      const stale =
        neverAnalysed(known, statistics, settings.minimumRows) ?? changed(known, settings.share, settings.minimumRows);
      if (!stale) continue;
      const off = /^(?:false|off|no|0)$/i.test(table.options['autovacuum_enabled'] ?? '');
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} ${stale.message}${off ? '; autovacuum is off for it' : ''}`,
        evidence: [observed(stale.text)],
        severity: stale.severe ? 'medium' : 'low',
        changes: [
          { kind: 'analyze', table },
          ...(off ? [{ kind: 'set table option', table, option: 'autovacuum_enabled', value: 'true' } as const] : []),
        ],
      };
    }
  },
});

interface Staleness {
  readonly message: string;
  readonly text: string;
  readonly severe: boolean;
}

/** No column statistics and no analysis on record: hidden statistics leave a record, a reset of counters leaves statistics. */
function neverAnalysed(known: TableStatistics, statistics: Statistics, minimumRows: number): Staleness | undefined {
  if (known.lastAnalyze !== undefined || Object.keys(known.columns).length > 0 || known.rows < minimumRows)
    return undefined;
  const rows = groupDigits(known.rows);
  const since = statistics.countersSince === undefined ? '' : ` since ${statistics.countersSince.slice(0, 10)}`;
  return {
    message: `has ${rows} rows and was never analysed`,
    text: `${rows} rows, no statistics of any column, no analysis on record${since}`,
    severe: known.rows >= 100 * minimumRows,
  };
}

function changed(known: TableStatistics, share: number, minimumRows: number): Staleness | undefined {
  const modified = known.modifiedSinceAnalyze;
  if (modified === undefined || modified < minimumRows || modified < known.rows * share) return undefined;
  const when = known.lastAnalyze === undefined ? '' : ` on ${known.lastAnalyze.slice(0, 10)}`;
  const part = known.rows > 0 ? `, ${percent(modified / known.rows)} of its ${groupDigits(known.rows)} rows` : '';
  return {
    message: `has changed ${groupDigits(modified)} rows since it was analysed${when}${part}`,
    text: `${groupDigits(modified)} rows inserted, updated or deleted since the last analysis${when}`,
    severe: modified >= known.rows && modified >= 10 * minimumRows,
  };
}
