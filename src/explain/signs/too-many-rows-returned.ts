import { measuredOf } from '../estimates.ts';
import { bytesText, figure } from '../figures.ts';
import { leastShare } from '../harm.ts';
import { listFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

/** Nobody reads more on a screen, and few programs want more at once. */
const leastRows = 20_000;

/** Less is sent in a moment, however many rows it is. */
const leastBytes = 2 * 1024 * 1024;

export const sign = defineSign({
  id: 'too-many-rows-returned',
  title: 'the query returns very many rows',
  why: 'All rows are found, turned into text, sent and held by the client. No index makes that small: the time grows with the result, and EXPLAIN ANALYZE does not even count the sending.',
  what: `A root node that gives ${leastRows} rows and 2 MB or more to the client. Ask for a page of them, aggregate in the database, or read through a cursor or COPY where all are needed; name the columns that are used.`,
  references: [
    'https://www.postgresql.org/docs/current/queries-limit.html',
    'https://www.postgresql.org/docs/current/sql-declare.html',
  ],
  *check(input) {
    const { root } = input.tree;
    const { node } = root;
    if (node.kind === 'ModifyTable' || (input.query && input.query.kind !== 'select')) return;
    const rows = node.measured ? (measuredOf(node) ?? 0) : node.rows;
    if (rows < leastRows || (!node.measured && isGuessed(input))) return;
    const bytes = rows * node.width;
    if (bytes < leastBytes) return;
    const { blocks } = input.query ?? {};
    const all = blocks?.[0]?.returnsAll ? ' The query asks for all columns (*): name those that are used.' : '';
    const limited = blocks?.[0]?.limit !== undefined || node.kind === 'Limit';
    yield {
      node: root.path,
      message: `returns ${figure(rows)} rows, about ${bytesText(bytes)}, to the client${limited ? '' : ', without a LIMIT'}`,
      evidence: [told(input, `${figure(rows)} rows of ${node.width} bytes at the root`)],
      // What is done for the rows is done for the client; sending them is not even counted.
      weight: Math.max(leastShare, root.share),
      remedies: [
        {
          kind: 'advice',
          text: `Ask for as many rows as are used: LIMIT with the key of the last row seen, or an aggregate.${all} A program that needs all reads them through a cursor or COPY.`,
        },
      ],
    };
  },
});

/** Of the values of an expression the planner knows nothing: how many groups there are is a guess. */
function isGuessed({ tree }: SignInput): boolean {
  const group = tree.nodes.find(
    (one) => !['Sort', 'Limit', 'Subquery Scan', 'Gather', 'Gather Merge'].includes(one.node.kind),
  );
  if (!group || !['Aggregate', 'Group'].includes(group.node.kind)) return false;
  return listFact(group.node, 'Group Key').some((key) => /[(:+*/-]/.test(key));
}
