import type { JoinExpr, Node } from 'libpg-query';
import { columnName, lastName, walk } from '../query/nodes.ts';
import { conjuncts } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { aliasesIn, type Source, sourceOfColumn, sourcesOf } from './sources.ts';

export const leftJoinToInner = defineSelectRewrite({
  id: 'left-join-to-inner',
  title: 'an inner join, for WHERE drops the rows that a left join adds',
  why: 'A left join fixes which table comes first. The planner sees by itself that a plain comparison drops the added rows; written as an inner join, people see it, too, and further rewrites apply.',
  when: 'A condition of WHERE compares a column of the joined table, or asks that it is not null: neither holds for the nulls that a left join puts in.',
  example: {
    before: "SELECT o.id FROM orders o LEFT JOIN users u ON u.id = o.user_id WHERE u.name = 'Ada'",
    after: "SELECT o.id FROM orders o JOIN users u ON u.id = o.user_id WHERE u.name = 'Ada'",
  },
  change(select, context) {
    const sources = sourcesOf(select, context);
    if (!sources) return false;
    const strict = new Set(conjuncts(select.whereClause).flatMap((condition) => rejecting(condition, sources)));
    let changed = false;
    walk(select.fromClause, (node) => {
      if ('SelectStmt' in node) return false;
      if ('JoinExpr' in node && makeInner(node.JoinExpr, strict)) changed = true;
      return undefined;
    });
    return changed;
  },
});

function makeInner(join: JoinExpr, strict: ReadonlySet<string>): boolean {
  if (join.jointype !== 'JOIN_LEFT' || !join.rarg) return false;
  // Nulls of a join further inside come from that one.
  const direct = 'JoinExpr' in join.rarg ? new Set<string>() : aliasesIn(join.rarg);
  if (![...direct].some((alias) => strict.has(alias))) return false;
  join.jointype = 'JOIN_INNER';
  return true;
}

const comparisons: ReadonlySet<string> = new Set(['=', '<>', '<', '>', '<=', '>=', '~~', '~~*', '~', '~*']);

/** Aliases of the sources whose nulls make a condition false or unknown. */
function rejecting(node: Node, sources: readonly Source[]): readonly string[] {
  const aliasOf = (side: Node | undefined): readonly string[] => {
    const inner = side && 'TypeCast' in side ? side.TypeCast.arg : side;
    const name = inner && columnName(inner);
    const source = name && sourceOfColumn(name, sources);
    return source ? [source.alias] : [];
  };
  if ('NullTest' in node) return node.NullTest.nulltesttype === 'IS_NOT_NULL' ? aliasOf(node.NullTest.arg) : [];
  if (!('A_Expr' in node)) return [];
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  if (kind === 'AEXPR_IN' || kind === 'AEXPR_BETWEEN') return aliasOf(lexpr);
  const plain = kind === 'AEXPR_OP' || kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE';
  return plain && comparisons.has(lastName(name)) ? [...aliasOf(lexpr), ...aliasOf(rexpr)] : [];
}
