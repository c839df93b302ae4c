import type { Speech } from '../engines/receiving.ts';
import type { NumberKind } from './divisions.ts';

/** What a cast is of, and where to tell what it no longer makes of it. */
interface Cast {
  /** The value in the other engine's words. */
  readonly value: string;
  readonly type: string;
  readonly kind: NumberKind | undefined;
  readonly isText: boolean;
  readonly tell: (why: string) => void;
}

/** `CAST(value AS type)` as the other engine makes the same of the value; nothing, and told, where it does not. */
export function wordedCast(
  { value, type, kind, isText, tell }: Cast,
  { from, to }: { readonly from: Speech; readonly to: Speech },
): string | undefined {
  const meant = from.wordedCasts.meaning(type);
  // A whole number has no fraction to lose.
  const wanted = meant?.to === 'cut' && kind === 'whole' ? 'rounded' : meant?.to;
  const cuts = (wanted === 'rounded' || wanted === 'cut') && isText && from.wordedCasts.readsBeginnings;
  const form = wanted && to.wordedCasts.forms[cuts && to.wordedCasts.readsBeginnings ? 'cut' : wanted];
  if (!form) {
    tell(`what a cast to ${type} makes of values may be otherwise`);
    return undefined;
  }
  const isNumber = wanted === 'rounded' || wanted === 'cut' || wanted === 'decimal' || wanted === 'float';
  if (isNumber && kind === undefined && from.wordedCasts.readsBeginnings && !to.wordedCasts.readsBeginnings)
    tell(`a cast to ${type} takes no text that is no number, where it took what it begins with`);
  if (wanted === 'rounded' && kind !== 'whole' && !isText && from.halvesToEven !== to.halvesToEven)
    tell(
      `a cast to ${type} ends halves of binary fractions ${to.halvesToEven ? 'at the even number' : 'away from zero'}`,
    );
  return form(value, meant?.size);
}

/** A cast's value and its type: what stands before and behind the last `AS` of its brackets. */
export function partsOfCast(
  parts: readonly string[],
): { readonly value: readonly string[]; readonly type: string } | undefined {
  let depth = 0;
  for (let at = parts.length - 1; at > 0; at--) {
    const part = parts[at] ?? '';
    if (part === ')') depth++;
    if (part === '(') depth--;
    if (depth === 0 && /^as$/i.test(part))
      return {
        value: parts.slice(0, at),
        type: parts
          .slice(at + 1)
          .join('')
          .trim(),
      };
  }
  return undefined;
}
