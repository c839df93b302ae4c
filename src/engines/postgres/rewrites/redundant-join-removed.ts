import type { Node, SelectStmt } from 'libpg-query';
import { qualified } from '../../../catalog/names.ts';
import { columnName } from '../query/nodes.ts';
import { hasStar, isBasic } from './build.ts';
import { type InnerJoins, innerJoins, joinAgain, readsOf } from './inner-joins.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, sourceColumn, withAliases } from './sources.ts';
import { equality } from './sub-query.ts';

export const redundantJoinRemoved = defineSelectRewrite({
  id: 'redundant-join-removed',
  title: 'no join to a table that adds nothing',
  why: 'The planner drops a needless left join by itself, but never an inner join: it does not look at foreign keys for that, and reads the other table for every row.',
  when: 'A validated foreign key, whose columns are never null, finds exactly one row of the other table for every row, and nothing else of that table is used.',
  example: {
    before: 'SELECT o.id, o.total FROM orders o JOIN users u ON u.id = o.user_id',
    after: 'SELECT o.id, o.total FROM orders o',
  },
  change(select, context) {
    const { withClause: _with, ...rest } = select;
    if (!isBasic(rest) || hasStar(select.targetList)) return false;
    const joins = innerJoins(select, context);
    if (!joins || joins.sources.length < 2) return false;
    for (const source of joins.sources) {
      const ties = joins.conditions.filter((condition) => readsOf(condition, joins.sources)?.has(source));
      const elsewhere = readsOf(outside(select), joins.sources);
      if (!elsewhere || elsewhere.has(source) || !isTied(source, ties, joins)) continue;
      const left = joins.sources.filter((one) => one !== source);
      const named = withAliases(outside(select), joins.sources);
      if (!named) continue;
      Object.assign(select, named);
      joinAgain(
        select,
        left,
        joins.conditions.filter((condition) => !ties.includes(condition)),
      );
      return true;
    }
    return false;
  },
});

/** Everything of a SELECT but what joins and filters. */
function outside(select: SelectStmt): Partial<SelectStmt> {
  const { fromClause: _from, whereClause: _where, withClause: _with, ...rest } = select;
  return rest;
}

/** Whether all that is asked of a source is what a foreign key of another promises. */
function isTied(source: Source, ties: readonly Node[], { sources }: InnerJoins): boolean {
  const pairs = ties.map((condition) => {
    const sides = equality(condition);
    if (!sides || !columnName(sides[0]) || !columnName(sides[1])) return undefined;
    const [one, other] = [sourceColumn(sides[0], sources), sourceColumn(sides[1], sources)];
    if (one?.source === source && other && other.source !== source) return { own: one, theirs: other };
    if (other?.source === source && one && one.source !== source) return { own: other, theirs: one };
    return undefined;
  });
  const [first] = pairs;
  const { table } = source;
  if (
    !first ||
    !table ||
    !pairs.every((pair) => pair && pair.theirs.source === first.theirs.source && pair.theirs.required)
  ) {
    return false;
  }
  return first.theirs.table.foreignKeys.some(
    (key) =>
      key.validated &&
      key.enforced &&
      !key.deferrable &&
      !key.period &&
      qualified(key.references) === qualified(table) &&
      key.columns.length === pairs.length &&
      pairs.every((pair) => {
        const at = key.columns.indexOf(pair?.theirs.column.name ?? '');
        return at >= 0 && key.referencedColumns[at] === pair?.own.column.name;
      }),
  );
}
