import { qualified } from '../../catalog/names.ts';
import { observed } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { groupDigits } from '../sizes.ts';

export const rule = defineRule({
  id: 'dead-rows',
  category: 'scale and operations',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A large share of a table are dead rows that vacuum has not removed.',
  headline: (count) => `${count} tables hold many dead rows`,
  why: 'Every scan reads and skips them, indexes point at them, and the table grows by space that is already there.',
  effort: 'minutes',
  tradeOff:
    'VACUUM reads and writes the table beside the normal load; it gives the space back to the table, not to the disk.',
  needs: ['statistics'],
  when: (traits) => traits.vacuums,
  settings: {
    /** Dead rows of all rows; autovacuum acts from 20% of the live ones. */
    share: 0.2,
    minimumRows: 10_000,
    /** From here of high severity. */
    severeShare: 0.5,
    severeRows: 1_000_000,
  },
  *check({ catalog, statistics, sizes, settings }) {
    for (const table of catalog.tables) {
      const known = sizes.statistics(table);
      const dead = known?.deadRows;
      if (table.kind !== 'table' || table.partitioning || !known || known.origin !== 'observed' || dead === undefined)
        continue;
      const share = dead / Math.max(1, known.rows + dead);
      if (dead < settings.minimumRows || share < settings.share) continue;
      const off =
        /^(?:false|off|no|0)$/i.test(table.options['autovacuum_enabled'] ?? '') ||
        statistics.settings['autovacuum'] === 'off';
      const when =
        known.lastVacuum === undefined
          ? 'no vacuum is on record'
          : `the last vacuum was on ${known.lastVacuum.slice(0, 10)}`;
      const enable = off && 'autovacuum_enabled' in table.options;
      yield {
        at: { kind: 'table', object: table },
        message: `${percent(share)} of ${qualified(table)} are dead rows: ${groupDigits(dead)} beside ${groupDigits(known.rows)} live ones${off ? '; autovacuum is off' : ''}`,
        evidence: [
          observed(
            `${groupDigits(dead)} dead and ${groupDigits(known.rows)} live rows (the server's counters); ${when}`,
          ),
        ],
        severity: share >= settings.severeShare && dead >= settings.severeRows ? 'high' : 'medium',
        changes: [
          { kind: 'vacuum', table },
          ...(enable
            ? [{ kind: 'set table option', table, option: 'autovacuum_enabled', value: 'true' } as const]
            : []),
        ],
      };
    }
  },
});
