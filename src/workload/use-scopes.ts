import { aggregated, inner, isTree, list, names, type Tree } from './statement-tree.ts';

export interface Relation {
  readonly alias: string;
  /** Of a table; a sub-query and a CTE have none. */
  readonly table?: string;
}

export function resolve(
  scopes: readonly (readonly Relation[])[],
  reference: Tree,
): { readonly table: string; readonly column: string } | undefined {
  const parts = list(reference['fields']).map((field) => inner(field, 'String')?.['sval']);
  const column = parts.at(-1);
  if (typeof column !== 'string') return undefined;
  const alias = parts.at(-2);
  for (const scope of scopes) {
    if (alias === undefined) {
      // Of several tables the text alone cannot tell whose it is.
      if (scope.length === 0) continue;
      const [only] = scope;
      return scope.length === 1 && only?.table !== undefined ? { table: only.table, column } : undefined;
    }
    const found = scope.find((one) => one.alias === alias);
    if (found) return found.table === undefined ? undefined : { table: found.table, column };
  }
  return undefined;
}

/** What a key of ORDER BY or GROUP BY stands for: the place or the name of what is returned, else itself. */
export function meant(key: Tree, use: 'group' | 'order', targets: readonly Tree[]): Tree {
  const place = inner(inner(key, 'A_Const') ?? {}, 'ival')?.['ival'];
  const fields = list(inner(key, 'ColumnRef')?.['fields']);
  const name = fields.length === 1 ? inner(fields[0] ?? {}, 'String')?.['sval'] : undefined;
  const found =
    typeof place === 'number'
      ? targets[place - 1]
      : name === undefined
        ? undefined
        : targets.find((one) => one['name'] === name);
  const value = found?.['val'];
  if (!isTree(value)) return key;
  // GROUP BY takes a column of the table before one that is returned, where both have the name.
  return typeof place !== 'number' && use === 'group' && names(value, String(name)) ? key : value;
}

/** What is computed from columns of one table for each row: the table, and the tree as an index would have it. */
export function computedFrom(
  scopes: readonly (readonly Relation[])[],
  node: Tree,
): { readonly table: string; readonly tree: Tree } | undefined {
  const tables = new Set<string | undefined>();
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (!isTree(value)) return value;
    const reference = inner(value, 'ColumnRef');
    if (reference) {
      tables.add(resolve(scopes, reference)?.table);
      return { ColumnRef: { fields: list(reference['fields']).slice(-1) } };
    }
    if (inner(value, 'SubLink') || inner(value, 'SelectStmt')) tables.add(undefined);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one)]));
  };
  if (inner(node, 'ColumnRef') || aggregated(node)) return undefined;
  const tree = copy(node);
  const [table, ...more] = tables;
  return table === undefined || more.length > 0 || !isTree(tree) ? undefined : { table, tree };
}
