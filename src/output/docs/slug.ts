/**
 * A file's name, without its ending, for a qualified name: the same for the same name whatever else there is, and
 * different for different names on every file system.
 */
export function slugOf(key: string): string {
  const plain = key
    .toLowerCase()
    .replaceAll('"', '')
    .replaceAll(/[^a-z0-9_.-]+/g, '-');
  const short = plain.length > 100 ? plain.slice(0, 100) : plain;
  return short === key ? short : `${short.replaceAll(/^[.-]+|[.-]+$/g, '')}-${hash(key)}`;
}

/** FNV-1a over code units, 32 bits (draft-eastlake-fnv). */
function hash(value: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) sum = Math.imul(sum ^ value.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, '0');
}

/** An anchor in a page: what stands in its place when characters are left out is told apart by number. */
export function anchorOf(kind: string, name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-');
  return plain === name ? `${kind}-${name}` : `${kind}-${plain}-${hash(name)}`;
}
