const space = String.raw`(?:\s|--[^\n]*\n|/\*[\s\S]*?\*/)`;
const copy = new RegExp(String.raw`^${space}*copy${space}*\(`, 'i');
const declare = new RegExp(
  String.raw`^${space}*declare${space}+(?:"(?:[^"]|"")+"|[\w$]+)${space}+(?:(?:binary|insensitive|asensitive|no|scroll)${space}+)*cursor${space}+(?:with(?:out)?${space}+hold${space}+)?for${space}+`,
  'i',
);
const copiedTo = new RegExp(String.raw`^${space}*to\b`, 'i');
/** Brackets, and what may hold some that are none. */
const pieces =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|[()]/g;

/**
 * Where the query stands, in characters from 0, that a utility statement runs: `COPY (…) TO` and `DECLARE … CURSOR FOR …`
 * plan theirs as if it stood alone. Nothing for another statement.
 */
export function carriedQuery(sql: string): { readonly start: number; readonly end: number } | undefined {
  const declared = declare.exec(sql);
  if (declared) return { start: declared[0].length, end: sql.length };
  const copied = copy.exec(sql);
  if (!copied) return undefined;
  const start = copied[0].length;
  let depth = 1;
  for (const piece of sql.slice(start).matchAll(pieces)) {
    depth += piece[0] === '(' ? 1 : piece[0] === ')' ? -1 : 0;
    if (depth > 0) continue;
    const end = start + piece.index;
    return copiedTo.test(sql.slice(end + 1)) ? { start, end } : undefined;
  }
  return undefined;
}
