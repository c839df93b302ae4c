import type { Node } from 'libpg-query';

/** The strings of a list of names: an operator, a function, a column with its qualifiers. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** An operator or function without its schema. */
export function lastName(nodes: readonly Node[] | undefined): string {
  return stringsOf(nodes).at(-1) ?? '';
}

/** The qualified name of a column reference; nothing for `*` and `t.*`. */
export function columnName(node: Node): readonly string[] | undefined {
  if (!('ColumnRef' in node)) return undefined;
  const { fields = [] } = node.ColumnRef;
  return fields.every((field) => 'String' in field) ? stringsOf(fields) : undefined;
}

/** The items of a list node, or the node alone. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (!node) return [];
  return 'List' in node ? (node.List.items ?? []) : [node];
}

/**
 * Calls `visit` for each node below (and with) `node`, parents first, in the order in which the tree lists them; where
 * it gives false, what is below is passed over.
 */
export function walk(node: unknown, visit: (node: Node, kind: string) => boolean | undefined): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    // The tree wraps a node in its kind, which alone begins with a capital letter.
    if (/^[A-Z]/.test(key) && visit(node as Node, key) === false) continue;
    walk(value, visit);
  }
}

/** Replaces every node below that `change` gives another one for; what is replaced is not looked into. */
export function replaceNodes<Part>(part: Part, change: (node: Node) => Node | undefined): Part {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    const [key = ''] = Object.keys(value);
    // The tree wraps a node in its kind, which alone begins with a capital letter.
    const other = /^[A-Z]/.test(key) ? change(value as Node) : undefined;
    if (other) return other;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner)]));
  };
  // Nodes are replaced by nodes: the part keeps its shape.
  return replace(part) as Part;
}
