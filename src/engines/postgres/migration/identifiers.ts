import { openParser } from '../query/parser.ts';

/** Opens a reader of the identifiers in a text of SQL or PL/pgSQL, as the engine folds them; empty for what is no such text. */
export async function openIdentifiers(): Promise<(text: string) => ReadonlySet<string>> {
  const parser = await openParser();
  return (text) => {
    const bytes = Buffer.from(text);
    const found = new Set<string>();
    try {
      for (const token of parser.scan(text)) {
        if (token.tokenName !== 'IDENT' && token.keywordName === '') continue;
        const word = bytes.subarray(token.start, token.end).toString();
        found.add(word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase());
      }
    } catch {
      // A body in another language.
      return new Set();
    }
    return found;
  };
}
