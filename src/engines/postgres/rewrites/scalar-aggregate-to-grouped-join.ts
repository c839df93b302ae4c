import type { Node, SelectStmt } from 'libpg-query';
import { resultName } from '../query/names.ts';
import { replaceNodes } from '../query/nodes.ts';
import {
  aggregateOf,
  coalesce,
  columnRef,
  conjunction,
  conjuncts,
  derivedTable,
  hasAggregate,
  hasSubQuery,
  hasWindow,
  integer,
  isBasic,
  join,
  operation,
  selectFrom,
  target,
  targetsOf,
} from './build.ts';
import { defineSelectRewrite, type RewriteContext } from './rewrite.ts';
import { freshAlias, isOf, type Source, sourcesOf } from './sources.ts';
import { apart, correlation } from './sub-query.ts';

export const scalarAggregateToGroupedJoin = defineSelectRewrite({
  id: 'scalar-aggregate-to-grouped-join',
  title: 'a join to grouped rows instead of an aggregate for each row',
  why: 'A correlated sub-query runs once for every row of the query around it. Grouped once and joined, the rows are read once.',
  when: 'The sub-query gives one aggregate, and depends on the query around it by equality alone. No group is no row: count() is then 0, every other aggregate null.',
  example: {
    before: 'SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS n FROM users u',
    after:
      'SELECT u.id, COALESCE(o_1.value, 0) AS n FROM users u LEFT JOIN (SELECT o.user_id AS key_1, count(*) AS value FROM orders o GROUP BY o.user_id) o_1 ON o_1.key_1 = u.id',
  },
  change(select, context) {
    if (!isBasic({ ...select, withClause: undefined } as unknown as SelectStmt)) return false;
    if (select.groupClause || select.havingClause || hasAggregate(select.targetList)) return false;
    const sources = sourcesOf(select, context);
    if (!sources) return false;
    const taken = new Set(sources.map((source) => source.alias));
    const joined: { readonly table: Node; readonly on: Node }[] = [];
    const replace = (node: Node): Node | undefined => {
      if ('SelectStmt' in node) return node;
      if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return undefined;
      const { subselect } = node.SubLink;
      const grouped =
        subselect && 'SelectStmt' in subselect && groupedOf(subselect.SelectStmt, sources, taken, context);
      if (!grouped) return undefined;
      joined.push(grouped);
      return grouped.value;
    };
    const targets = (select.targetList ?? []).map((one): Node => {
      if (!('ResTarget' in one) || !one.ResTarget.val) return one;
      const val = replaceNodes(one.ResTarget.val, replace);
      // Its name came from the sub-query.
      const name = one.ResTarget.name ?? nameFor(one.ResTarget.val);
      return { ResTarget: { ...one.ResTarget, val, ...(name === undefined ? {} : { name }) } };
    });
    const where = select.whereClause && replaceNodes(select.whereClause, replace);
    if (joined.length === 0) return false;
    const [last] = (select.fromClause ?? []).slice(-1);
    if (!last || (select.fromClause ?? []).length !== 1) return false;
    select.targetList = targets;
    if (where) select.whereClause = where;
    select.fromClause = [joined.reduce((left, { table, on }) => join(left, table, 'JOIN_LEFT', on), last)];
    return true;
  },
});

function nameFor(value: Node): string | undefined {
  if (!hasSubQuery(value)) return undefined;
  const name = resultName(value);
  return name === '?column?' ? undefined : name;
}

interface Grouped {
  readonly table: Node;
  readonly on: Node;
  readonly value: Node;
}

function groupedOf(
  query: SelectStmt,
  outer: readonly Source[],
  taken: Set<string>,
  context: RewriteContext,
): Grouped | undefined {
  const accepts = (select: SelectStmt) =>
    isBasic(select) &&
    !select.groupClause &&
    !select.havingClause &&
    !select.limitCount &&
    !select.limitOffset &&
    !select.distinctClause &&
    !hasWindow(select);
  const inner = apart(query, outer, context, accepts);
  const [first, second] = inner ? targetsOf(inner.select) : [];
  const aggregate = first?.val && aggregateOf(first.val);
  if (!inner || !first?.val || second || aggregate === undefined || !isOf(first.val, inner.sources)) return undefined;
  const split = correlation(conjuncts(inner.select.whereClause), inner.sources, outer);
  if (!split || split.pairs.length === 0) return undefined;
  const keys = split.pairs.map(([own]) => own);
  const alias = freshAlias(inner.sources[0]?.alias ?? 'grouped', taken);
  taken.add(alias);
  const grouped = selectFrom(
    [...keys.map((key, at) => target(key, `key_${at + 1}`)), target(first.val, 'value')],
    inner.select.fromClause ?? [],
    split.local,
  );
  const on = conjunction(
    split.pairs.map(([, theirs], at) => operation('=', columnRef(alias, `key_${at + 1}`), theirs)),
  );
  if (!on) return undefined;
  const value = columnRef(alias, 'value');
  return {
    table: derivedTable({ ...grouped, groupClause: [...keys] }, alias),
    on,
    value: aggregate === 'count' ? coalesce(value, integer(0)) : value,
  };
}
