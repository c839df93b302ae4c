import type { SelectStmt } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { sameTree } from '../query/same-tree.ts';
import { conjuncts, hasAggregate, isBasic, targetsOf } from './build.ts';
import { innerJoins } from './inner-joins.ts';
import { defineSelectRewrite, type RewriteContext } from './rewrite.ts';
import { requiredKeys, sourceColumn } from './sources.ts';
import { equality } from './sub-query.ts';

export const unionToUnionAll = defineSelectRewrite({
  id: 'union-to-union-all',
  title: 'UNION ALL instead of UNION',
  why: 'UNION sorts or hashes all rows of both sides to drop duplicates, even where there can be none; nothing is returned before all is read.',
  when: 'Both sides give no row twice (a key of each table is among the results, or DISTINCT, or what is grouped by), and no row of one can be one of the other: at some place they give, or demand by WHERE, different constants.',
  example: {
    before: "SELECT 'order' AS kind, id FROM orders UNION SELECT 'user', id FROM users",
    after: "SELECT 'order' AS kind, id FROM orders UNION ALL SELECT 'user', id FROM users",
  },
  change(select, context) {
    const { larg, rarg, op, all } = select;
    if (op !== 'SETOP_UNION' || all || !larg || !rarg) return false;
    if (!isSet(larg, context) || !isSet(rarg, context) || !areDisjoint(larg, rarg)) return false;
    select.all = true;
    return true;
  },
});

/** Whether a SELECT gives no row twice. */
function isSet(select: SelectStmt, context: RewriteContext): boolean {
  if ((select.op ?? 'SETOP_NONE') !== 'SETOP_NONE') return !select.all;
  if (!isBasic(select)) return false;
  if (select.distinctClause?.every((node) => Object.keys(node).length === 0)) return true;
  const targets = targetsOf(select);
  if (select.groupClause) {
    return select.groupClause.every((key) => targets.some(({ val }) => val && sameTree(val, key)));
  }
  if (hasAggregate(select.targetList)) return true;
  const joins = innerJoins(select, context);
  return (
    joins?.sources.every((source) => {
      const columns = targets.flatMap(({ val }) => {
        const found = val && sourceColumn(val, joins.sources);
        return found?.source === source ? [found.column.name] : [];
      });
      return source.table && requiredKeys(source.table).some((key) => key.every((name) => columns.includes(name)));
    }) ?? false
  );
}

/** Whether two SELECTs give different constants at the same place. */
function areDisjoint(one: SelectStmt, other: SelectStmt): boolean {
  const [ours, theirs] = [fixedValues(one), fixedValues(other)];
  return ours.some((value, at) => {
    const against = theirs[at];
    return value !== undefined && against !== undefined && differ(value, against);
  });
}

/** Texts of different letters may be equal (citext), and numbers of different digits, too. */
function differ(one: string, other: string): boolean {
  const [a, b] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
  return a !== b && /^[a-z_]+$/.test(a) && /^[a-z_]+$/.test(b);
}

/** The constant at each place of the results: one that is written there, or that WHERE demands of the column. */
function fixedValues(select: SelectStmt): readonly (string | undefined)[] {
  const demands = conjuncts(select.whereClause).flatMap((condition) => equality(condition) ?? []);
  return targetsOf(select).map(({ val }) => {
    if (!val) return undefined;
    const own = constantOf(val);
    if (typeof own === 'string') return own;
    const at = demands.findIndex((side) => sameTree(side, val));
    // The sides stand in pairs.
    const against = at < 0 ? undefined : demands[at % 2 === 0 ? at + 1 : at - 1];
    const constant = against && constantOf(against);
    return typeof constant === 'string' ? constant : undefined;
  });
}
