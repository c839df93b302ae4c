/** The parts of a condition that AND joins at its top, without the parentheses around each. */
export function conjuncts(condition: string): readonly string[] {
  const text = unwrapped(condition.trim());
  const parts: string[] = [];
  let from = 0;
  for (const at of topLevel(text)) {
    if (at >= from && /^\sAND\s/.test(text.slice(at, at + 5))) {
      parts.push(text.slice(from, at));
      from = at + 5;
    }
  }
  if (parts.length === 0) return [text];
  return [...parts, text.slice(from)].flatMap(conjuncts);
}

/** What commas part at the top of a list. */
export function listItems(list: string): readonly string[] {
  const items: string[] = [];
  let from = 0;
  for (const at of topLevel(list)) {
    if (list[at] !== ',') continue;
    items.push(list.slice(from, at).trim());
    from = at + 1;
  }
  return [...items, list.slice(from).trim()].filter((item) => item !== '');
}

/** The text without the parentheses that enclose all of it. */
export function unwrapped(text: string): string {
  let inner = text;
  while (inner.startsWith('(') && inner.endsWith(')') && closes(inner)) inner = inner.slice(1, -1).trim();
  return inner;
}

/** Whether the first parenthesis is closed by the last character. */
function closes(text: string): boolean {
  let first = true;
  for (const at of topLevel(text)) {
    if (!first && at > 0 && at < text.length - 1) return false;
    first = false;
  }
  return true;
}

/** The places outside of quotes and parentheses; a parenthesis that opens at the top counts, its content does not. */
function* topLevel(text: string): Generator<number> {
  let depth = 0;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (depth === 0 && quote === undefined) yield at;
    if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
  }
}
