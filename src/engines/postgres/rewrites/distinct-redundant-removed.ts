import { hasAggregate, isBasic, targetsOf } from './build.ts';
import { innerJoins } from './inner-joins.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { requiredKeys, sourceColumn } from './sources.ts';

export const distinctRedundantRemoved = defineSelectRewrite({
  id: 'distinct-redundant-removed',
  title: 'no DISTINCT over rows that differ anyway',
  why: 'DISTINCT sorts or hashes the whole result, even where no two rows can be the same.',
  when: 'A key without nulls of every table that is joined is among the results; joins are inner ones.',
  example: {
    before: 'SELECT DISTINCT o.id, o.total FROM orders o WHERE o.total > 10',
    after: 'SELECT o.id, o.total FROM orders o WHERE o.total > 10',
  },
  change(select, context) {
    const { distinctClause, withClause: _with, ...plain } = select;
    const isRows = distinctClause?.every((node) => Object.keys(node).length === 0);
    if (!isRows || !isBasic(plain) || select.groupClause || hasAggregate(select.targetList)) return false;
    const joins = innerJoins(select, context);
    if (!joins) return false;
    const results = targetsOf(select).flatMap(({ val }) => {
      const found = val && sourceColumn(val, joins.sources);
      return found ? [found] : [];
    });
    const differ = joins.sources.every((source) => {
      if (!source.table) return false;
      const columns = results.filter((one) => one.source === source).map((one) => one.column.name);
      return requiredKeys(source.table).some((key) => key.every((name) => columns.includes(name)));
    });
    if (differ) delete select.distinctClause;
    return differ;
  },
});
