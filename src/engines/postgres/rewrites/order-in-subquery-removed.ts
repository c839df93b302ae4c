import type { SelectStmt } from 'libpg-query';
import { aggregateOf, hasWindow, targetsOf } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';

export const orderInSubQueryRemoved = defineSelectRewrite({
  id: 'order-in-subquery-removed',
  title: 'no sorting of rows whose order is lost',
  why: 'The order of a sub-query without LIMIT is not kept by what reads it, but the sort is done all the same.',
  when: 'ORDER BY without LIMIT in a sub-query of IN or EXISTS, or in a derived table of a query that sorts by itself or gives only count, sum, min, max or avg.',
  example: {
    before: 'SELECT count(*) FROM (SELECT id FROM orders ORDER BY created_at) o',
    after: 'SELECT count(*) FROM (SELECT id FROM orders) o',
  },
  change(select, _context, place) {
    if (!select.sortClause || select.limitCount || select.limitOffset || select.lockingClause) return false;
    // DISTINCT ON takes the first row of each group, and windows may count rows in this order.
    if (select.distinctClause || hasWindow(select) || !place.outer) return false;
    if (
      place.as === 'expression'
        ? !isAsked(select, place.outer)
        : place.as !== 'derived table' || !isOrderLost(place.outer)
    ) {
      return false;
    }
    delete select.sortClause;
    return true;
  },
});

/** Whether a sub-query stands in IN or EXISTS: of a scalar one and of ARRAY() the order counts. */
function isAsked(select: SelectStmt, outer: SelectStmt): boolean {
  let asked = false;
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('SubLink' in node) {
      const { subselect, subLinkType } = node.SubLink as {
        readonly subselect?: { readonly SelectStmt?: SelectStmt };
        readonly subLinkType?: string;
      };
      if (subselect?.SelectStmt === select) asked = subLinkType === 'EXISTS_SUBLINK' || subLinkType === 'ANY_SUBLINK';
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(outer);
  return asked;
}

const orderless: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max', 'avg', 'bool_and', 'bool_or', 'every']);

function isOrderLost(outer: SelectStmt): boolean {
  if (hasWindow(outer) || outer.distinctClause) return false;
  const targets = targetsOf(outer);
  const aggregates = targets.map(({ val }) => val && aggregateOf(val)).filter((name) => name !== undefined);
  if (aggregates.some((name) => !orderless.has(name))) return false;
  // Ties of a sort that is cut off would fall otherwise.
  const sorts = outer.sortClause !== undefined && !outer.limitCount && !outer.limitOffset;
  return sorts || aggregates.length === targets.length;
}
