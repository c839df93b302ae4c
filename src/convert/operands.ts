/** The place of the next part that is no space. */
export function next(parts: readonly string[], at: number): number {
  let place = at + 1;
  while (/^\s+$/.test(parts[place] ?? '')) place++;
  return place;
}

/** The place of the part before that is no space; -1 where there is none. */
export function previous(parts: readonly string[], at: number): number {
  let place = at - 1;
  while (/^\s+$/.test(parts[place] ?? '')) place--;
  return place;
}

/** The place where the parenthesis or bracket at a place ends. */
export function closing(parts: readonly string[], open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < parts.length; at++) {
    if (parts[at] === '(' || parts[at] === '[') depth++;
    if ((parts[at] === ')' || parts[at] === ']') && --depth === 0) return at;
  }
  return undefined;
}

/** Where the name, constant, call or parenthesis begins that the parts end with. */
export function operandAt(parts: readonly string[]): number {
  let at = parts.length - 1;
  while (at > 0 && parts[at]?.trim() === '') at--;
  if (parts[at] !== ')') return parts[at - 1] === '.' ? Math.max(at - 2, 0) : Math.max(at, 0);
  let depth = 0;
  for (; at >= 0; at--) {
    if (parts[at] === ')') depth++;
    if (parts[at] === '(' && --depth === 0) break;
  }
  return /^[a-z_"]/i.test(parts[at - 1] ?? '') ? at - 1 : Math.max(at, 0);
}

/** Where the operand that ends before a place begins, its casts being part of it. */
export function operandBefore(parts: readonly string[], end: number): number {
  let at = previous(parts, end);
  while (parts[at]?.startsWith('::')) at = previous(parts, at);
  return operandAt(parts.slice(0, at + 1));
}

/** Behind which place the operand that begins at a place ends, with its casts. */
export function operandEnd(parts: readonly string[], start: number): number {
  let at = start;
  while (parts[at + 1] === '.') at += 2;
  const open = parts[at] === '(' ? at : isName(parts[at]) ? next(parts, at) : -1;
  if (parts[open] === '(') at = closing(parts, open) ?? parts.length - 1;
  while (parts[next(parts, at)]?.startsWith('::')) at = next(parts, at);
  return at + 1;
}

/** Words behind which an operand begins. */
const beforeOperand =
  /(?:^|[^\w$."`])(?:and|or|xor|not|when|then|else|case|select|distinct|where|on|in|is|between|like|having|by|set|div|mod|as|limit|union|all|any|some|return)$/i;

/** Whether a text ends in a name, a constant or what is in parentheses: what comes next stands between two operands. */
export function endsInOperand(text: string): boolean {
  const bareText = text.trimEnd();
  return /[\w$)\]'"`]$/.test(bareText) && !beforeOperand.test(bareText);
}

export function isName(part: string | undefined): boolean {
  return part !== undefined && /^[a-z_"`[]/i.test(part) && part !== '[';
}

/** A name without its quotes. */
export function bare(part: string): string {
  const [first = ''] = part;
  if (first === '[') return part.slice(1, -1);
  return first === '"' || first === '`' ? part.slice(1, -1).replaceAll(first + first, first) : part;
}
