import type { Parser } from '../query/parser.ts';

/** Bytes of an identifier that are kept: `NAMEDATALEN` less one. */
const kept = 63;

/** Identifiers of a text that the engine cuts, each once. */
export function truncatedNames(
  sql: string,
  parser: Parser,
): readonly { readonly written: string; readonly kept: string }[] {
  // No identifier is longer than the text.
  if (sql.length <= kept) return [];
  const bytes = Buffer.from(sql);
  const found = new Map<string, string>();
  for (const token of parser.scan(sql)) {
    if (token.tokenName !== 'IDENT') continue;
    const text = bytes.subarray(token.start, token.end).toString();
    const name = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
    const whole = Buffer.from(name);
    if (whole.length > kept)
      found.set(
        name,
        whole
          .subarray(0, kept)
          .toString()
          .replace(/\ufffd+$/, ''),
      );
  }
  return [...found].map(([written, short]) => ({ written, kept: short }));
}
