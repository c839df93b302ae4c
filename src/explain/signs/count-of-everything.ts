import { subjectOf } from '../discards.ts';
import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { isTableScan, relationText, statisticsOf, tableOf, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

const leastRows = 10_000;

export const sign = defineSign({
  id: 'count-of-everything',
  title: 'all rows of a table are counted',
  why: 'Which rows exist depends on who asks, so the engine keeps no count: count(*) reads the whole table, or a whole index, each time.',
  what: `A plain Aggregate over a scan without conditions of ${leastRows} rows or more. For a number to show, the estimate of the catalog (pg_class.reltuples) is there at once; for an exact one keep a counter; to ask whether there is any row, use EXISTS.`,
  references: [
    'https://wiki.postgresql.org/wiki/Count_estimate',
    'https://www.postgresql.org/docs/current/catalog-pg-class.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Aggregate'])) {
      if (placed.node.strategy !== 'Plain' || placed.node.partialMode === 'Finalize') continue;
      if (!onlyCounts(placed, input)) continue;
      const scans = input.tree
        .below(placed)
        .slice(1)
        .filter((one) => one.node.kind !== 'Append' && one.node.kind !== 'Gather');
      const [scan] = scans;
      if (!scan || !scans.every((one) => isTableScan(one.node) && isWhole(one))) continue;
      const subjects = new Set(scans.map((one) => subjectOf(one, input)));
      if (subjects.size > 1) continue;
      const rows = scans.reduce(
        (sum, one) => sum + (one.node.measured ? (measuredOf(one.node) ?? 0) : one.node.rows * one.loops),
        0,
      );
      const weight = placed.wholeShare;
      if (rows < leastRows || !harms(weight, input)) continue;
      const table = tableOf(scan.node, input);
      const known = table && statisticsOf(table, input)?.rows;
      yield {
        node: placed.path,
        message: `counts all ${figure(rows)} rows of ${relationText(scan.node)} one by one: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(rows)} rows read by ${scan.node.kind} without a condition`)],
        weight,
        remedies: [
          {
            kind: 'advice',
            text: `${input.traits.roughCountAdvice(scan.node.relation ?? 'table')}${known === undefined ? '' : ` (it says ${figure(known)})`}. Where it must be exact and fast, keep a counter by a trigger.`,
          },
        ],
      };
    }
  },
});

/** By the query where it is known: without one, a row of eight bytes from rows of no columns is a count. */
function onlyCounts(placed: PlacedNode, { query, tree }: SignInput): boolean {
  if (query) {
    const counting = query.blocks.filter((block) => block.aggregates.length > 0);
    return (
      counting.length > 0 &&
      counting.every((block) => block.aggregates.every((one) => /^count\(\*\)$/i.test(one.text.replaceAll(' ', ''))))
    );
  }
  const [child] = tree.childrenOf(placed);
  return placed.node.width === 8 && child?.node.width === 0;
}

function isWhole({ node }: PlacedNode): boolean {
  return (
    textFact(node, 'Filter') === undefined &&
    textFact(node, 'Index Cond') === undefined &&
    textFact(node, 'Recheck Cond') === undefined
  );
}
