import {
  columnsIn,
  exists,
  hasAggregate,
  hasStar,
  hasSubQuery,
  hasWindow,
  isBasic,
  selectFrom,
  setWhere,
  targetsOf,
} from './build.ts';
import { innerJoins, joinAgain, readsOf } from './inner-joins.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { requiredKeys, sourceColumn, withAliases } from './sources.ts';

export const distinctJoinToExists = defineSelectRewrite({
  id: 'distinct-join-to-exists',
  title: 'EXISTS instead of a join that DISTINCT mends',
  why: 'The join multiplies the rows, and DISTINCT sorts or hashes them all to drop the copies again. EXISTS stops at the first match and multiplies nothing.',
  when: 'DISTINCT, inner joins, and no result of the tables that are only joined to see whether there is a row. Where a key of the only table left is among the results, DISTINCT goes, too.',
  example: {
    before: 'SELECT DISTINCT u.id, u.name FROM users u JOIN orders o ON o.user_id = u.id',
    after: 'SELECT u.id, u.name FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)',
  },
  change(select, context) {
    const { distinctClause, ...plain } = select;
    const isRows = distinctClause?.every((node) => Object.keys(node).length === 0);
    if (!isRows || !isBasic(plain) || select.groupClause || select.havingClause || hasStar(select.targetList))
      return false;
    if (hasAggregate(select.targetList) || hasWindow(select)) return false;
    const joins = innerJoins(select, context);
    if (!joins || joins.sources.length < 2 || hasSubQuery(joins.conditions)) return false;
    const kept = readsOf([select.targetList], joins.sources);
    const asked = readsOf(joins.conditions, joins.sources);
    const targets = withAliases(select.targetList ?? [], joins.sources);
    if (!kept || !asked || !targets || kept.size === 0 || kept.size === joins.sources.length) return false;
    // Of DISTINCT results, an order can only be by results.
    const order =
      select.sortClause &&
      readsOf(
        select.sortClause.filter((one) => columnsIn(one).some((name) => name.length > 1)),
        joins.sources,
      );
    if (order && [...order].some((source) => !kept.has(source))) return false;
    const others = joins.sources.filter((source) => !kept.has(source));
    const about = joins.conditions.filter((condition) =>
      [...(readsOf(condition, joins.sources) ?? [])].some((source) => others.includes(source)),
    );
    const inner = selectFrom([{ ResTarget: { val: { A_Const: { ival: { ival: 1 } } } } }], [], []);
    joinAgain(inner, others, about);
    joinAgain(
      select,
      joins.sources.filter((source) => kept.has(source)),
      joins.conditions.filter((condition) => !about.includes(condition)),
    );
    setWhere(select, [...(select.whereClause ? [select.whereClause] : []), exists(inner)]);
    select.targetList = targets;
    const [only, second] = kept;
    const columns = targetsOf(select).flatMap(({ val }) =>
      val && only ? (sourceColumn(val, [only])?.column.name ?? []) : [],
    );
    if (only?.table && !second && requiredKeys(only.table).some((key) => key.every((name) => columns.includes(name)))) {
      delete select.distinctClause;
    }
    return true;
  },
});
