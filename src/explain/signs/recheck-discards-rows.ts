import { measuredOf } from '../estimates.ts';
import { figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { numberFact, readable, relationText, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

const leastRemoved = 1000;

export const sign = defineSign({
  id: 'recheck-discards-rows',
  title: 'an index finds candidates that the recheck discards',
  why: 'Some indexes answer roughly: trigrams and signatures find rows that may match, a BRIN finds ranges of pages. Each row found is then held against the condition, and most are thrown away.',
  what: `A bitmap scan with ${leastRemoved} rows or more removed by the index recheck, without lossy blocks, more than are kept. Search by longer texts, make the BRIN’s ranges smaller, or use an index that answers exactly.`,
  references: [
    'https://www.postgresql.org/docs/current/pgtrgm.html#PGTRGM-INDEX',
    'https://www.postgresql.org/docs/current/brin.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Bitmap Heap Scan', 'Index Scan'])) {
      const { node } = placed;
      const removed = (numberFact(node, 'Rows Removed by Index Recheck') ?? 0) * (node.measured?.loops ?? 0);
      const kept = measuredOf(node) ?? 0;
      const index = node.index ?? input.tree.below(placed).find((one) => one.node.index !== undefined)?.node.index;
      const known = input.catalog.tables.flatMap((table) => table.indexes).find((one) => one.name === index);
      // A BRIN is always lossy; of others lossy blocks are a matter of memory, another sign's.
      if (known?.method !== 'brin' && (numberFact(node, 'Lossy Heap Blocks') ?? 0) > 0) continue;
      if (removed < leastRemoved || removed < kept || !harms(placed.share, input)) continue;
      const condition = readable(textFact(node, 'Recheck Cond') ?? textFact(node, 'Index Cond') ?? '');
      yield {
        node: placed.path,
        message: `${index ?? 'the index'} finds ${figure(removed + kept)} candidates of ${relationText(node)} for ${condition}, and the recheck discards ${percentage(removed / (removed + kept))} of them`,
        evidence: [measured(`${removed} rows removed by the index recheck, ${figure(kept)} kept`)],
        weight: placed.share,
        remedies: [
          {
            kind: 'advice',
            text:
              known?.method === 'brin'
                ? `Make ${index ?? 'the index'} with fewer pages_per_range, or a B-tree where few rows are wanted.`
                : 'Ask for more letters, or index what is really searched (words by full-text search).',
          },
        ],
      };
    }
  },
});
