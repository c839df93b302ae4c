import type { Speech } from '../engines/receiving.ts';
import { bare, isName, next } from './operands.ts';

/** What orders are by, and where to tell what stands at another place. */
export interface Ordering {
  readonly from: Speech;
  readonly to: Speech;
  /** True for a column that is never NULL. */
  readonly neverNull: (column: string) => boolean;
  readonly tell: (why: string) => void;
}

const ends = /^(?:limit|offset|fetch|for|rows|range|groups|separator|union|intersect|except)$/i;

/** Parts of an expression or a query whose orders have NULL where it was. */
export function withNullOrders(parts: readonly string[], ordering: Ordering): readonly string[] {
  const { from, to, tell } = ordering;
  if (from.nullsAreLeast === to.nullsAreLeast) return parts;
  const result: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    result.push(parts[at] ?? '');
    const by = next(parts, at);
    if (!/^order$/i.test(parts[at] ?? '') || !/^by$/i.test(parts[by] ?? '')) continue;
    result.push(...parts.slice(at + 1, by + 1));
    let start = by + 1;
    for (;;) {
      const end = keyEnd(parts, start);
      const key = withNullOrders(parts.slice(start, end), ordering);
      const place = placeOf(key, ordering);
      if (place !== undefined && !to.placesNulls) tell('NULL stands at the other end of an order');
      result.push(...(place === undefined || !to.placesNulls ? key : placed(key, place)));
      if (parts[end] !== ',') {
        at = end - 1;
        break;
      }
      result.push(',');
      start = end + 1;
    }
  }
  return result;
}

/** Behind which place one key of an order ends. */
function keyEnd(parts: readonly string[], start: number): number {
  let depth = 0;
  for (let at = start; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (part === '(') depth++;
    if (part === ')' && --depth < 0) return at;
    if (depth === 0 && (part === ',' || part === ';' || ends.test(part))) return at;
  }
  return parts.length;
}

/** The words that keep NULL at its end; nothing where they are there, or are of no use. */
function placeOf(key: readonly string[], { from, neverNull }: Ordering): string | undefined {
  const words = key.filter((part) => part.trim() !== '');
  if (words.some((word) => /^nulls$/i.test(word))) return undefined;
  const descends = /^desc$/i.test(words.at(-1) ?? '');
  const named = words.filter((word) => !/^(?:asc|desc|\(|\))$/i.test(word));
  if (named.every((word) => word === '.' || isName(word)) && neverNull(bare(named.at(-1) ?? ''))) return undefined;
  return ` NULLS ${descends === from.nullsAreLeast ? 'LAST' : 'FIRST'}`;
}

function placed(key: readonly string[], place: string): readonly string[] {
  let end = key.length;
  while (end > 0 && key[end - 1]?.trim() === '') end--;
  return [...key.slice(0, end), place, ...key.slice(end)];
}
