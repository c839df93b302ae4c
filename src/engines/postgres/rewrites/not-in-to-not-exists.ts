import type { Node, SubLink } from 'libpg-query';
import { conjunction, conjuncts, disjunction, exists, isNotNull, isNull, negation, setWhere } from './build.ts';
import { defineSelectRewrite, type RewriteContext } from './rewrite.ts';
import { type Source, sourceColumn, sourcesOf } from './sources.ts';
import { inSubQuery, matches, probe } from './sub-query.ts';

export const notInToNotExists = defineSelectRewrite({
  id: 'not-in-to-not-exists',
  title: 'NOT EXISTS instead of NOT IN',
  why: 'NOT IN must know whether the list holds a null, so the planner cannot make it an anti-join: it keeps the whole list in a hash table, or, where that does not fit work_mem, reads the list again for every row.',
  when: 'In WHERE, where unknown and false are the same. Where both sides are never null, NOT EXISTS says the same; where the list may hold nulls, a second NOT EXISTS asks for them; where the left side may be null, its row stays only when the list is empty.',
  example: {
    before: 'SELECT u.id FROM users u WHERE u.id NOT IN (SELECT o.user_id FROM orders o)',
    after: 'SELECT u.id FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)',
  },
  change(select, context) {
    const sources = sourcesOf(select, context);
    if (!sources) return false;
    let changed = false;
    const conditions = conjuncts(select.whereClause).map((condition) => {
      const link = notInOf(condition);
      const other = link && withoutNotIn(link, sources, context);
      if (other) changed = true;
      return other ?? condition;
    });
    if (changed) setWhere(select, conditions);
    return changed;
  },
});

/** The sub-query of `NOT x IN (…)` or `x <> ALL (…)`. */
function notInOf(node: Node): SubLink | undefined {
  if ('SubLink' in node) return node.SubLink.subLinkType === 'ALL_SUBLINK' ? node.SubLink : undefined;
  if (!('BoolExpr' in node) || node.BoolExpr.boolop !== 'NOT_EXPR') return undefined;
  const [arg] = node.BoolExpr.args ?? [];
  return arg && 'SubLink' in arg && arg.SubLink.subLinkType === 'ANY_SUBLINK' ? arg.SubLink : undefined;
}

function withoutNotIn(link: SubLink, sources: readonly Source[], context: RewriteContext): Node | undefined {
  const query = inSubQuery(link, sources, context);
  if (!query) return undefined;
  const leftRequired = sourceColumn(query.left, sources)?.required ?? 'A_Const' in query.left;
  const valueRequired = sourceColumn(query.value, query.sources)?.required ?? false;
  return conjunction([
    negation(exists(probe(query, [matches(query)]))),
    ...(valueRequired ? [] : [negation(exists(probe(query, [isNull(query.value)])))]),
    ...(leftRequired ? [] : [disjunction([isNotNull(query.left), negation(exists(probe(query, [])))])]),
  ]);
}
