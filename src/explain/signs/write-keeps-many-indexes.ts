import { qualified } from '../../catalog/names.ts';
import { indexKey } from '../../catalog/statistics.ts';
import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { tableOf } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastIndexes = 6;
const leastRows = 1000;
const leastShare = 0.3;

export const sign = defineSign({
  id: 'write-keeps-many-indexes',
  title: 'a write keeps many indexes',
  why: 'Each row that is inserted, and most that are updated, puts an entry into every index of the table: pages read, changed and logged for each.',
  what: `An INSERT or UPDATE of ${leastRows} rows or more whose own step takes ${leastShare * 100}% of the time, into a table of ${leastIndexes} indexes or more. Drop those that nobody uses; for a bulk load make them afterwards; leave room for updates (fillfactor) and leave the indexed columns alone, so that no entry is needed.`,
  references: [
    'https://www.postgresql.org/docs/current/populate.html#POPULATE-RM-INDEXES',
    'https://www.postgresql.org/docs/current/storage-hot.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['ModifyTable'])) {
      const { node } = placed;
      const table = tableOf(node, input) ?? (input.query?.target && input.lookups.table(input.query.target));
      if (!table || node.operation === 'Delete' || placed.share < leastShare || !harms(placed.share, input)) continue;
      const source = input.tree.childrenOf(placed)[0];
      const rows = source ? (source.node.measured ? (measuredOf(source.node) ?? 0) : source.node.rows) : 0;
      const unused = table.indexes.filter(
        (one) => !one.unique && input.statistics.indexes[indexKey(input.statistics, table, one.name)]?.scans === 0,
      );
      if (table.indexes.length < leastIndexes || rows < leastRows) continue;
      yield {
        node: placed.path,
        subject: qualified(table),
        message: `writes ${figure(rows)} rows of ${table.name} and an entry for each of them in ${table.indexes.length} indexes: ${shareText(placed.share, input)}`,
        evidence: [
          told(input, `${figure(rows)} rows written, ${shareText(placed.share, input)} in ${node.kind}`),
          { kind: 'stated', text: `${table.name} has ${table.indexes.length} indexes` },
        ],
        weight: placed.share,
        remedies: [
          {
            kind: 'advice',
            text:
              unused.length > 0
                ? `These were never scanned since the counters began, and could go: ${unused.map((one) => one.name).join(', ')}.`
                : `Drop the indexes of ${table.name} that no query uses; for a bulk load, make them after it.`,
          },
        ],
      };
    }
  },
});
