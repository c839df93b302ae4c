import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

/** So many rows come in for each that stays. */
const leastFactor = 3;
const leastRows = 5000;

export const sign = defineSign({
  id: 'distinct-mends-join',
  title: 'DISTINCT takes away what a join multiplied',
  why: 'A join to a table of many rows repeats each row for every match, and DISTINCT then sorts or hashes all of them to throw the repetitions away. Whether there is a match needs only the first one.',
  what: `DISTINCT over a join of which it keeps less than a third, where nothing is returned from one of the tables. Ask with EXISTS instead of the join.`,
  references: ['https://www.postgresql.org/docs/current/functions-subquery.html#FUNCTIONS-SUBQUERY-EXISTS'],
  *check(input) {
    const main = input.query?.blocks[0];
    if (main?.distinct !== 'rows' || main.relations.length < 2 || main.returnsAll || main.aggregates.length > 0) return;
    const returned = new Set(main.returned.map((one) => one.column?.relation));
    const unused = main.relations.filter((one) => !returned.has(one.alias));
    if (returned.has(undefined) || unused.length === 0) return;
    const placed = nodesOf(input, ['Unique', 'Aggregate']).find((one) => isDistinct(one, input));
    const [child] = placed ? input.tree.childrenOf(placed) : [];
    if (!placed || !child) return;
    const before = child.node.measured ? (measuredOf(child.node) ?? 0) : child.node.rows * child.loops;
    const after = placed.node.measured ? (measuredOf(placed.node) ?? 0) : placed.node.rows;
    if (before < leastRows || before < after * leastFactor || !harms(placed.wholeShare, input)) return;
    yield {
      node: placed.path,
      message: `the join makes ${figure(before)} rows, of which DISTINCT keeps ${figure(after)}; nothing is returned from ${unused.map((one) => one.alias).join(', ')}: ${shareText(placed.wholeShare, input)}`,
      evidence: [told(input, `${figure(before)} rows into ${placed.node.kind}, ${figure(after)} out`)],
      weight: placed.wholeShare,
      remedies: [{ kind: 'rewrite', rewrite: 'distinct-join-to-exists' }],
    };
  },
});

/** The step that makes rows distinct, with a join somewhere below. */
function isDistinct(placed: PlacedNode, { tree }: SignInput): boolean {
  if (placed.node.partialMode === 'Partial') return false;
  return tree
    .below(placed)
    .some((one) => one.node.joinType !== undefined && one.node.joinType !== 'Semi' && one.node.joinType !== 'Anti');
}
