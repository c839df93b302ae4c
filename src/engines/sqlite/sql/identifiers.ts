import { quoteIdentifier } from '../quote.ts';
import { type Token, tokens } from './tokens.ts';

/** A text with identifiers as others; `names`: by those that are there, in small letters. */
export function withIdentifiers(sql: string, names: ReadonlyMap<string, string>): string {
  const named = [...tokens(sql)].flatMap((token) => {
    const to = names.get(nameOf(token)?.toLowerCase() ?? '');
    return to === undefined ? [] : [{ token, to }];
  });
  return withNamesAt(sql, named);
}

/** A text with other names in the places of tokens, which come in their order. */
export function withNamesAt(sql: string, named: readonly { readonly token: Token; readonly to: string }[]): string {
  let text = '';
  let end = 0;
  for (const { token, to } of named) {
    // In quotes where it was, as the engine itself does it.
    const quoted = token.kind === 'name' ? `"${to.replaceAll('"', '""')}"` : quoteIdentifier(to);
    text += sql.slice(end, token.start) + quoted;
    end = token.end;
  }
  return text + sql.slice(end);
}

const beforeRelation: ReadonlySet<string> = new Set(['FROM', 'JOIN', 'INTO', 'UPDATE', 'ON', 'TABLE']);

/**
 * A text in which relations stand without quotes that they do not need: the engine puts some around each name that it
 * puts in the place of another (https://sqlite.org/lang_altertable.html). `relations`: in small letters.
 */
export function withBareRelations(sql: string, relations: { has(name: string): boolean }): string {
  if (!sql.includes('"')) return sql;
  const list = [...tokens(sql)];
  let text = '';
  let end = 0;
  for (const [at, token] of list.entries()) {
    if (token.kind !== 'name' || !relations.has(token.value.toLowerCase())) continue;
    if (list[at + 1]?.text !== '.' && !beforeRelation.has(list[at - 1]?.value ?? '')) continue;
    text += sql.slice(end, token.start) + quoteIdentifier(token.value);
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
