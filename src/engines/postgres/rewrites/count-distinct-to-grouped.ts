import type { SelectStmt } from 'libpg-query';
import { lastName } from '../query/nodes.ts';
import { call, columnRef, derivedTable, isBasic, targetsOf } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';

export const countDistinctToGrouped = defineSelectRewrite({
  id: 'count-distinct-to-grouped',
  title: 'counting groups instead of count(DISTINCT …)',
  why: 'count(DISTINCT …) sorts all values within one process, on disk where they are many; grouping can hash them, and can be done in parallel.',
  when: 'It is the only result of a query without grouping. Nulls are counted by neither.',
  example: {
    before: 'SELECT count(DISTINCT user_id) FROM orders',
    after: 'SELECT count(counted.value) FROM (SELECT user_id AS value FROM orders GROUP BY user_id) counted',
  },
  change(select) {
    const { sortClause, limitCount, limitOffset, withClause, ...body } = select;
    if (!isBasic(body) || body.groupClause || body.havingClause || body.distinctClause || body.windowClause)
      return false;
    const [first, second] = targetsOf(select);
    if (!first?.val || second || sortClause || limitCount || limitOffset || !('FuncCall' in first.val)) return false;
    const { funcname, args = [], agg_distinct, agg_filter, over } = first.val.FuncCall;
    const [arg, more] = args;
    if (lastName(funcname) !== 'count' || !agg_distinct || agg_filter || over || !arg || more || 'RowExpr' in arg)
      return false;
    // A constant or a number would mean a place among the results.
    if ('A_Const' in arg) return false;
    const grouped: SelectStmt = {
      ...body,
      targetList: [{ ResTarget: { name: 'value', val: arg } }],
      groupClause: [arg],
    };
    for (const key of Object.keys(select)) delete select[key as keyof SelectStmt];
    Object.assign(select, {
      targetList: [{ ResTarget: { ...first, val: call('count', columnRef('counted', 'value')) } }],
      fromClause: [derivedTable(grouped, 'counted')],
      limitOption: 'LIMIT_OPTION_DEFAULT',
      op: 'SETOP_NONE',
      ...(withClause ? { withClause } : {}),
    } satisfies SelectStmt);
    return true;
  },
});
