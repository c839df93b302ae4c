import { hasIndex, serviceOf } from '../engines/index-keys.ts';
import { bindingsOf } from '../engines/oriented.ts';
import type { Condition } from '../engines/query-facts.ts';
import { subjectOf } from './discards.ts';
import { measuredOf, plannedRows } from './estimates.ts';
import { figure } from './figures.ts';
import { harms, shareText } from './harm.ts';
import { indexIdeas } from './index-ideas.ts';
import type { PlacedNode } from './plan-tree.ts';
import { limitedOrder } from './query-part.ts';
import { isTableScan, relationText, scanConditions, tableOf } from './scan.ts';
import type { RemedyIdea, SignInput, Symptom } from './sign.ts';
import { told } from './told.ts';

/** A join that reads fewer rows than these is not worth a word. */
export const leastRows = 10_000;

/** Rows of one side, as a share of the other's: below it looking each of them up is cheaper than reading all. */
export const fewShare = 0.02;

/** So many indexes of either side are tried together. */
const mostPaired = 2;

type ChangeIdea = Extract<RemedyIdea, { readonly kind: 'change' }>;

/**
 * Of a nested loop: many rows of the outer side are read and looked up in the inner one, whose other conditions keep few.
 * Those could be found first, and the outer rows by them, which takes an index on each side: one alone may gain nothing.
 */
export function* readToBeLookedUp(join: PlacedNode, input: SignInput): Iterable<Symptom> {
  const [outer, inner] = input.tree.childrenOf(join).filter((one) => one.node.relationship !== 'SubPlan');
  if (join.node.kind !== 'Nested Loop' || join.node.joinType !== 'Inner' || !outer || !inner) return;
  const scan = lastScan(outer, input);
  const table = scan && tableOf(scan.node, input);
  if (!table || scan.neverExecuted) return;
  const { node } = scan;
  const lookUp = conditionsOf(inner, input);
  const bound = bindingsOf(lookUp, node.alias, table).filter((one) => one.right?.column !== undefined);
  const keeping = lookUp.filter((one) => bindingsOf([one], node.alias, table).length === 0);
  const keys = bound.flatMap((one) => serviceOf(one, table) ?? []).filter((one) => one.kind === 'equal');
  const [read, kept] = [rowsReached(outer), rowsOut(join)];
  if (keys.length === 0 || keeping.length === 0 || read < leastRows || kept > read * fewShare) return;
  const weight = Math.min(1, outer.wholeShare + inner.wholeShare + join.share);
  const isThere = keys.some((one) => hasIndex(table, [one.key]));
  const keepers = keepersOf(inner, keeping, input);
  if (!harms(weight, input) || (isThere && keepers.length === 0)) return;
  const conditions = [...bound, ...bindingsOf(conditionsOf(scan, input), node.alias, table)];
  const wish = { table, conditions, order: limitedOrder(node.alias, table, input) };
  const finders = indexIdeas(node.alias === undefined ? wish : { ...wish, alias: node.alias }, input);
  const wanted = isThere
    ? `what finds those of ${relationText(inner.node)} first`
    : keys.map((one) => one.column).join(', ');
  yield {
    node: scan.path,
    subject: subjectOf(scan, input),
    message: `reads ${node.kind === 'Seq Scan' ? 'all ' : ''}${figure(read)} rows of ${relationText(node)} and looks each up in ${relationText(inner.node)} to keep ${figure(kept)}, for want of an index on ${wanted}`,
    evidence: [told(input, `${figure(read)} rows read for the join, ${shareText(weight, input)}`)],
    weight,
    remedies: [...pairsOf(finders, keepers), ...finders, ...keepers],
  };
}

/** The scan in the innermost loop of a side: its rows are what the join goes through. */
function lastScan(side: PlacedNode, input: SignInput): PlacedNode | undefined {
  if (isTableScan(side.node)) return side;
  if (side.node.kind !== 'Nested Loop' || side.node.joinType !== 'Inner') return undefined;
  const inner = input.tree.childrenOf(side).find((one) => one.node.relationship === 'Inner');
  return inner && lastScan(inner, input);
}

function conditionsOf(placed: PlacedNode, input: SignInput): readonly Condition[] {
  const { access, filter } = scanConditions(placed, input);
  return [...access, ...filter];
}

/** Indexes that find the few rows of the inner side by what else is asked of them, where none does. */
function keepersOf(inner: PlacedNode, keeping: readonly Condition[], input: SignInput): readonly RemedyIdea[] {
  const { node } = inner;
  const table = tableOf(node, input);
  if (!table) return [];
  const conditions = bindingsOf(keeping, node.alias, table);
  const isThere = conditions.some((one) => {
    const service = serviceOf(one, table);
    return service?.kind === 'equal' && hasIndex(table, [service.key]);
  });
  if (isThere) return [];
  return indexIdeas({ table, conditions, ...(node.alias === undefined ? {} : { alias: node.alias }) }, input);
}

function pairsOf(some: readonly RemedyIdea[], others: readonly RemedyIdea[]): readonly ChangeIdea[] {
  const changes = (ideas: readonly RemedyIdea[]) => ideas.filter((one) => one.kind === 'change').slice(0, mostPaired);
  return changes(some).flatMap((one) =>
    changes(others).map((other) => ({
      kind: 'change',
      title: `${one.title}, and ${other.title}`,
      changes: [...one.changes, ...other.changes],
    })),
  );
}

/** Rows that come out before what is above has enough. */
function rowsReached(placed: PlacedNode): number {
  const whole = placed.node.totalCost * placed.loops;
  if (placed.node.measured || whole <= 0) return rowsOut(placed);
  return rowsOut(placed) * Math.min(1, placed.cost / whole);
}

/** Rows that come out of one run. */
export function rowsOut(placed: PlacedNode): number {
  const { node } = placed;
  return node.measured ? (measuredOf(node) ?? 0) / Math.max(1, placed.loops) : plannedRows(placed);
}
