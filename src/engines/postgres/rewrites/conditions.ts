import type { Node, SelectStmt } from 'libpg-query';
import { replaceNodes } from '../query/nodes.ts';
import { conjuncts, setWhere } from './build.ts';
import type { RewriteContext } from './rewrite.ts';
import { type Source, sourcesOf } from './sources.ts';

/** The other form of a condition; nothing where there is none. */
export type OtherForm = (node: Node, sources: readonly Source[]) => Node | undefined;

/** Gives every condition of WHERE its other form wherever it stands, but within sub-queries; false where none has one. */
export function changeEverywhere(select: SelectStmt, context: RewriteContext, otherForm: OtherForm): boolean {
  return change(select, context, otherForm, (where, other) =>
    replaceNodes(where, (node) => ('SelectStmt' in node ? node : other(node))),
  );
}

/** As `changeEverywhere`, but only under AND and OR: what is the same for whether a row passes need not be so under NOT. */
export function changeUnderAndOr(select: SelectStmt, context: RewriteContext, otherForm: OtherForm): boolean {
  return change(select, context, otherForm, (where, other) => {
    const visit = (node: Node): Node =>
      'BoolExpr' in node && node.BoolExpr.boolop !== 'NOT_EXPR'
        ? { BoolExpr: { ...node.BoolExpr, args: (node.BoolExpr.args ?? []).map(visit) } }
        : (other(node) ?? node);
    return visit(where);
  });
}

/** As `changeEverywhere`, but only of what must all hold. */
export function changeConjuncts(select: SelectStmt, context: RewriteContext, otherForm: OtherForm): boolean {
  const sources = sourcesOf(select, context);
  if (!sources || !select.whereClause) return false;
  const conditions = conjuncts(select.whereClause);
  const others = conditions.map((condition) => otherForm(condition, sources));
  if (others.every((other) => other === undefined)) return false;
  setWhere(
    select,
    conditions.map((condition, at) => others[at] ?? condition),
  );
  return true;
}

function change(
  select: SelectStmt,
  context: RewriteContext,
  otherForm: OtherForm,
  changed: (where: Node, other: (node: Node) => Node | undefined) => Node,
): boolean {
  const sources = sourcesOf(select, context);
  if (!sources || !select.whereClause) return false;
  let any = false;
  const where = changed(select.whereClause, (node) => {
    const other = otherForm(node, sources);
    any ||= other !== undefined;
    return other;
  });
  if (any) select.whereClause = where;
  return any;
}
