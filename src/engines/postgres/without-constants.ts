/**
 * A query with parameters in place of its constants and without its comments; nothing where it cannot be parsed, or
 * where a text is left that could be data. (pg_stat_statements does so itself but for queries that were forgotten
 * while they ran.)
 */
export async function withoutConstants(sql: string): Promise<string | undefined> {
  const { loadModule, normalizeSync, parseSync, scanSync } = await import('libpg-query');
  await loadModule();
  try {
    // Of what cannot be parsed, the normaliser gives the error's text back.
    parseSync(sql);
    const normalized = normalizeSync(sql);
    parseSync(normalized);
    // Positions are in bytes.
    const bytes = Buffer.from(normalized);
    const parts: Buffer[] = [];
    let at = 0;
    for (const { start, end, tokenName } of scanSync(normalized).tokens) {
      if (texts.has(tokenName)) return undefined;
      if (!comments.has(tokenName)) continue;
      parts.push(bytes.subarray(at, start));
      at = end;
    }
    return Buffer.concat([...parts, bytes.subarray(at)])
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

const comments: ReadonlySet<string> = new Set(['SQL_COMMENT', 'C_COMMENT']);
const texts: ReadonlySet<string> = new Set(['SCONST', 'USCONST', 'BCONST', 'XCONST']);
