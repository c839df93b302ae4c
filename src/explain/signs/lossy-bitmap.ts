import { figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { memorySetting, workMemory } from '../memory.ts';
import { numberFact, relationText } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

/** Pages whose rows were forgotten, as a share of all pages of the bitmap. */
const leastLossy = 0.1;

/** Bytes that a page takes in a bitmap (PagetableEntry in tidbitmap.c, with its place in the hash table). */
const bytesPerPage = 100;

export const sign = defineSign({
  id: 'lossy-bitmap',
  title: 'a bitmap is too large for memory',
  why: 'A bitmap of rows that outgrows work_mem forgets which rows of a page were found, and every row of such a page is checked again.',
  what: `A Bitmap Heap Scan with lossy heap blocks, ${percentage(leastLossy)} or more of all. Give the query more work_mem, or find fewer rows by a more exact index.`,
  references: ['https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM'],
  *check(input) {
    for (const placed of nodesOf(input, ['Bitmap Heap Scan'])) {
      const { node } = placed;
      const lossy = numberFact(node, 'Lossy Heap Blocks') ?? 0;
      const pages = lossy + (numberFact(node, 'Exact Heap Blocks') ?? 0);
      if (lossy === 0 || lossy < pages * leastLossy || !harms(placed.share, input)) continue;
      const rechecked = (numberFact(node, 'Rows Removed by Index Recheck') ?? 0) * (node.measured?.loops ?? 1);
      yield {
        node: placed.path,
        message: `the bitmap of ${relationText(node)} is lossy for ${figure(lossy)} of ${figure(pages)} pages: ${figure(rechecked)} rows were looked at for nothing`,
        evidence: [
          measured(`${lossy} lossy and ${pages - lossy} exact pages, ${rechecked} rows removed by the recheck`),
        ],
        weight: placed.share,
        remedies: [
          {
            kind: 'setting',
            name: 'work_mem',
            value: memorySetting(Math.max(workMemory(input) * 2, pages * bytesPerPage)),
            why: 'the bitmap then holds single rows for every page',
          },
        ],
      };
    }
  },
});
