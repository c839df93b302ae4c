import { subjectOf } from '../discards.ts';
import { measuredOf } from '../estimates.ts';
import { figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { numberFact, relationText, statisticsOf, tableOf } from '../scan.ts';
import { defineSign, type RemedyIdea } from '../sign.ts';
import { known, measured } from '../told.ts';

const leastFetches = 1000;
/** Of the rows that the scan gave. */
const leastShare = 0.1;
/** Of the pages: below it an index-only scan visits the table for most rows. */
const fewVisible = 0.5;

export const sign = defineSign({
  id: 'heap-fetches',
  title: 'an index-only scan visits the table all the same',
  why: 'An index does not know whether a row may be seen. Pages that VACUUM has not marked all-visible since they were changed must be visited for each entry, which is what an index-only scan is there to spare.',
  what: `An Index Only Scan with ${leastFetches} heap fetches or more, for ${percentage(leastShare)} of its rows or more; without a run, a table of which less than half of the pages are all-visible. VACUUM the table, and let autovacuum come more often (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor).`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-index-only-scans.html',
    'https://www.postgresql.org/docs/current/storage-vm.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Index Only Scan'])) {
      const { node } = placed;
      if (!harms(placed.share, input)) continue;
      const table = tableOf(node, input);
      const remedies: readonly RemedyIdea[] = table
        ? [
            {
              kind: 'maintenance',
              title: `vacuum ${table.name}`,
              changes: [{ kind: 'vacuum', table: { schema: table.schema, name: table.name } }],
            },
          ]
        : [{ kind: 'advice', text: `VACUUM ${node.relation ?? 'the table'} marks its pages all-visible.` }];
      const base = { node: placed.path, subject: subjectOf(placed, input), weight: placed.share, remedies };
      if (node.measured) {
        // Of all loops together, unlike rows.
        const fetches = numberFact(node, 'Heap Fetches') ?? 0;
        const rows = measuredOf(node) ?? 0;
        if (fetches < leastFetches || fetches < rows * leastShare) continue;
        yield {
          ...base,
          message: `${node.index ?? 'the index'} alone would do, but ${figure(fetches)} rows of ${relationText(node)} had to be looked up in the table: VACUUM has not been there since they changed`,
          evidence: [measured(`${fetches} heap fetches for ${figure(rows)} rows`)],
        };
        continue;
      }
      const statistics = table && statisticsOf(table, input);
      const { pages = 0, allVisiblePages } = statistics ?? {};
      if (!statistics || allVisiblePages === undefined || pages < 100 || allVisiblePages >= pages * fewVisible)
        continue;
      if (node.rows * placed.loops < leastFetches) continue;
      yield {
        ...base,
        message: `only ${figure(allVisiblePages)} of ${figure(pages)} pages of ${relationText(node)} are known to be visible to all: the others must be visited although ${node.index ?? 'the index'} has every column`,
        evidence: [known(statistics.origin, `${allVisiblePages} of ${pages} pages are all-visible`)],
      };
    }
  },
});
