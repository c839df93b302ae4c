import type { QualifiedName } from '../../../catalog/names.ts';

// These read what the engine writes back: its own spelling of names, lists and definitions, with standard strings and
// without comments or dollar quotes. They are not for SQL that people write.

export const identifierPattern = String.raw`(?:"(?:[^"]|"")*"|[^\s"'.,;()[\]]+)`;

/** A name as a pattern's part: quoted or plain, qualified or not. */
export const namePattern = `${identifierPattern}(?:\\.${identifierPattern})?`;

const parts = new RegExp(`^(${identifierPattern})(?:\\.(${identifierPattern}))?$`);

/** `public."Order"` as a reference; a name without a schema is the engine's own, since the search path is empty. */
export function qualifiedName(text: string): QualifiedName {
  const [, first = text, second] = parts.exec(text) ?? [];
  return second === undefined
    ? { schema: 'pg_catalog', name: unquoted(first) }
    : { schema: unquoted(first), name: unquoted(second) };
}

/** An identifier without its quotes. */
export function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Where the string, the quoted name or the bracketed group that begins at `at` ends; the next character elsewhere. */
export function pastToken(text: string, at: number): number {
  const first = text[at];
  if (first === "'" || first === '"') {
    const end = text.indexOf(first, at + 1);
    return end < 0 ? text.length : end + 1;
  }
  if (first !== '(' && first !== '[') return at + 1;
  let next = at + 1;
  while (next < text.length && text[next] !== ')' && text[next] !== ']') next = pastToken(text, next);
  return next + 1;
}

/** The parts of a list, cut where the separator stands outside of quotes and brackets, without the space around them. */
export function splitList(text: string, separator = ','): readonly string[] {
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    if (text.startsWith(separator, at)) {
      found.push(text.slice(from, at));
      from = at + separator.length;
      at = from;
    } else at = pastToken(text, at);
  }
  return [...found, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

const castList = /\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]/g;

/**
 * An expression as it stays when it is written, loaded and written back again. A list that a `varchar` is held against
 * is cast as a whole at first; read from that text, each of its elements is (transformTypeCast in
 * src/backend/parser/parse_expr.c), which says the same.
 */
export function lasting(expression: string): string {
  return expression.replaceAll(
    castList,
    (_, list: string) =>
      `ARRAY[${splitList(list)
        .map((one) => `(${one})::text`)
        .join(', ')}]`,
  );
}

/** Names that stand in an expression, unquoted; what stands in strings is none. */
export function namesIn(expression: string): ReadonlySet<string> {
  const names = new Set<string>();
  const pattern = /'(?:[^']|'')*'|("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)/gu;
  for (const [, name] of expression.matchAll(pattern)) if (name !== undefined) names.add(unquoted(name));
  return names;
}
