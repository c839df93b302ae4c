/**
 * A name made of parts and a suffix, as PostgreSQL makes them for constraints and indexes (makeObjectName in
 * src/backend/commands/indexcmds.c): joined by `_`; when too long, the longest part is cut, a byte at a time, never
 * inside a character.
 */
export function objectName(parts: readonly string[], suffix: string, identifierBytes: number): string {
  const encoder = new TextEncoder();
  const bytes = (text: string) => encoder.encode(text).length;
  const kept = [...parts];
  const room = identifierBytes - bytes(suffix) - parts.length;
  while (kept.reduce((sum, part) => sum + bytes(part), 0) > room) {
    const longest = kept.reduce((best, part, at) => (bytes(part) > bytes(kept[best] ?? '') ? at : best), 0);
    kept[longest] = [...(kept[longest] ?? '')].slice(0, -1).join('');
  }
  return [...kept, suffix].join('_');
}
