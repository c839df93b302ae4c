import type { Speech } from '../engines/receiving.ts';
import { bare, isName, next, operandBefore, operandEnd, previous } from './operands.ts';
import { quotedText, textOf } from './texts.ts';

/** What becomes of letters in both cases. */
export type LetterCase = 'told apart' | 'alike';

/** What LIKE is carried by, and where to tell what it no longer finds. */
export interface Matching {
  readonly from: Speech;
  readonly to: Speech;
  /** What the comparison of a column makes of them, where there is such a column. */
  readonly caseOf: (column: string) => LetterCase | undefined;
  readonly tell: (why: string) => void;
}

const operator = /^(?:(i?like)|(!?)~~(\*?))$/i;

/** Parts of an expression whose patterns find in the other engine what they found; where they do not it is told. */
export function withLikes(parts: readonly string[], matching: Matching): readonly string[] {
  const result = [...parts];
  for (const [at, part] of parts.entries()) {
    const [found, word, not, aside] = operator.exec(part) ?? [];
    if (found === undefined) continue;
    const said = likeAt(parts, at, aside === '*' || word?.toLowerCase() === 'ilike', matching);
    result[at] = `${not ? 'NOT ' : ''}${said.operator}`;
    if (said.pattern) result[said.pattern.at] = said.pattern.text;
  }
  return result;
}

interface Said {
  readonly operator: string;
  readonly pattern?: { readonly at: number; readonly text: string };
}

function likeAt(parts: readonly string[], at: number, aside: boolean, { from, to, caseOf, tell }: Matching): Said {
  const behind = /^not$/i.test(parts[previous(parts, at)] ?? '') ? previous(parts, at) : at;
  const place = next(parts, at);
  const own = caseIn(
    [...parts.slice(operandBefore(parts, behind), behind), ...parts.slice(place, operandEnd(parts, place))],
    caseOf,
  );
  const meant = aside ? 'alike' : from.like === 'told apart' ? (own ?? from.like) : letters(from, own);
  const there = letters(to, own);
  const pattern = isAlone(parts, place) ? textOf(parts[place] ?? '', from) : undefined;
  const isPlain = pattern !== undefined && /^[ -~\s]*$/.test(pattern);
  if (meant === 'alike' && from.likeFoldsAscii !== to.likeFoldsAscii && !isPlain)
    tell(
      `LIKE takes ${to.likeFoldsAscii ? 'only letters of ASCII' : 'all letters, not those of ASCII alone,'} for alike in both cases`,
    );
  if (meant === there && meant !== undefined) return { operator: 'LIKE' };
  if (meant === undefined || there === undefined) {
    tell('whether LIKE finds letters in both cases may be otherwise');
    return { operator: 'LIKE' };
  }
  const other = to.otherLike?.(pattern, from.escapesLike);
  if (!other) {
    tell(`LIKE finds letters in both cases ${there}`);
    return { operator: 'LIKE' };
  }
  return {
    operator: other.operator,
    ...(other.pattern === undefined ? {} : { pattern: { at: place, text: quotedText(other.pattern, from) } }),
  };
}

function letters({ like }: Speech, own: LetterCase | undefined): LetterCase | undefined {
  return like === 'by collation' ? own : like;
}

/** What the columns of an operand make of letters in both cases, where they agree and nothing else is said. */
function caseIn(parts: readonly string[], caseOf: Matching['caseOf']): LetterCase | undefined {
  if (parts.some((part) => /^(?:collate|binary)$/i.test(part))) return undefined;
  const cases = new Set(parts.filter(isName).flatMap((part) => caseOf(bare(part)) ?? []));
  const [only] = cases;
  return cases.size === 1 ? only : undefined;
}

/** Whether the part at a place is a text that is the whole pattern. */
function isAlone(parts: readonly string[], at: number): boolean {
  if (!parts[at]?.startsWith("'")) return false;
  let end = next(parts, at);
  while (parts[end]?.startsWith('::')) end = next(parts, end);
  return !/^(?:\||escape|collate)/i.test(parts[end] ?? '');
}
