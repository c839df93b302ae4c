import type { QualifiedName } from '../../catalog/names.ts';
import { columnNameKeywords, functionAndTypeKeywords, reservedKeywords } from './keywords.ts';

/** Words that need quotes as the name of a table or column. */
export const reservedWords: ReadonlySet<string> = new Set([...reservedKeywords, ...functionAndTypeKeywords]);

const quotedWords: ReadonlySet<string> = new Set([...reservedWords, ...columnNameKeywords]);

/**
 * An identifier as it must be written, quoted where the engine's own quote_ident quotes (src/backend/utils/adt/ruleutils.c):
 * upper case, odd characters, and every keyword that is reserved in some position, `time` and `values` included.
 */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !quotedWords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `schema.name`, each quoted where it must be. */
export function quoteName(ref: QualifiedName): string {
  return `${quoteIdentifier(ref.schema)}.${quoteIdentifier(ref.name)}`;
}

/** Text as a string constant that means the same whatever `standard_conforming_strings` says. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A body between dollar quotes that it does not contain. */
export function dollarQuoted(body: string): string {
  let tag = '$$';
  for (let number = 1; body.includes(tag); number++) tag = `$body${number}$`;
  return `${tag}\n${body}\n${tag}`;
}

/** An expression in parentheses: its own, when one pair encloses all of it, else new ones. */
export function parenthesized(expression: string): string {
  const text = expression.trim();
  return enclosed(text) ? text : `(${text})`;
}

/** True when the first parenthesis is closed by the last character; where quoting makes that hard to tell, false. */
function enclosed(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')') || /[\\$]|--|\/\*/.test(text)) return false;
  let depth = 0;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}
