const encoder = new TextEncoder();
/** Almost all names: a byte a character. */
const plain = /^[\x20-\x7e]*$/;

/**
 * The name that PostgreSQL itself gives an index or constraint: `orders_user_id_fkey`.
 * `parts` are the table and the columns, `suffix` is `pkey`, `key`, `fkey`, `check`, `excl`, `idx`, `not_null`.
 *
 * Too long a name is shortened as makeObjectName does (src/backend/commands/indexcmds.c): the longer of table and
 * columns loses a byte until all fits, and no character is cut in two. `identifierBytes` is the engine's limit.
 *
 * A name that is `taken` gets a number after its suffix, from 1, as ChooseRelationName does (same file).
 */
export function objectName(
  parts: readonly string[],
  suffix: string,
  identifierBytes: number,
  taken: (name: string) => boolean = () => false,
): string {
  const name = composed(parts, suffix, identifierBytes);
  if (!taken(name)) return name;
  for (let number = 1; ; number++) {
    const numbered = composed(parts, `${suffix}${number}`, identifierBytes);
    if (!taken(numbered)) return numbered;
  }
}

/**
 * The name of something that we invent. One that would be too long is shortened as {@link objectName} does, and says by
 * some letters what it is short for: names that begin alike do not become one.
 */
export function inventedName(parts: readonly string[], suffix: string, identifierBytes: number): string {
  const whole = [...parts, suffix].join('_');
  if (bytes(whole) <= identifierBytes) return whole;
  return composed(parts, `${fingerprint(parts.join('\0'))}_${suffix}`, identifierBytes);
}

/** FNV-1a (RFC 9923) of 32 bits, in seven letters and digits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}

function composed([table = '', ...columns]: readonly string[], suffix: string, identifierBytes: number): string {
  const rest = joined(columns, identifierBytes);
  const available = identifierBytes - bytes(suffix) - 1 - (columns.length > 0 ? 1 : 0);
  let tableBytes = bytes(table);
  let restBytes = bytes(rest);
  while (tableBytes + restBytes > available) {
    if (tableBytes > restBytes) tableBytes--;
    else restBytes--;
  }
  const names =
    columns.length > 0 ? [clipped(table, tableBytes), clipped(rest, restBytes)] : [clipped(table, tableBytes)];
  return [...names, suffix].join('_');
}

/** Columns joined until the limit is passed: ChooseIndexNameAddition takes no more than it needs. */
function joined(columns: readonly string[], identifierBytes: number): string {
  let text = '';
  for (const column of columns) {
    text = text === '' ? column : `${text}_${column}`;
    if (bytes(text) > identifierBytes) break;
  }
  return text;
}

/** The longest beginning that has no more than so many bytes and ends with a whole character. */
export function clipped(text: string, limit: number): string {
  let length = 0;
  let end = 0;
  for (const character of text) {
    length += bytes(character);
    if (length > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function bytes(text: string): number {
  return plain.test(text) ? text.length : encoder.encode(text).length;
}
