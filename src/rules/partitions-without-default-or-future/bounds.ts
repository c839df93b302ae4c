/** A partition's bounds, as the engine writes them, with each value's literal unquoted. */
export type Bound =
  | { readonly kind: 'range'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'other' };

/** Reads `FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')` and `FOR VALUES IN ('a', NULL)`. */
export function parseBound(text: string): Bound {
  const range = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/s.exec(text);
  if (range) return { kind: 'range', from: literals(range[1] ?? ''), to: literals(range[2] ?? '') };
  const list = /^FOR VALUES IN \((.*)\)$/s.exec(text);
  return list ? { kind: 'list', values: literals(list[1] ?? '') } : { kind: 'other' };
}

function literals(text: string): readonly string[] {
  return [...text.matchAll(/'((?:[^']|'')*)'|[^\s,']+/g)].map(
    ([word, quoted]) => quoted?.replaceAll("''", "'") ?? word,
  );
}

/** A date or time stamp literal as milliseconds, without a zone taken as UTC; infinite for `infinity` and MAXVALUE. */
export function instant(literal: string): number | undefined {
  if (literal === 'infinity' || literal === 'MAXVALUE') return Number.POSITIVE_INFINITY;
  if (literal === '-infinity' || literal === 'MINVALUE') return Number.NEGATIVE_INFINITY;
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.\d+)?)?(?:([+-]\d\d)(?::(\d\d))?)?$/.exec(literal);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const offset = Number(match[7] ?? 0) * 60 + Math.sign(Number(match[7] ?? 0)) * Number(match[8] ?? 0);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) - offset * 60_000;
}

/** How far apart two bounds are: whole months, or a fixed time. */
export type Width = { readonly months: number } | { readonly milliseconds: number };

export function widthOf(from: number, to: number): Width | undefined {
  if (!Number.isFinite(from) || !Number.isFinite(to) || to <= from) return undefined;
  const [a, b] = [new Date(from), new Date(to)];
  const atMonth = (date: Date) => date.getUTCDate() === 1 && date.getTime() % 86_400_000 === 0;
  if (atMonth(a) && atMonth(b))
    return { months: (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth() };
  return { milliseconds: to - from };
}

export function add(at: number, width: Width): number {
  if ('milliseconds' in width) return at + width.milliseconds;
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + width.months, 1);
}
