import type { Node } from 'libpg-query';
import type { SupposedOperand } from '../../query-facts.ts';
import { walk } from './nodes.ts';
import { openParser, type Parser } from './parser.ts';

/**
 * The query with a value in the place of an operand of a comparison: `coalesce(value, operand)`, which the engine makes
 * the value of when it plans, and in which the operand's parameters keep their numbers and types. Nothing where no
 * comparison has these two sides.
 */
export async function supposing(sql: string, supposed: SupposedOperand): Promise<string | undefined> {
  const parser = await openParser();
  const parsed = parser.parse(sql);
  const [statement] = 'fault' in parsed ? [] : parsed.statements;
  if (!statement) return undefined;
  const { beside, operand } = supposed;
  let isFound = false;
  walk(statement.node, (node) => {
    if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
    const { lexpr, rexpr } = node.A_Expr;
    if (!lexpr || !rexpr) return undefined;
    const [left, right] = [parser.write(lexpr), parser.write(rexpr)];
    if (left === beside && right === operand) node.A_Expr.rexpr = valueBefore(rexpr, supposed, parser);
    else if (right === beside && left === operand) node.A_Expr.lexpr = valueBefore(lexpr, supposed, parser);
    else return undefined;
    isFound = true;
    return false;
  });
  return isFound ? parser.write(statement.node) : undefined;
}

function valueBefore(operand: Node, { value, type }: SupposedOperand, parser: Parser): Node {
  const parsed = parser.parse(`SELECT CAST('${value.replaceAll("'", "''")}' AS ${type})`);
  const [made] = 'fault' in parsed ? [] : parsed.statements;
  const [target] = made && 'SelectStmt' in made.node ? (made.node.SelectStmt.targetList ?? []) : [];
  const cast = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  if (!cast) throw new Error(`no type: ${type}`);
  return { CoalesceExpr: { args: [cast, operand] } };
}
