import type { Catalog } from '../../../catalog/catalog.ts';
import { walk } from '../query/nodes.ts';
import { openParser } from '../query/parser.ts';
import { sameTree } from '../query/same-tree.ts';
import { anyOfArrayToContains } from './any-of-array-to-contains.ts';
import { calculationMovedToValue } from './calculation-moved-to-value.ts';
import { coalesceComparisonToNullTest } from './coalesce-comparison-to-null-test.ts';
import { correlatedSubQueryToJoin } from './correlated-subquery-to-join.ts';
import { countDistinctToGrouped } from './count-distinct-to-grouped.ts';
import { cteInline } from './cte-inline.ts';
import { distinctJoinToExists } from './distinct-join-to-exists.ts';
import { distinctRedundantRemoved } from './distinct-redundant-removed.ts';
import { existsCountToExists } from './exists-count-to-exists.ts';
import { functionOnColumnToRange } from './function-on-column-to-range.ts';
import { havingToWhere } from './having-to-where.ts';
import { implicitCastRemoved } from './implicit-cast-removed.ts';
import { inSubQueryToExists } from './in-subquery-to-exists.ts';
import { leftJoinToInner } from './left-join-to-inner.ts';
import { notDistinctToEquality } from './not-distinct-to-equality.ts';
import { notInToNotExists } from './not-in-to-not-exists.ts';
import { orEqualitiesToIn } from './or-equalities-to-in.ts';
import { orToUnionAll } from './or-to-union-all.ts';
import { orderInSubQueryRemoved } from './order-in-subquery-removed.ts';
import { redundantJoinRemoved } from './redundant-join-removed.ts';
import type { Rewrite, RewriteContext } from './rewrite.ts';
import { scalarAggregateToGroupedJoin } from './scalar-aggregate-to-grouped-join.ts';
import { textBeginningToLike } from './text-beginning-to-like.ts';
import { unionToUnionAll } from './union-to-union-all.ts';

/** Every rewrite, the most useful first. */
export const rewrites: readonly Rewrite[] = [
  notInToNotExists,
  orToUnionAll,
  functionOnColumnToRange,
  textBeginningToLike,
  calculationMovedToValue,
  implicitCastRemoved,
  anyOfArrayToContains,
  correlatedSubQueryToJoin,
  scalarAggregateToGroupedJoin,
  distinctJoinToExists,
  existsCountToExists,
  cteInline,
  inSubQueryToExists,
  redundantJoinRemoved,
  unionToUnionAll,
  coalesceComparisonToNullTest,
  notDistinctToEquality,
  countDistinctToGrouped,
  distinctRedundantRemoved,
  orderInSubQueryRemoved,
  havingToWhere,
  leftJoinToInner,
  orEqualitiesToIn,
];

/** A query in another form, not yet tested. */
export interface Candidate {
  readonly rewrite: Rewrite;
  readonly sql: string;
}

/**
 * The other forms of a query, each text once and each read back as the tree that was meant; none for what does not
 * parse or does not only read.
 */
export async function candidates(sql: string, catalog: Catalog, defaultSchema: string): Promise<readonly Candidate[]> {
  const parser = await openParser();
  const parsed = parser.parse(sql);
  if ('fault' in parsed || parsed.statements.length !== 1) return [];
  const [statement] = parsed.statements;
  if (!statement || !('SelectStmt' in statement.node)) return [];
  const context: RewriteContext = { catalog, defaultSchema, commonTables: commonTables(statement.node) };
  const found = new Map<string, Candidate>();
  for (const rewrite of rewrites) {
    for (const tree of rewrite.apply(statement.node, context)) {
      const text = parser.writeStatement(tree);
      const again = parser.parse(text);
      const faithful = !('fault' in again) && sameTree(again.statements[0]?.node, tree);
      if (faithful && !found.has(text)) found.set(text, { rewrite, sql: text });
    }
  }
  return [...found.values()];
}

function commonTables(statement: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(statement, (node) => {
    if ('CommonTableExpr' in node) names.add(node.CommonTableExpr.ctename ?? '');
    return undefined;
  });
  return names;
}
