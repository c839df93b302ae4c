import { conjuncts, exists, setWhere } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { sourcesOf } from './sources.ts';
import { inSubQuery, matches, probe } from './sub-query.ts';

export const inSubQueryToExists = defineSelectRewrite({
  id: 'in-subquery-to-exists',
  title: 'EXISTS instead of IN (SELECT …)',
  why: 'A correlated IN stays a sub-plan that runs for every row, where EXISTS is pulled up into a semi-join that can start from either side.',
  when: 'In WHERE, where unknown and false are the same; the sub-query gives plain rows: no grouping, no limit.',
  example: {
    before: 'SELECT u.id FROM users u WHERE u.id IN (SELECT o.user_id FROM orders o WHERE o.status = u.name)',
    after:
      'SELECT u.id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.status = u.name AND o.user_id = u.id)',
  },
  change(select, context) {
    const sources = sourcesOf(select, context);
    if (!sources) return false;
    let changed = false;
    const conditions = conjuncts(select.whereClause).map((condition) => {
      if (!('SubLink' in condition) || condition.SubLink.subLinkType !== 'ANY_SUBLINK') return condition;
      const query = inSubQuery(condition.SubLink, sources, context);
      if (!query) return condition;
      changed = true;
      return exists(probe(query, [matches(query)]));
    });
    if (changed) setWhere(select, conditions);
    return changed;
  },
});
