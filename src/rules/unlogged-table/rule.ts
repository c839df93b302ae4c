import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { listed, phrases, words } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'unlogged-table',
  category: 'scale and operations',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table is unlogged: a crash empties it.',
  headline: (count) => `${count} tables are emptied by a crash`,
  why: 'Its rows are gone after a crash or an immediate shutdown, are on no standby and in no restore to a point in time.',
  effort: 'minutes',
  tradeOff: 'Logging it rewrites the table under an exclusive lock, and every write then costs its share of the log.',
  needs: ['catalog'],
  settings: {
    /** Words of tables whose rows can be made again. */
    disposable: phrases(`
      cache, cached, tmp, temp, temporary, session, sessions, staging, stage, stg, scratch, import, imports, load,
      buffer, queue, rate, limit, limits, throttle, lock, locks, presence, unlogged, work, bench, test`),
  },
  *check({ catalog, lookups, settings }) {
    for (const table of catalog.tables) {
      if (table.persistence !== 'unlogged' || words(table.name).some((word) => settings.disposable.includes(word)))
        continue;
      const first = unloggedParents(table, lookups);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} is unlogged: after a crash it is empty`,
        evidence: [
          stated(`${qualified(table)} is UNLOGGED`),
          ...(first.length > 0
            ? [stated(`it refers to ${listed(first.map(qualified))}, which must be logged before it`)]
            : []),
        ],
        changes: [...first, table].map(
          (one) => ({ kind: 'set persistence', table: one, persistence: 'permanent' }) as const,
        ),
        questions: [
          {
            question: 'Which of the unlogged tables can be filled again after a crash?',
            changes: 'which may stay unlogged',
          },
        ],
      };
    }
  },
});

/** A logged table cannot refer to an unlogged one: those that it refers to come first. */
function unloggedParents(table: Table, lookups: Lookups): readonly Table[] {
  const order: Table[] = [];
  const visit = (one: Table, path: ReadonlySet<Table>): void => {
    for (const { to } of lookups.referencesFrom(one)) {
      if (to?.persistence !== 'unlogged' || path.has(to) || order.includes(to)) continue;
      visit(to, new Set([...path, to]));
      order.push(to);
    }
  };
  visit(table, new Set([table]));
  return order;
}
