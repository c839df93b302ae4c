import { quoteIdentifier } from '../quote.ts';
import { type Token, tokens } from './tokens.ts';

/** A text with identifiers as others; `names`: by those that are there, in small letters. */
export function withIdentifiers(sql: string, names: ReadonlyMap<string, string>): string {
  let text = '';
  let end = 0;
  for (const token of tokens(sql)) {
    const name = nameOf(token);
    const to = name === undefined ? undefined : names.get(name.toLowerCase());
    if (to === undefined) continue;
    // In quotes where it was, as the engine itself does it.
    const quoted = token.kind === 'name' ? `"${to.replaceAll('"', '""')}"` : quoteIdentifier(to);
    text += sql.slice(end, token.start) + quoted;
    end = token.end;
  }
  return text + sql.slice(end);
}

/** The words and quoted names of a text, in small letters. */
export function identifiersIn(sql: string): ReadonlySet<string> {
  return new Set([...tokens(sql)].flatMap((token) => nameOf(token)?.toLowerCase() ?? []));
}

function nameOf(token: Token): string | undefined {
  return token.kind === 'word' ? token.text : token.kind === 'name' ? token.value : undefined;
}
