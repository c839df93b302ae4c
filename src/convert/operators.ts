import { closing, next } from './operands.ts';
import { type Escaping, textOf } from './texts.ts';

/** How another engine says what one has an operator or a function of its own for. */
export interface Operators {
  /** True where a truth value is a number, and truth values can be added up. */
  readonly numbersForTruth: boolean;
  /** The condition that a text matches a regular expression; nothing where the engine cannot tell. */
  readonly matching?: (text: string, pattern: string) => string | undefined;
  /** The engine in whose form texts are here. */
  readonly to: Escaping;
}

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|[A-Za-z_][\w$]*|!~~\*?|~~\*?|!~|<>|[<>]=|\s+|[\s\S]/g;

/** An expression with lists, regular expressions and counts of values in the words that all engines share. */
export function plainOperators(expression: string, operators: Operators): string {
  const parts = [...expression.matchAll(token)].map(([part]) => part);
  let text = '';
  for (let at = 0; at < parts.length; at++) {
    const found = listAt(parts, at) ?? (operators.numbersForTruth ? countAt(parts, at) : undefined);
    if (found) {
      text += plainOperators(found.text, operators);
      at = found.end;
      continue;
    }
    const part = parts[at] ?? '';
    const matched = part === '~' ? matchAt(parts, at, text, operators) : undefined;
    if (matched) {
      text = matched.text;
      at = matched.end;
    } else text += part;
  }
  return text;
}

interface Found {
  readonly text: string;
  /** The last of the parts that it stands for. */
  readonly end: number;
}

/** `IN (…)` of `= ANY (ARRAY[…])`, and `NOT IN (…)` of `<> ALL (ARRAY[…])`. */
function listAt(parts: readonly string[], at: number): Found | undefined {
  const operator = parts[at];
  if (operator !== '=' && operator !== '<>') return undefined;
  const word = next(parts, at);
  if (parts[word]?.toUpperCase() !== (operator === '=' ? 'ANY' : 'ALL')) return undefined;
  const open = next(parts, word);
  if (parts[open] !== '(') return undefined;
  const end = closing(parts, open);
  let inner = next(parts, open);
  while (parts[inner] === '(') inner = next(parts, inner);
  const bracket = next(parts, inner);
  if (parts[inner]?.toUpperCase() !== 'ARRAY' || parts[bracket] !== '[' || end === undefined) return undefined;
  const last = closing(parts, bracket);
  // Between the list and the end there are only parentheses.
  if (last === undefined || parts.slice(last + 1, end).some((part) => !/^[\s)]*$/.test(part))) return undefined;
  return { text: `${operator === '=' ? 'IN' : 'NOT IN'} (${parts.slice(bracket + 1, last).join('')})`, end };
}

/** `((a IS NOT NULL) + (b IS NOT NULL))` of `num_nonnulls(a, b)`. */
function countAt(parts: readonly string[], at: number): Found | undefined {
  if (parts[at]?.toLowerCase() !== 'num_nonnulls') return undefined;
  const open = next(parts, at);
  const end = parts[open] === '(' ? closing(parts, open) : undefined;
  if (end === undefined) return undefined;
  const values = [''];
  let depth = 0;
  for (const part of parts.slice(open + 1, end)) {
    if (part === '(' || part === '[') depth++;
    if (part === ')' || part === ']') depth--;
    if (part === ',' && depth === 0) values.push('');
    else values[values.length - 1] += part;
  }
  return { text: `(${values.map((one) => `(${one.trim()} IS NOT NULL)`).join(' + ')})`, end };
}

/** What stands before, matched by the regular expression that stands behind; `before` is the text so far. */
function matchAt(
  parts: readonly string[],
  at: number,
  before: string,
  { matching, to }: Operators,
): { readonly text: string; readonly end: number } | undefined {
  let from = next(parts, at);
  let closed = 0;
  while (parts[from] === '(') {
    from = next(parts, from);
    closed++;
  }
  const [pattern] = /^'(?:[^']|'')*'$/.exec(parts[from] ?? '') ?? [];
  const operand = operandAtEnd(before);
  if (pattern === undefined || operand === undefined) return undefined;
  let end = from;
  for (; closed > 0; closed--) {
    end = next(parts, end);
    if (parts[end] !== ')') return undefined;
  }
  const condition = matching?.(operand, textOf(pattern, to));
  return condition === undefined
    ? undefined
    : { text: `${before.trimEnd().slice(0, -operand.length)}${condition}`, end };
}

/** The name, call or parenthesis that a text ends with. */
function operandAtEnd(text: string): string | undefined {
  const parts = [...text.trimEnd().matchAll(token)].map(([part]) => part);
  let at = parts.length - 1;
  if (parts[at] === ')') {
    let depth = 0;
    for (; at >= 0; at--) {
      if (parts[at] === ')') depth++;
      if (parts[at] === '(' && --depth === 0) break;
    }
    if (/^[a-z_]\w*$/i.test(parts[at - 1] ?? '')) at--;
  } else if (!/^[A-Za-z_"`]/.test(parts[at] ?? '')) return undefined;
  return at < 0 ? undefined : parts.slice(at).join('');
}
