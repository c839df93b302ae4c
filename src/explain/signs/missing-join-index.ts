import { hasIndex, serviceOf } from '../../engines/index-keys.ts';
import { bindingsOf } from '../../engines/oriented.ts';
import type { Condition, Operand } from '../../engines/query-facts.ts';
import { subjectOf } from '../discards.ts';
import { measuredOf, plannedRows } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { fewShare, leastRows, readToBeLookedUp, rowsOut } from '../looked-up.ts';
import type { PlacedNode, PlanTree } from '../plan-tree.ts';
import { numberFact, relationText, scanConditions, statisticsOf, tableOf, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'missing-join-index',
  title: 'a join without an index on its columns',
  why: 'The rows of one table that belong to the few rows of the other can only be found by reading all of it: once for a hash join, again and again for a nested loop.',
  what: `A join that reads a whole table of ${leastRows} rows or more for a few rows of the other side, without an index that begins with the joined columns; and a join that reads as many to look each up in a table whose other conditions keep few.`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-intro.html',
    'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  ],
  explains: ['sequential-scan-discards-rows', 'materialized-inner-rescanned'],
  *check(input) {
    for (const join of nodesOf(input, ['Nested Loop', 'Hash Join', 'Merge Join'])) {
      const conditions = joinConditions(join, input);
      for (const side of input.tree.childrenOf(join)) {
        const scan = plainScan(side, input.tree);
        const other = input.tree.childrenOf(join).find((one) => one !== side && one.node.relationship !== 'SubPlan');
        if (!scan || !other || scan.neverExecuted) continue;
        const table = tableOf(scan.node, input);
        const own = scanConditions(scan, input).filter;
        const bound = bindingsOf([...conditions, ...own], scan.node.alias, table).filter(
          (one) => one.right?.column !== undefined || (join.node.kind === 'Nested Loop' && isOfRows(one.right)),
        );
        const keys = table
          ? bound.flatMap((one) => serviceOf(one, table) ?? []).filter((one) => one.kind === 'equal')
          : [];
        if (bound.length === 0 || (table && (keys.length === 0 || keys.some((one) => hasIndex(table, [one.key])))))
          continue;
        const rows = rowsOf(scan, input);
        const loops =
          join.node.kind === 'Nested Loop' && side.node.relationship === 'Inner' ? Math.max(1, side.loops) : 1;
        const others = rowsOut(other);
        if (rows * loops < leastRows || (loops === 1 && others > rows * fewShare)) continue;
        const weight = Math.min(1, input.tree.below(side).reduce((sum, one) => sum + one.share, 0) + join.share);
        if (!harms(weight, input)) continue;
        const columns = keys.map((one) => one.column).join(', ');
        const on = columns === '' ? textOf(join) : columns;
        yield {
          node: scan.path,
          subject: subjectOf(scan, input),
          message:
            loops > 1
              ? `reads all ${figure(rows)} rows of ${relationText(scan.node)} for each of ${figure(loops)} rows that it is joined to, for want of an index on ${on}`
              : `reads all ${figure(rows)} rows of ${relationText(scan.node)} to join them to ${figure(others)}, for want of an index on ${on}`,
          evidence: [told(input, `${figure(rows * loops)} rows read for the join, ${shareText(weight, input)}`)],
          weight,
          remedies: table
            ? indexIdeas(
                {
                  table,
                  conditions: [...bound, ...bindingsOf(own, scan.node.alias, table)],
                  ...(scan.node.alias === undefined ? {} : { alias: scan.node.alias }),
                },
                input,
              )
            : [
                {
                  kind: 'advice',
                  text: `An index on the joined column of ${relationText(scan.node)} (${on}) would find the rows that belong together.`,
                },
              ],
        };
      }
      yield* readToBeLookedUp(join, input);
    }
  },
});

function joinConditions({ node }: PlacedNode, { conditions }: SignInput): readonly Condition[] {
  return ['Hash Cond', 'Merge Cond', 'Join Filter'].flatMap((name) => {
    const text = textFact(node, name);
    return text === undefined ? [] : conditions(text);
  });
}

function textOf({ node }: PlacedNode): string {
  return (
    textFact(node, 'Hash Cond') ?? textFact(node, 'Merge Cond') ?? textFact(node, 'Join Filter') ?? 'the joined columns'
  );
}

/** An expression over rows of the other side: no constant, no parameter and nothing that is computed once. */
function isOfRows(other: Operand | undefined): boolean {
  if (!other || other.constant !== undefined || other.parameter !== undefined) return false;
  return /[A-Za-z_]\w*\.|"/.test(other.text) && !/InitPlan|SubPlan|\$\d/.test(other.text);
}

const between = new Set(['Hash', 'Sort', 'Materialize', 'Memoize']);

/** The sequential scan that is all of this side. */
function plainScan(side: PlacedNode, tree: PlanTree): PlacedNode | undefined {
  if (side.node.kind === 'Seq Scan') return side;
  const [child, ...others] = tree.childrenOf(side);
  return child && others.length === 0 && between.has(side.node.kind) ? plainScan(child, tree) : undefined;
}

/** Rows that one scan of the table reads. */
function rowsOf(scan: PlacedNode, input: SignInput): number {
  const { node } = scan;
  if (node.measured) {
    const removed = (numberFact(node, 'Rows Removed by Filter') ?? 0) * node.measured.loops;
    return ((measuredOf(node) ?? 0) + removed) / Math.max(1, scan.loops);
  }
  const table = tableOf(node, input);
  return (table && statisticsOf(table, input)?.rows) ?? plannedRows(scan);
}
