import { columnName } from '../query/nodes.ts';
import { among, columnsIn, conjunction, conjuncts, hasAggregate, hasSubQuery, setWhere } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';

export const havingToWhere = defineSelectRewrite({
  id: 'having-to-where',
  title: 'WHERE instead of HAVING',
  why: 'Rows that WHERE drops are never grouped, and an index can find the others. (PostgreSQL moves such conditions by itself where the grouping is plain; here it can be seen.)',
  when: 'The condition reads only columns that are grouped by, and no aggregate. Without GROUP BY it stays, for there is always one row.',
  example: {
    before: 'SELECT user_id, count(*) FROM orders GROUP BY user_id HAVING user_id > 100',
    after: 'SELECT user_id, count(*) FROM orders WHERE user_id > 100 GROUP BY user_id',
  },
  change(select) {
    const keys = select.groupClause ?? [];
    if (keys.length === 0 || keys.some((key) => !columnName(key))) return false;
    const moved = conjuncts(select.havingClause).filter((condition) => {
      const names = columnsIn(condition);
      return (
        !hasAggregate(condition) &&
        !hasSubQuery(condition) &&
        names.length > 0 &&
        names.every((name) => among({ ColumnRef: { fields: name.map((sval) => ({ String: { sval } })) } }, keys))
      );
    });
    if (moved.length === 0) return false;
    const rest = conjunction(conjuncts(select.havingClause).filter((condition) => !moved.includes(condition)));
    if (rest) select.havingClause = rest;
    else delete select.havingClause;
    setWhere(select, [...conjuncts(select.whereClause), ...moved]);
    return true;
  },
});
