import { bindingsOf } from '../../engines/oriented.ts';
import { subjectOf } from '../discards.ts';
import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { numberFact, readable, scanConditions, statisticsOf, tableOf, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastEntries = 10_000;

export const sign = defineSign({
  id: 'leading-column-unbound',
  title: 'an index is searched without its first column',
  why: 'A B-tree is ordered by its first column. Without a condition on it the entries wanted lie anywhere, and the whole index is read, or (since PostgreSQL 18) searched once for each value of the first column.',
  what: `An index scan whose condition leaves out the first key of an index of ${leastEntries} entries or more. Make an index that begins with the column that is asked for.`,
  references: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  *check(input) {
    for (const placed of input.tree.nodes) {
      const { node } = placed;
      if (placed.neverExecuted || node.index === undefined || !harms(placed.share, input)) continue;
      const condition = textFact(node, 'Index Cond');
      const scan = node.kind === 'Bitmap Index Scan' ? heapOf(placed) : placed;
      const table = scan && tableOf(scan.node, input);
      const index = table?.indexes.find((one) => one.name === node.index);
      const first = index?.keys[0]?.column;
      if (
        !scan ||
        !table ||
        condition === undefined ||
        index?.method !== 'btree' ||
        first === undefined ||
        index.keys.length < 2
      )
        continue;
      const bound = bindingsOf(input.conditions(condition), scan.node.alias, table);
      if (bound.length === 0 || bound.some((one) => one.left?.column?.column === first)) continue;
      const entries = statisticsOf(table, input)?.rows ?? 0;
      const rows = node.measured ? (measuredOf(node) ?? 0) : node.rows;
      const searches = numberFact(node, 'Index Searches');
      if (entries < leastEntries || rows > entries / 4) continue;
      const { access, filter } = scanConditions(scan, input);
      yield {
        node: placed.path,
        subject: subjectOf(scan, input),
        message: `${readable(condition)} says nothing of ${first}, the first column of ${node.index}: ${searches !== undefined && searches > placed.loops * 2 ? `it is searched ${figure(searches)} times` : node.measured ? `all ${figure(entries)} entries are read` : `all of it is read, or it is searched for each value of ${first},`} to find ${figure(rows)}; ${shareText(placed.share, input)}`,
        evidence: [
          told(
            input,
            `the condition on ${node.index} leaves ${first} out; ${figure(rows)} of ${figure(entries)} entries found`,
          ),
        ],
        weight: placed.share,
        remedies: indexIdeas(
          {
            table,
            conditions: bindingsOf([...access, ...filter], scan.node.alias, table),
            ...(scan.node.alias === undefined ? {} : { alias: scan.node.alias }),
          },
          input,
        ),
      };
    }
  },
});

function heapOf(placed: Parameters<typeof subjectOf>[0]): typeof placed | undefined {
  if (placed.node.kind === 'Bitmap Heap Scan') return placed;
  return placed.parent && heapOf(placed.parent);
}
