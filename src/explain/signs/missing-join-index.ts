import { hasIndex, serviceOf } from '../../engines/index-keys.ts';
import { bindingsOf } from '../../engines/oriented.ts';
import type { Condition, Operand } from '../../engines/query-facts.ts';
import { subjectOf } from '../discards.ts';
import { measuredOf, plannedRows } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import type { PlacedNode, PlanTree } from '../plan-tree.ts';
import {
  isWholeIndexScan,
  numberFact,
  relationText,
  scanConditions,
  statisticsOf,
  tableOf,
  textFact,
} from '../scan.ts';
import { defineSign, type SignInput, type Symptom } from '../sign.ts';
import { told } from '../told.ts';

const leastRows = 10_000;

/** Rows of the other side, as a share of this table's: below it looking each of them up is cheaper than reading all. */
const fewShare = 0.02;

export const sign = defineSign({
  id: 'missing-join-index',
  title: 'a join without an index on its columns',
  why: 'The rows of one table that belong to the few rows of the other can only be found by reading all of it: once for a hash join, again and again for a nested loop.',
  what: `A join that reads a whole table of ${leastRows} rows or more for a few rows of the other side, without an index that begins with the joined columns.`,
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

/** All rows of the outer side are read and looked up in the inner one, which keeps few: those could be found the other way. */
function* readToBeLookedUp(join: PlacedNode, input: SignInput): Iterable<Symptom> {
  const [outer, inner] = input.tree.childrenOf(join).filter((one) => one.node.relationship !== 'SubPlan');
  if (join.node.kind !== 'Nested Loop' || join.node.joinType !== 'Inner' || !outer || !inner) return;
  const isWhole = outer.node.kind === 'Seq Scan' || isWholeIndexScan(outer.node);
  const table = isWhole ? tableOf(outer.node, input) : undefined;
  const { access, filter } = scanConditions(inner, input);
  const [read, kept] = [rowsOf(outer, input), rowsOut(join)];
  if (!table || filter.length === 0 || read < leastRows || kept > read * fewShare) return;
  const bound = bindingsOf(access, outer.node.alias, table).filter((one) => one.right?.column !== undefined);
  const keys = bound.flatMap((one) => serviceOf(one, table) ?? []).filter((one) => one.kind === 'equal');
  const weight = Math.min(1, outer.wholeShare + inner.wholeShare + join.share);
  if (keys.length === 0 || keys.some((one) => hasIndex(table, [one.key])) || !harms(weight, input)) return;
  const columns = keys.map((one) => one.column).join(', ');
  const alias = outer.node.alias === undefined ? {} : { alias: outer.node.alias };
  yield {
    node: outer.path,
    subject: subjectOf(outer, input),
    message: `reads all ${figure(read)} rows of ${relationText(outer.node)} and looks each up in ${relationText(inner.node)} to keep ${figure(kept)}, for want of an index on ${columns}`,
    evidence: [told(input, `${figure(read)} rows read for the join, ${shareText(weight, input)}`)],
    weight,
    remedies: indexIdeas({ table, conditions: bound, ...alias }, input),
  };
}

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

function rowsOut(placed: PlacedNode): number {
  const { node } = placed;
  return node.measured ? (measuredOf(node) ?? 0) / Math.max(1, placed.loops) : plannedRows(placed);
}
