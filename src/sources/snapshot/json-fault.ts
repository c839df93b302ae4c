const space = /[ \t\n\r]*/y;
const characters = String.raw`(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*`;
/** A whole token of JSON, but for brackets, commas and colons. */
const scalar = new RegExp(String.raw`"${characters}"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`, 'y');
/** What could become one if the text went on. */
const unfinished = new RegExp(
  String.raw`(?:"${characters}(?:\\(?:u[\da-fA-F]{0,3})?)?|-|-?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?|t|tr|tru|f|fa|fal|fals|n|nu|nul)$`,
  'y',
);

/**
 * Where a text that is no JSON stops being it, in characters from 0: its length when it only ends too early. (The
 * engine's own message tells the place of some faults and not of others.)
 */
export function jsonFault(text: string): number {
  /** What may come next. */
  let next: 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'end' = 'value';
  const open: ('[' | '{')[] = [];
  let at = past(space, text, 0);
  while (at < text.length) {
    const start = at;
    const character = text[at];
    const inside = open.at(-1);
    if (next === 'end') {
      if (character === ',' && inside !== undefined) {
        next = inside === '{' ? 'key' : 'value';
        at++;
      } else if (inside !== undefined && character === (inside === '{' ? '}' : ']')) {
        open.pop();
        at++;
      } else return start;
    } else if (next === ':') {
      if (character !== ':') return start;
      next = 'value';
      at++;
    } else if ((next === 'key or }' && character === '}') || (next === 'value or ]' && character === ']')) {
      open.pop();
      next = 'end';
      at++;
    } else if ((character === '{' || character === '[') && next.startsWith('value')) {
      open.push(character);
      next = character === '{' ? 'key or }' : 'value or ]';
      at++;
    } else {
      if (past(unfinished, text, at) === text.length)
        return next.startsWith('key') && character !== '"' ? start : text.length;
      at = past(scalar, text, at);
      if (at === start) return start;
      if (next.startsWith('key')) {
        if (character !== '"') return start;
        next = ':';
      } else next = 'end';
    }
    at = past(space, text, at);
  }
  return text.length;
}

/** Where what the pattern matches at a place ends; the place itself when it does not. */
function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
