/** A node of a statement's tree. */
export type Tree = Readonly<Record<string, unknown>>;

export function names(node: Tree, column: string): boolean {
  const reference = inner(node, 'ColumnRef');
  if (reference) return inner(list(reference['fields']).at(-1) ?? {}, 'String')?.['sval'] === column;
  return children(node).some((child) => names(child, column));
}

/** A column, or one that is cast to text, which changes nothing for most of them; another cast makes another value. */
export function columnIn(node: Tree): Tree | undefined {
  const cast = inner(node, 'TypeCast');
  if (!cast) return inner(node, 'ColumnRef');
  const type = inner(list((cast['typeName'] as Tree | undefined)?.['names']).at(-1) ?? {}, 'String')?.['sval'];
  return /^(?:text|varchar|bpchar|name)$/.test(String(type)) ? columnIn(cast['arg'] as Tree) : undefined;
}

/** The node itself, or what is cast. */
export function bare(node: Tree, kind: string): Tree | undefined {
  const cast = inner(node, 'TypeCast');
  return cast ? bare(cast['arg'] as Tree, kind) : inner(node, kind);
}

const aggregates = /^(?:count|sum|avg|min|max|bool_and|bool_or|every|array_agg|string_agg|json_agg|jsonb_agg)$/;

export function aggregated(node: Tree): boolean {
  const call = inner(node, 'FuncCall');
  if (call && call['over'] === undefined) {
    const name = inner(list(call['funcname']).at(-1) ?? {}, 'String')?.['sval'];
    if (typeof name === 'string' && aggregates.test(name)) return true;
  }
  return children(node).some(aggregated);
}

export function isStar(node: unknown): boolean {
  if (!isTree(node)) return false;
  const field = list(inner(node, 'ColumnRef')?.['fields']).at(-1);
  return field !== undefined && inner(field, 'A_Star') !== undefined;
}

export function nameOf(target: Tree): string | undefined {
  if (target['name'] !== undefined) return String(target['name']);
  const value = target['val'];
  if (!isTree(value)) return undefined;
  const name = inner(list(inner(value, 'ColumnRef')?.['fields']).at(-1) ?? {}, 'String')?.['sval'];
  return typeof name === 'string' ? name : undefined;
}

export function children(node: Tree): readonly Tree[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isTree));
}

export function inner(node: Tree, kind: string): Tree | undefined {
  const found = node[kind];
  return isTree(found) ? found : undefined;
}

export function list(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? value.filter(isTree) : [];
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The number of the parameter that an expression is. */
export function parameterOf(node: unknown): number | undefined {
  if (!isTree(node)) return undefined;
  const parameter = bare(node, 'ParamRef');
  return parameter ? Number(parameter['number']) : undefined;
}
