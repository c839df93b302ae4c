import { reservedWords } from '../keywords.ts';
import { quoteLiteral } from '../quote.ts';
import { type Token, tokens } from './tokens.ts';

/**
 * Texts in double quotes. The engine takes a name in double quotes that nothing has for a text, unless it is built or told
 * not to (https://sqlite.org/quirks.html#dblquote); the embedded one is built so.
 */

/** SQL in which texts stand in single quotes, and those texts. */
export interface WithTexts {
  readonly sql: string;
  readonly texts: readonly string[];
}

/** Tells what is wrong with a statement, without leaving anything behind; nothing where it compiles. */
type Compile = (sql: string) => Promise<string | undefined>;

/** The text that the engine found in double quotes, by its error. */
export function textMeant(error: string): string | undefined {
  return /: "(.*)" - should this be a string literal in single-quotes\?$/s.exec(error)?.[1];
}

/**
 * Puts single quotes around the texts that the engine names, and around no name that it knows: what is tried out. Nothing
 * where no text is named, or where it is not in this statement. What else is wrong with the statement stays wrong.
 */
export async function withTexts(sql: string, compile: Compile): Promise<WithTexts | undefined> {
  const places = new Map<number, Token>();
  const several = new Set<number>();
  for (;;) {
    const text = textMeant((await compile(replaced(sql, places))) ?? '');
    if (text === undefined) break;
    const found = candidates(sql).filter(({ start, value }) => value === text && !places.has(start));
    if (found.length === 0) break;
    for (const token of found) {
      places.set(token.start, token);
      if (found.length > 1) several.add(token.start);
    }
  }
  if (places.size === 0) return undefined;
  const wrong = await compile(replaced(sql, places));
  for (const start of several) {
    const without = new Map([...places].filter(([place]) => place !== start));
    if ((await compile(replaced(sql, without))) === wrong) places.delete(start);
  }
  return { sql: replaced(sql, places), texts: [...new Set([...places.values()].map(({ value }) => value))] };
}

/**
 * The same for a statement that the engine has taken, without asking it: texts are what stands in double quotes where
 * nothing is called so.
 */
export function withTextsOf(sql: string, isName: (name: string) => boolean): string {
  if (!sql.includes('"')) return sql;
  const places = candidates(sql).filter(({ value }) => !isName(value.toLowerCase()));
  return replaced(sql, new Map(places.map((token) => [token.start, token])));
}

/** The same for the expressions of a CREATE TABLE or CREATE INDEX, whose other names are never texts. */
export function withTextsInExpressions(sql: string, isName: (name: string) => boolean): string {
  if (!sql.includes('"')) return sql;
  const within = expressions([...tokens(sql)]);
  const places = candidates(sql).filter(
    ({ start, value }) => within.some(([from, to]) => start >= from && start < to) && !isName(value.toLowerCase()),
  );
  return replaced(sql, new Map(places.map((token) => [token.start, token])));
}

/** Where expressions stand: in the brackets behind these words, and behind the WHERE of an index. */
function expressions(list: readonly Token[]): readonly (readonly [number, number])[] {
  const isIndex = list.slice(0, 3).some(({ value }) => value === 'INDEX');
  const found: [number, number][] = [];
  let depth = 0;
  let open: number | undefined;
  let begin = 0;
  for (const [at, { text, value, kind, start, end }] of list.entries()) {
    if (kind === 'word' && value === 'WHERE' && isIndex && depth === 0)
      return [...found, [end, Number.POSITIVE_INFINITY]];
    if (kind !== 'operator') continue;
    if (text === '(') {
      depth++;
      const before = list[at - 1];
      const opens = isIndex ? depth === 1 : before?.kind === 'word' && /^(?:CHECK|AS|DEFAULT)$/.test(before.value);
      if (open === undefined && opens) [open, begin] = [depth, end];
    } else if (text === ')') {
      if (open === depth) {
        found.push([begin, start]);
        open = undefined;
      }
      depth--;
    }
  }
  return found;
}

/** What may be a text: in double quotes, neither part of a longer name nor where only a name can be. */
function candidates(sql: string): readonly Token[] {
  const list = [...tokens(sql)];
  return list.filter(({ kind, text }, at) => {
    if (kind !== 'name' || !text.startsWith('"')) return false;
    const [before, after] = [list[at - 1], list[at + 1]];
    if (before?.text === '.' || after?.text === '.' || after?.text === '(') return false;
    return !(before?.kind === 'word' && /^(?:AS|COLLATE|CONSTRAINT|TABLE|INTO|UPDATE|FROM|JOIN)$/.test(before.value));
  });
}

function replaced(sql: string, places: ReadonlyMap<number, Token>): string {
  let text = '';
  let behind = 0;
  for (const { start, end, value } of [...places.values()].sort((a, b) => a.start - b.start)) {
    text += sql.slice(behind, start) + quoteLiteral(value);
    behind = end;
  }
  return text + sql.slice(behind);
}

/** The names that a statement gives to what it reads: behind AS, and behind a table or an expression without it. */
export function aliasesIn(sql: string): ReadonlySet<string> {
  const list = [...tokens(sql)];
  const given = list.filter((token, at) => {
    const before = list[at - 1];
    if (token.kind !== 'name' && token.kind !== 'word') return false;
    if (before?.value === 'AS' || list[at + 1]?.value === 'AS') return true;
    return token.kind === 'name' && (before?.kind === 'name' || before?.text === ')' || isPlainWord(before));
  });
  return new Set(given.map(({ kind, text, value }) => (kind === 'word' ? text : value).toLowerCase()));
}

/** A word that a name may follow because it is a name itself. */
function isPlainWord(token: Token | undefined): boolean {
  return token?.kind === 'word' && !reservedWords.has(token.text.toLowerCase());
}
