import { type TextPart, type TextParts, textOfParts } from '../catalog/text-parts.ts';

/** Where both sides changed a part, or what one wants of it does not fit the other: the hand's stays. */
export interface Conflict {
  /** The line of the result where it stands, or would stand, from 1. */
  readonly line: number;
  /** The key of the part; of a part within another, both. */
  readonly part: string;
  /** What was left out instead; absent where the part was to go. */
  readonly wanted?: string;
}

/** A text that two sides changed, put together part by part. */
export interface Merged {
  readonly text: string;
  readonly conflicts: readonly Conflict[];
  /** The part that a line of the text belongs to, and whether it is as the hand left it. */
  partAt(line: number): { readonly key: string; readonly byHand: boolean } | undefined;
}

/**
 * Three-way merge by parts: what was changed by hand since `base` stays, what `other` changed is taken. A change of one
 * part never meets that of another, however near they stand.
 * @param refused keys of parts of which nothing of `other` is taken: it does not fit what was changed by hand
 */
export function merge(
  base: TextParts,
  own: TextParts,
  other: TextParts,
  refused: ReadonlySet<string> = new Set(),
): Merged {
  const { parts, lost } = merged(base, own, other, refused);
  const starts = startsOf(parts);
  const order = other.parts.map(({ key }) => key);
  const mine = new Map(own.parts.map((one) => [one.key, one]));
  return {
    text: textOfParts(parts),
    conflicts: lost.map(({ path, wanted }) => ({
      line: lineOf(path, parts, starts, order),
      part: path.join(': '),
      ...(wanted === undefined ? {} : { wanted: wanted.trim() }),
    })),
    partAt(line) {
      const at = starts.findLastIndex((one) => one <= line);
      const part = parts.parts[at];
      return part && { key: part.key, byHand: alike(part, mine.get(part.key)) };
    },
  };
}

interface Lost {
  readonly path: readonly string[];
  readonly wanted?: string;
}

function merged(
  base: TextParts,
  own: TextParts,
  other: TextParts,
  refused: ReadonlySet<string>,
): { readonly parts: TextParts; readonly lost: readonly Lost[] } {
  const [was, mine, theirs] = [base, own, other].map((one) => new Map(one.parts.map((part) => [part.key, part])));
  const lost: Lost[] = [];
  /** Parts that were to go and stay, as they were changed by hand. */
  const kept = new Set<string>();
  const parts = orderOf(base, own, other).flatMap((key): readonly TextPart[] => {
    const [before, hand, wanted] = [was?.get(key), mine?.get(key), theirs?.get(key)];
    if (refused.has(key)) {
      if (wanted && !alike(wanted, hand)) lost.push({ path: [key], wanted: wanted.text });
      return hand ? [hand] : [];
    }
    if (hand && wanted) return [both(key, before, hand, wanted, lost)];
    if (hand) {
      if (!before || (hand.of !== undefined && kept.has(hand.of))) return [hand];
      if (alike(hand, before)) return [];
      kept.add(key);
      lost.push({ path: [key] });
      return [hand];
    }
    if (!wanted || alike(wanted, before)) return [];
    if (!before) return [wanted];
    lost.push({ path: [key], wanted: wanted.text });
    return [];
  });
  const around = (of: (one: TextParts) => string): string => (plain(of(own)) === plain(of(base)) ? of(other) : of(own));
  return {
    parts: { head: around(({ head }) => head), parts, end: around(({ end }) => end), separator: other.separator },
    lost,
  };
}

/** A part that both sides have. */
function both(key: string, before: TextPart | undefined, hand: TextPart, wanted: TextPart, lost: Lost[]): TextPart {
  const lead = before && plain(before.lead) !== plain(hand.lead) ? hand.lead : wanted.lead;
  const trail = before && plain(before.trail) !== plain(hand.trail) ? hand.trail : wanted.trail;
  if (alike(hand, wanted) || alike(wanted, before)) return { ...hand, lead, trail };
  if (alike(hand, before)) return { ...wanted, lead, trail };
  if (hand.inner && wanted.inner) {
    const nothing: TextParts = { ...hand.inner, parts: [] };
    const inner = merged(before?.inner ?? nothing, hand.inner, wanted.inner, new Set());
    lost.push(...inner.lost.map((one) => ({ ...one, path: [key, ...one.path] })));
    return { ...hand, lead, trail, inner: inner.parts, text: textOfParts(inner.parts) };
  }
  lost.push({ path: [key], wanted: wanted.text });
  return { ...hand, lead, trail };
}

/** The same but for blanks. */
function alike(one: TextPart, other: TextPart | undefined): boolean {
  return other !== undefined && plain(one.text) === plain(other.text);
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** All keys in the order of `other`, or of `own` where that was put in another order by hand; what only one has, behind what it stood behind. */
function orderOf(base: TextParts, own: TextParts, other: TextParts): readonly string[] {
  const keys = ({ parts }: TextParts) => parts.map((one) => one.key);
  const common = new Set(keys(own).filter((key) => base.parts.some((one) => one.key === key)));
  const among = (one: TextParts) => keys(one).filter((key) => common.has(key));
  const sorted = among(own).every((key, at) => key === among(base)[at]);
  const [order, more] = sorted ? [keys(other), keys(own)] : [keys(own), keys(other)];
  let place = -1;
  for (const key of more) {
    const at = order.indexOf(key);
    if (at < 0) order.splice(++place, 0, key);
    else place = Math.max(place, at);
  }
  return order;
}

/** The line on which each part begins, from 1. */
function startsOf({ head, parts, separator }: TextParts, first = 1): readonly number[] {
  let line = first + breaks(head);
  return parts.map(({ lead, text, trail }) => {
    const start = line + breaks(lead);
    line = start + breaks(text) + breaks(separator) + breaks(trail);
    return start;
  });
}

function breaks(text: string): number {
  return text.split('\n').length - 1;
}

/** Where a part stands; of one that is not there, where the last one before it in `order` does. */
function lineOf(
  [key = '', inside]: readonly string[],
  { parts }: TextParts,
  starts: readonly number[],
  order: readonly string[],
): number {
  const placeOf = (name: string) => parts.findIndex((one) => one.key === name);
  let place = placeOf(key);
  for (let at = order.indexOf(key) - 1; place < 0 && at >= 0; at--) place = placeOf(order[at] ?? '');
  const line = starts[place] ?? 1;
  const inner = inside === undefined ? undefined : parts[place]?.inner;
  const within = inner ? startsOf(inner, line)[inner.parts.findIndex((one) => one.key === inside)] : undefined;
  return within ?? line;
}
