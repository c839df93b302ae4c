import type { Condition, Operand } from '../../engines/query-facts.ts';
import { measuredOf, plannedRows } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { isTableScan, relationText, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

/** More rows than the larger side has, by so many times. */
const leastFactor = 10;
const leastRows = 50_000;

export const sign = defineSign({
  id: 'join-multiplies-rows',
  title: 'a join makes many times more rows than it reads',
  why: 'Each row meets many on the other side, and everything above the join works on the product: mostly only to aggregate it again, or because a condition of the join was forgotten.',
  what: `A join of ${leastRows} rows or more, ${leastFactor} times as many as its larger side. Look for a missing condition; aggregate before joining; where only the existence of a match counts, use EXISTS.`,
  references: ['https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-JOIN'],
  *check(input) {
    for (const placed of nodesOf(input, ['Nested Loop', 'Hash Join', 'Merge Join'])) {
      const [outer, inner] = input.tree
        .childrenOf(placed)
        .filter((one) => one.node.relationship !== 'SubPlan' && one.node.relationship !== 'InitPlan');
      if (!outer || !inner) continue;
      const rows = rowsOut(placed);
      // The inner side of a loop gives its rows again and again: those of one execution are its size.
      const sides = [
        rowsOut(outer),
        inner.loops > 0 ? rowsOut(inner) / Math.max(1, inner.loops / Math.max(1, placed.loops)) : 0,
      ];
      const largest = Math.max(1, ...sides);
      const above = placed.parent ? placed.parent.share : 0;
      const condition = conditionOf(placed, inner, input);
      // Without a condition the inner side is gone through for the product alone.
      const weight = Math.min(1, placed.share + above + (condition === undefined ? inner.wholeShare : 0));
      if (rows < leastRows || rows < largest * leastFactor || !harms(weight, input)) continue;
      // A look-up in an index finds its matches only: the side is as large as what it finds.
      if (placed.node.kind === 'Nested Loop' && isLookup(inner, input)) continue;
      yield {
        node: placed.path,
        message: `joins ${figure(sides[0] ?? 0)} rows to ${figure(sides[1] ?? 0)} and makes ${figure(rows)} of them${condition === undefined ? ', without a condition' : ` by ${condition}`}: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(rows)} rows out of ${figure(sides[0] ?? 0)} and ${figure(sides[1] ?? 0)}`)],
        weight,
        remedies: [
          ...(condition === undefined
            ? []
            : [{ kind: 'rewrite', rewrite: 'scalar-aggregate-to-grouped-join' } as const]),
          {
            kind: 'advice',
            text:
              condition === undefined
                ? `Add the condition that joins ${relationsIn(outer, input)} to ${relationsIn(inner, input)}.`
                : 'Aggregate each side by the joined columns before joining, or add the column that is missing from the condition.',
          },
        ],
      };
    }
  },
});

/** What joins the two sides: told at the join, or by engines that join by loops alone at the inner side. */
function conditionOf({ node }: PlacedNode, inner: PlacedNode, input: SignInput): string | undefined {
  const told = textFact(node, 'Hash Cond') ?? textFact(node, 'Merge Cond') ?? textFact(node, 'Join Filter');
  const filter = textFact(inner.node, 'Filter');
  return told ?? (filter !== undefined && input.conditions(filter).some(isOfTwo) ? filter : undefined);
}

/** Whether rows are looked up by what the other side gives, and not by constants alone. */
function isLookup(inner: PlacedNode, input: SignInput): boolean {
  const text = textFact(inner.node, 'Index Cond');
  if (text === undefined) return false;
  const conditions = input.conditions(text);
  return conditions.length === 0 || !conditions.every(isOfConstants);
}

function isOfConstants({ kind, left, right, list }: Condition): boolean {
  if (kind === 'null test' || kind === 'boolean') return true;
  const isConstant = (side: Operand | undefined) => side?.constant !== undefined || side?.parameter !== undefined;
  return kind === 'in list' ? (list ?? []).every(isConstant) : isConstant(left) || isConstant(right);
}

/** Whether a condition holds two columns against each other that are not one relation's. */
function isOfTwo({ left, right, branches }: Condition): boolean {
  if (branches?.some((branch) => branch.some(isOfTwo))) return true;
  return left?.column !== undefined && right?.column !== undefined && left.column.relation !== right.column.relation;
}

/** The tables of a side, each once. */
function relationsIn(side: PlacedNode, { tree }: SignInput): string {
  const names = tree.below(side).flatMap(({ node }) => (isTableScan(node) ? relationText(node) : []));
  return [...new Set(names)].join(', ') || 'one side';
}

function rowsOut(placed: PlacedNode): number {
  return placed.node.measured ? (measuredOf(placed.node) ?? 0) : plannedRows(placed) * placed.loops;
}
