import type { Node, SelectStmt } from 'libpg-query';
import { resultName } from '../query/names.ts';
import { columnName, replaceNodes } from '../query/nodes.ts';
import { conjunction, conjuncts, hasAggregate, isPlain, join, targetsOf } from './build.ts';
import { defineSelectRewrite, type RewriteContext } from './rewrite.ts';
import { isOf, type Source, sourcesOf, uniqueKeys, withAliases } from './sources.ts';
import { apart, correlation } from './sub-query.ts';

export const correlatedSubQueryToJoin = defineSelectRewrite({
  id: 'correlated-subquery-to-join',
  title: 'a left join instead of a look-up for each row',
  why: 'A sub-query among the results runs once for every row, always by a nested loop. A join can be hashed or merged, and reads the other table once.',
  when: 'The sub-query looks up one row of one table by a unique key, so the join adds no rows; where there is none, both give null.',
  example: {
    before: 'SELECT o.id, (SELECT u.name FROM users u WHERE u.id = o.user_id) AS buyer FROM orders o',
    after: 'SELECT o.id, u.name AS buyer FROM orders o LEFT JOIN users u ON u.id = o.user_id',
  },
  change(select, context) {
    if (select.groupClause || select.havingClause || hasAggregate(select.targetList)) return false;
    const [from, second] = select.fromClause ?? [];
    const sources = sourcesOf(select, context);
    if (!from || second || !sources || select.lockingClause) return false;
    let outer = sources;
    let joined = from;
    let changed = false;
    const replace = (node: Node): Node | undefined => {
      if ('SelectStmt' in node) return node;
      if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return undefined;
      const { subselect } = node.SubLink;
      const found = subselect && 'SelectStmt' in subselect && lookUp(subselect.SelectStmt, sources, outer, context);
      if (!found) return undefined;
      changed = true;
      joined = join(joined, found.table, 'JOIN_LEFT', found.on);
      outer = [...outer, ...found.sources];
      return found.value;
    };
    const targets = (select.targetList ?? []).map((one): Node => {
      if (!('ResTarget' in one) || !one.ResTarget.val) return one;
      const before = changed;
      changed = false;
      const val = replaceNodes(one.ResTarget.val, replace);
      const name = one.ResTarget.name ?? (changed ? resultName(one.ResTarget.val) : undefined);
      changed ||= before;
      return { ResTarget: { ...one.ResTarget, val, ...(name === undefined || name === '?column?' ? {} : { name }) } };
    });
    if (!changed) return false;
    // A bare name of the query could now mean a column of the joined table, too.
    const named = qualified({ ...select, targetList: targets }, sources);
    if (!named) return false;
    Object.assign(select, named);
    select.fromClause = [joined];
    return true;
  },
});

/** Results, conditions and order with every bare column under its alias; what means a result stays. */
function qualified(
  { targetList = [], whereClause, sortClause = [] }: SelectStmt,
  sources: readonly Source[],
): Partial<SelectStmt> | undefined {
  const outputs = new Set(
    targetList.flatMap((node) => ('ResTarget' in node ? (node.ResTarget.name ?? resultName(node.ResTarget.val)) : [])),
  );
  const [targets, where] = [withAliases(targetList, sources), whereClause && withAliases(whereClause, sources)];
  const order = sortClause.map((node) => {
    const name = 'SortBy' in node && node.SortBy.node && columnName(node.SortBy.node);
    return name && name.length === 1 && outputs.has(name[0] ?? '') ? node : withAliases(node, sources);
  });
  if (!targets || (whereClause && !where) || order.some((node) => node === undefined)) return undefined;
  return {
    targetList: targets,
    ...(where ? { whereClause: where } : {}),
    ...(order.length > 0 ? { sortClause: order.filter((node) => node !== undefined) } : {}),
  };
}

interface LookUp {
  readonly table: Node;
  readonly on: Node;
  readonly value: Node;
  readonly sources: readonly Source[];
}

/** The sub-query as a join, under an alias that none of `taken` has. */
function lookUp(
  query: SelectStmt,
  outer: readonly Source[],
  taken: readonly Source[],
  context: RewriteContext,
): LookUp | undefined {
  const { limitCount: _one, ...unlimited } = query;
  const plain = apart(unlimited as SelectStmt, taken, context, isPlain);
  const [source, more] = plain?.sources ?? [];
  const [value, second] = plain ? targetsOf(plain.select) : [];
  if (!plain || !source?.table || more || !value?.val || second || !isOf(value.val, plain.sources)) return undefined;
  const [table] = plain.select.fromClause ?? [];
  const conditions = conjuncts(plain.select.whereClause);
  const split = correlation(conditions, plain.sources, outer);
  const on = conjunction(conditions);
  if (!split || !table || !on) return undefined;
  const bound = new Set(split.pairs.flatMap(([own]) => columnName(own)?.at(-1) ?? []));
  const single = uniqueKeys(source.table).some((key) => key.every((column) => bound.has(column)));
  return single ? { table, on, value: value.val, sources: plain.sources } : undefined;
}
