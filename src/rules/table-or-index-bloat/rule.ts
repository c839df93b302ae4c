import { displayName, qualified } from '../../catalog/names.ts';
import { indexKey } from '../../catalog/statistics.ts';
import { observed } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { describeBytes, percent } from '../size-evidence.ts';
import { groupDigits } from '../sizes.ts';
import { indexPages, tablePages } from './estimate.ts';

export const rule = defineRule({
  id: 'table-or-index-bloat',
  category: 'scale and operations',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A table or an index takes far more pages than its rows need.',
  headline: (count) => `${count} tables and indexes are estimated to be bloated`,
  why: 'Empty space is read by scans, kept in memory, copied by backups and never given back to the disk by a plain vacuum.',
  effort: 'hours',
  tradeOff:
    'An index is rebuilt beside writes; VACUUM FULL shuts everybody out while it rewrites the table (pg_repack does it online), and both need the space again while they run.',
  needs: ['statistics'],
  when: (traits) => traits.vacuums,
  settings: {
    /** Estimated empty space of all, beyond what the fill factor asks for. */
    share: 0.4,
    minimumBytes: 104_857_600,
    /** From here of high severity. */
    severeBytes: 10_737_418_240,
  },
  *check({ catalog, statistics, sizes, settings }) {
    const blockSize = Number(statistics.settings['block_size'] ?? 8192);
    for (const table of catalog.tables) {
      const known = sizes.statistics(table);
      if (table.kind !== 'table' || table.partitioning || !known || known.origin !== 'observed') continue;
      const bloat = (pages: number | undefined, needed: number | undefined) => {
        const empty = pages === undefined || needed === undefined ? 0 : (pages - needed) * blockSize;
        const share = pages ? empty / (pages * blockSize) : 0;
        return empty >= settings.minimumBytes && share >= settings.share ? { empty, share } : undefined;
      };
      const severity = (empty: number) => (empty >= settings.severeBytes ? 'high' : 'medium');
      const needed = tablePages(table, known, blockSize);
      const own = bloat(known.pages, needed);
      if (own) {
        yield {
          at: { kind: 'table', object: table },
          message: `${qualified(table)} is estimated to be ${percent(own.share)} empty space: ${describeBytes(own.empty)} of ${describeBytes((known.pages ?? 0) * blockSize)}`,
          evidence: [
            observed(
              `${groupDigits(known.pages ?? 0)} pages, where its ${groupDigits(known.rows)} rows of the mean width in the planner's statistics need ${groupDigits(needed ?? 0)} (${method})`,
            ),
          ],
          severity: severity(own.empty),
          changes: [{ kind: 'vacuum', table, full: true }],
        };
      }
      for (const index of table.indexes) {
        const name = { schema: table.schema, name: index.name };
        const indexKnown = statistics.indexes[indexKey(statistics, table, index.name)];
        const indexNeeded = indexKnown && index.valid ? indexPages(index, indexKnown, known, blockSize) : undefined;
        const found = bloat(indexKnown?.pages, indexNeeded);
        if (!found || !indexKnown) continue;
        yield {
          at: { kind: 'index', object: table, names: [index.name] },
          message: `${displayName(index.name)} of ${qualified(table)} is estimated to be ${percent(found.share)} empty space: ${describeBytes(found.empty)} of ${describeBytes((indexKnown.pages ?? 0) * blockSize)}`,
          evidence: [
            observed(
              `${groupDigits(indexKnown.pages ?? 0)} pages, where its ${groupDigits(indexKnown.rows ?? 0)} entries need ${groupDigits(indexNeeded ?? 0)} (${method})`,
            ),
          ],
          severity: severity(found.empty),
          changes: [{ kind: 'rebuild index', table, index: name }],
        };
      }
    }
  },
});

const method = 'estimated by the method of pgsql-bloat-estimation';
