import { wastefulScans, wasteText } from '../discards.ts';
import { readable, topTable } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'collation-mismatch',
  title: 'a condition compares in another collation than the index',
  why: 'An index on a text is ordered by one collation. A comparison in another one, written with COLLATE or taken from the other side, orders the same texts otherwise and cannot use it.',
  what: 'A Filter with COLLATE on a column that has an index, and that discards most rows. Compare in the column’s own collation, or make an index in the one that is asked for.',
  references: ['https://www.postgresql.org/docs/current/indexes-collations.html'],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, subject } = scan;
      for (const condition of filter) {
        const collation = /\bCOLLATE (?:pg_catalog\.)?"?([\w.@-]+)"?/i.exec(condition.text)?.[1];
        const column = condition.left?.column?.column;
        if (!table || collation === undefined || column === undefined || condition.negated) continue;
        const other = table.indexes.find(
          (one) =>
            one.valid &&
            one.method === 'btree' &&
            one.keys[0]?.column === column &&
            one.keys[0].collation?.name !== collation,
        );
        const same = table.indexes.some(
          (one) => one.keys[0]?.column === column && one.keys[0].collation?.name === collation,
        );
        if (!other || same) continue;
        const top = topTable(table, input);
        yield {
          node: placed.path,
          subject,
          message: `${readable(condition.text)} cannot use ${other.name}, which is in another collation: ${wasteText(scan)}`,
          evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
          weight: placed.share,
          remedies: [
            {
              kind: 'change',
              title: `index on ${top.name} (${column} COLLATE ${collation})`,
              changes: [
                {
                  kind: 'create index',
                  table: { schema: top.schema, name: top.name },
                  name: input.lookups.freeIndexName(
                    top,
                    [column, collation.toLowerCase()],
                    'idx',
                    input.traits.identifierBytes,
                  ),
                  keys: [{ column, collation: { schema: 'pg_catalog', name: collation } }],
                  ...(top.partitioning ? { partitioned: true } : {}),
                },
              ],
            },
            { kind: 'advice', text: `Compare ${column} in its own collation: leave COLLATE out of the query.` },
          ],
        };
      }
    }
  },
});
