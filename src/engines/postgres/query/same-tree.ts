/** Keys of a tree that tell where something stood in the text, not what it is. */
const places: ReadonlySet<string> = new Set([
  'location',
  'stmt_location',
  'stmt_len',
  'name_location',
  'rexpr_list_start',
  'rexpr_list_end',
  'list_start',
  'list_end',
]);

/** Whether two trees, or parts of trees, say the same, wherever they stood in their texts. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ours, theirs] = [entriesOf(a), entriesOf(b)];
  if (ours.size !== theirs.size) return false;
  for (const [key, value] of ours) {
    if (!theirs.has(key)) return false;
    const other = theirs.get(key);
    if (!(key === 'names' ? sameTree(ownName(value), ownName(other)) : sameTree(value, other))) return false;
  }
  return true;
}

/** The name of a type without the engine's own schema, which the grammar writes or leaves out as it likes. */
function ownName(names: unknown): unknown {
  const engine = Array.isArray(names) && names.length === 2 && names[0]?.String?.sval === 'pg_catalog';
  return engine ? names.slice(1) : names;
}

function entriesOf(node: object): ReadonlyMap<string, unknown> {
  // An empty list is left out of a tree that was parsed.
  const said = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
  return new Map(
    Object.entries(node).filter(([key, value]) => !places.has(key) && (Array.isArray(node) || said(value))),
  );
}
