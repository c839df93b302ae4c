import type { Speech } from '../engines/receiving.ts';
import { castKind } from './casts.ts';
import { bare, isName, next, operandBefore, operandEnd, previous } from './operands.ts';
import { tellZero } from './zero-divisions.ts';

/** What a number is by its type: it has no fraction, or one of decimal digits, or a binary one. */
export type NumberKind = 'whole' | 'decimal' | 'float';

type Columns = (name: string) => NumberKind | undefined;

/** What divisions are by, and where to tell what they no longer give. */
export interface Dividing {
  readonly from: Speech;
  readonly to: Speech;
  readonly numberOf: Columns;
  readonly tell: (why: string) => void;
}

/** Parts of an expression whose divisions give in the other engine what they gave; where that is not known it is told. */
export function withDivisions(parts: readonly string[], dividing: Dividing): readonly string[] {
  return parts.map((part, at) => {
    const word = part.toLowerCase();
    if (/^(?:[/%]|div|mod)$/.test(word) && !(word === 'mod' && parts[next(parts, at)] === '('))
      tellZero(divisor(parts, at).join(''), dividing);
    return part === '/' ? divided(parts, at, dividing) : part;
  });
}

function divided(parts: readonly string[], at: number, { from, to, numberOf, tell }: Dividing): string {
  const kinds = [kindOf(parts.slice(termBefore(parts, at), at), numberOf), kindOf(divisor(parts, at), numberOf)];
  const meant = resultOf(kinds, from);
  if (!to.dividesWhole) {
    if (meant === undefined) tell('whole numbers are divided exactly in it, not to whole ones');
    return meant === 'whole' ? to.otherDivision : '/';
  }
  if (meant === 'exact') return resultOf(kinds, to) === 'exact' ? '/' : to.otherDivision;
  if (meant === undefined)
    tell('what it divides may be divided to a whole number by one of the engines, and exactly by the other');
  return '/';
}

/** What an engine makes of a division of such numbers, where that is known. */
function resultOf(
  kinds: readonly (NumberKind | undefined)[],
  { dividesWhole, wholeDecimals }: Speech,
): 'whole' | 'exact' | undefined {
  if (!dividesWhole) return 'exact';
  if (kinds.every((kind) => kind === 'whole')) return 'whole';
  return kinds.some((kind) => kind === 'float' || (kind === 'decimal' && !wholeDecimals)) ? 'exact' : undefined;
}

/** Where the product begins that stands before a division. */
function termBefore(parts: readonly string[], end: number): number {
  const start = operandBefore(parts, end);
  const operator = previous(parts, start);
  return /^[*/%]$/.test(parts[operator] ?? '') ? termBefore(parts, operator) : start;
}

function divisor(parts: readonly string[], at: number): readonly string[] {
  let start = at + 1;
  while (/^(?:\s+|[-+])$/.test(parts[start] ?? '')) start++;
  return parts.slice(start, operandEnd(parts, start));
}

/** The kind of what is computed out of all that stands in some parts. */
export function kindOf(parts: readonly string[], columns: Columns): NumberKind | undefined {
  const kinds: (NumberKind | undefined)[] = [];
  for (let at = 0; at < parts.length; ) {
    if (/^(?:\s+|[-+*/%,])$/.test(parts[at] ?? '')) {
      at++;
      continue;
    }
    const end = operandEnd(parts, at);
    kinds.push(operandKind(parts.slice(at, end), columns));
    at = end;
  }
  if (kinds.includes('float')) return 'float';
  if (kinds.includes('decimal')) return 'decimal';
  return kinds.length > 0 && kinds.every((kind) => kind === 'whole') ? 'whole' : undefined;
}

function operandKind(parts: readonly string[], columns: Columns): NumberKind | undefined {
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (last.startsWith('::')) {
    const cast = castKind(last);
    // A whole constant is written without it.
    if (cast === 'number') return /^\D*\d+\D*$/.test(parts.slice(0, -1).join('')) ? 'decimal' : 'float';
    return cast === 'integer' ? 'whole' : undefined;
  }
  if (/^\d/.test(first)) return first.includes('.') ? 'float' : 'whole';
  if (first === '(') return kindOf(parts.slice(1, -1), columns);
  const written = /^([a-z_]\w*)\s*\(\s*\d*\s*\)$/i.exec(first)?.[1];
  if (written !== undefined) return callKind(written.toLowerCase(), [], columns);
  if (!isName(first)) return undefined;
  const open = parts.indexOf('(');
  return open < 0
    ? columns(bare(last))
    : callKind(bare(first).toLowerCase(), parts.slice(open + 1, parts.lastIndexOf(')')), columns);
}

/** What functions give that mean the same everywhere; others, and sums of whole numbers, are whole in some engines. */
function callKind(name: string, inside: readonly string[], columns: Columns): NumberKind | undefined {
  if (/^(?:count|length|char_length|character_length|octet_length|row_number|rank|dense_rank|ntile)$/.test(name))
    return 'whole';
  if (/^(?:avg|round|sqrt|exp|ln)$/.test(name)) return 'float';
  if (name === 'cast') return writtenCast(inside.join(''));
  if (!/^(?:sum|min|max|abs|coalesce|ifnull|nullif)$/.test(name)) return undefined;
  const kind = kindOf(inside, columns);
  return name === 'sum' && kind === 'whole' ? undefined : kind;
}

function writtenCast(inside: string): NumberKind | undefined {
  const type = /\bas\s+(\w+)[^)]*$/i.exec(inside)?.[1]?.toLowerCase() ?? '';
  if (/^(?:signed|unsigned|(?:small|big)?int(?:eger)?)$/.test(type)) return 'whole';
  if (/^(?:real|double|float)$/.test(type)) return 'float';
  return /^(?:decimal|numeric)$/.test(type) ? 'decimal' : undefined;
}
