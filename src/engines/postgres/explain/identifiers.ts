/** A name at the start of a text: its parts without quotes, and what comes after it. */
export interface ReadName {
  readonly parts: readonly string[];
  readonly rest: string;
}

const identifier = /^(?:"((?:[^"]|"")+)"|([^\s"().,:;=]+))/;

/** Reads `schema.name`, `"odd name"`, `name`; nothing when the text does not begin with a name. */
export function readName(text: string): ReadName | undefined {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const match = identifier.exec(rest);
    if (!match) return undefined;
    parts.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    rest = rest.slice(match[0].length);
    if (!rest.startsWith('.')) return { parts, rest };
    rest = rest.slice(1);
  }
}

/** Splits a list of expressions at its commas, those inside parentheses, brackets and quotes left alone. */
export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let start = 0;
  scan(text, (at, depth) => {
    if (depth === 0 && text[at] === ',') {
      items.push(text.slice(start, at).trim());
      start = at + 1;
    }
  });
  items.push(text.slice(start).trim());
  return items;
}

/** True when a quote, a parenthesis or a bracket is open at the end of the text. */
export function isOpen(text: string): boolean {
  return openQuote(text) !== undefined || scan(text, () => undefined) > 0;
}

/** The quote that is open at the end of the text. */
export function openQuote(text: string): string | undefined {
  let quote: string | undefined;
  for (const character of text) {
    if (quote === undefined) {
      if (character === "'" || character === '"') quote = character;
    } else if (character === quote) quote = undefined;
  }
  return quote;
}

/** Calls for every character outside quotes; gives the depth of parentheses and brackets at the end. */
function scan(text: string, visit: (at: number, depth: number) => void): number {
  let quote: string | undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    else if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
    visit(at, depth);
  }
  return depth;
}
