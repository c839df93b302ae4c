import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { defineRule } from '../rule.ts';
import { groupDigits, type Sizes } from '../sizes.ts';
import { cascades, type Reach, reachOf, roots } from './reach.ts';

export const rule = defineRule({
  id: 'cascade-reaches-far',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'low',
  summary: 'Deleting one row deletes rows of many other tables along chains of ON DELETE CASCADE.',
  headline: (count) => `a delete cascades far from ${count} tables`,
  why: 'One DELETE takes locks, writes log and makes dead rows in all these tables in a single transaction, and nobody sees beforehand how much goes.',
  effort: 'days',
  tradeOff: 'Without the cascade the application must delete children itself, in batches, or refuse the delete.',
  needs: ['catalog'],
  settings: {
    /** So many other tables are many. */
    tables: 10,
    /** So many steps are a long way. */
    depth: 4,
    /** So many rows along with one are many. */
    rows: 10_000,
  },
  *check({ lookups, settings, sizes }) {
    const edges = cascades(lookups);
    for (const root of roots(edges)) {
      const reach = reachOf(root, edges);
      const rows = rowsBelow(root, reach, sizes);
      const many = rows !== undefined && rows >= settings.rows;
      if (reach.tables.length < settings.tables && reach.chain.length - 1 < settings.depth && !many) continue;
      const slow = reach.edges.filter(({ from, key }) => !from.indexes.some((index) => servesForeignKey(index, key)));
      yield {
        at: { kind: 'table', object: root },
        message:
          `deleting one row of ${qualified(root)} deletes from ${reach.tables.length} other table${reach.tables.length === 1 ? '' : 's'}, up to ${reach.chain.length - 1} steps away` +
          (rows === undefined ? '' : `: about ${groupDigits(rows)} rows on average`) +
          (slow.length === 0
            ? ''
            : `; ${slow.length} of the ${reach.edges.length} foreign keys on the way ${slow.length === 1 ? 'has' : 'have'} no index, so each step there reads a whole table`),
        evidence: [
          stated(`the longest chain: ${reach.chain.map(qualified).join(' → ')}`),
          stated(`ON DELETE CASCADE reaches ${reach.tables.map(qualified).join(', ')}`),
          ...sizeFacts(root, reach, sizes, rows),
        ],
        severity: severity(rows, settings.rows),
        weighs: [root, ...reach.tables],
        changes: [],
        questions:
          rows === undefined
            ? [
                {
                  question: 'How many rows do the tables have?',
                  changes: 'how many rows a cascading delete takes along',
                },
              ]
            : [],
      };
    }
  },
});

function severity(rows: number | undefined, many: number): Severity {
  if (rows === undefined || rows < many) return 'low';
  return rows >= 100 * many ? 'high' : 'medium';
}

/** Rows of all tables below for one row of the root, taken to be spread evenly; nothing when a size is not known. */
function rowsBelow(root: Table, reach: Reach, sizes: Sizes): number | undefined {
  const own = sizes.rows(root);
  const below = reach.tables.map((table) => sizes.rows(table));
  if (!own || !below.every((rows) => rows !== undefined)) return undefined;
  return below.reduce((a, b) => a + b, 0) / own;
}

function sizeFacts(root: Table, reach: Reach, sizes: Sizes, rows: number | undefined): readonly Evidence[] {
  if (rows === undefined) return [];
  const total = reach.tables.reduce((sum, table) => sum + (sizes.rows(table) ?? 0), 0);
  const text = `${qualified(root)} has ${sizes.describe(root)}, the tables below it ${groupDigits(total)} together`;
  const declared = [root, ...reach.tables].some((table) => sizes.statistics(table)?.origin === 'declared');
  return [declared ? stated(text) : observed(text)];
}
