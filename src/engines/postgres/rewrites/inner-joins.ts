import type { Node, SelectStmt } from 'libpg-query';
import { columnsIn, conjunction, conjuncts, join, setWhere } from './build.ts';
import type { RewriteContext } from './rewrite.ts';
import { type Source, sourceOfColumn, sourcesOf, withAliases } from './sources.ts';

/** A FROM clause of inner joins alone, as what is joined and all conditions, those of WHERE included. */
export interface InnerJoins {
  readonly sources: readonly Source[];
  /** Every column in them is under its alias. */
  readonly conditions: readonly Node[];
}

/** Takes the FROM and WHERE of a SELECT apart; nothing where a join is an outer one, or a name is unclear. */
export function innerJoins(select: SelectStmt, context: RewriteContext): InnerJoins | undefined {
  const sources = sourcesOf(select, context);
  if (!sources) return undefined;
  const conditions: Node[] = [];
  let inner = true;
  const visit = (node: Node): void => {
    if (!('JoinExpr' in node)) {
      if ('RangeSubselect' in node && node.RangeSubselect.lateral) inner = false;
      return;
    }
    const { jointype, larg, rarg, quals } = node.JoinExpr;
    if (jointype !== undefined && jointype !== 'JOIN_INNER') inner = false;
    if (larg) visit(larg);
    if (rarg) visit(rarg);
    conditions.push(...conjuncts(quals));
  };
  for (const node of select.fromClause ?? []) visit(node);
  conditions.push(...conjuncts(select.whereClause));
  if (!inner) return undefined;
  const named = withAliases(conditions, sources);
  return named && { sources, conditions: named };
}

/** The sources that a part reads columns of, sub-queries included. */
export function readsOf(part: unknown, sources: readonly Source[]): ReadonlySet<Source> | undefined {
  const found = new Set<Source>();
  for (const name of columnsIn(part)) {
    const source = sourceOfColumn(name, sources);
    if (!source) return undefined;
    found.add(source);
  }
  return found;
}

/** Joins sources in their order, each on the conditions that all before it allow; what needs none of them is filtered. */
export function joinAgain(select: SelectStmt, sources: readonly Source[], conditions: readonly Node[]): void {
  const [first, ...others] = sources;
  if (!first) throw new Error('a FROM clause of nothing');
  const rest = new Set(conditions);
  const seen: Source[] = [first];
  let joined = first.node;
  for (const source of others) {
    seen.push(source);
    const on = [...rest].filter((condition) => {
      const reads = readsOf(condition, sources);
      return reads?.has(source) && reads.size > 1 && [...reads].every((one) => seen.includes(one));
    });
    for (const condition of on) rest.delete(condition);
    joined = join(joined, source.node, 'JOIN_INNER', conjunction(on));
  }
  select.fromClause = [joined];
  setWhere(select, [...rest]);
}
