import type { Node } from 'libpg-query';
import { anyStatement, type Collected } from './collect-uses.ts';
import { aggregated, bare, inner, isStar, isTree, list, nameOf, parameterOf, type Tree } from './statement-tree.ts';

/** What a query does with a column. */
export type ColumnUse = 'equality' | 'range' | 'match' | 'join' | 'order' | 'group' | 'returned' | 'written' | 'other';

export interface UsedColumn {
  /** With its schema where the query writes it. */
  readonly table: string;
  /** A name; of an expression its text, without qualifiers. */
  readonly column: string;
  readonly expression?: true;
  readonly use: ColumnUse;
  /** The number of the parameter that it is compared with. */
  readonly parameter?: number;
}

/** What can be told of a statement from its text alone. */
export interface Uses {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly columns: readonly UsedColumn[];
  /** The outermost SELECT returns `*`. */
  readonly returnsAll: boolean;
  /** The names of the columns that the outermost SELECT returns, where they are told. */
  readonly returned: readonly string[];
  readonly limited: boolean;
  /** The outermost SELECT gives one row whatever the tables hold: aggregates without GROUP BY, or no table. */
  readonly oneRow: boolean;
  /** The constant or the parameter behind OFFSET; `computed` for anything else. */
  readonly offset?: { readonly constant: number } | { readonly parameter: number } | { readonly computed: true };
}

/**
 * Reads a statement's tree: tables, columns and expressions by use, LIMIT and OFFSET. Columns whose table cannot be told
 * are left out. `write` gives a tree's text; `constants` are those behind the parameters, by number.
 */
export function usesOf(
  statement: Node,
  write: (node: Node) => string,
  constants: Readonly<Record<string, string>> = {},
): Uses {
  const into: Collected = { reads: new Set(), writes: new Set(), columns: new Map(), write, constants };
  const root = statement as unknown as Tree;
  anyStatement(into, root, [], new Set());
  const main = inner(root, 'SelectStmt');
  const outermost = main?.['larg'] === undefined ? main : undefined;
  const targets = list(outermost?.['targetList']).map((one) => inner(one, 'ResTarget') ?? {});
  const offset = main && offsetOf(main['limitOffset']);
  return {
    reads: [...into.reads].sort(),
    writes: [...into.writes].sort(),
    columns: [...into.columns.values()],
    returnsAll: targets.some((one) => isStar(one['val'])),
    returned: targets.flatMap((one) => nameOf(one) ?? []),
    limited: main?.['limitCount'] !== undefined,
    oneRow: outermost !== undefined && givesOneRow(outermost, targets),
    ...(offset ? { offset } : {}),
  };
}

function offsetOf(node: unknown): Uses['offset'] {
  if (!isTree(node)) return undefined;
  const constant = bare(node, 'A_Const')?.['ival'];
  if (isTree(constant)) return { constant: Number(constant['ival'] ?? 0) };
  const parameter = parameterOf(node);
  return parameter === undefined ? { computed: true } : { parameter };
}

function givesOneRow(main: Tree, targets: readonly Tree[]): boolean {
  if (list(main['fromClause']).length === 0) return true;
  if (list(main['groupClause']).length > 0) return false;
  return targets.length > 0 && targets.every((one) => isTree(one['val']) && aggregated(one['val']));
}
