import { boldWidths, regularWidths } from './font-widths.ts';

const byCode = (ranges: typeof regularWidths): ReadonlyMap<number, number> =>
  new Map(ranges.flatMap(({ first, widths }) => widths.map((width, at) => [first + at, width] as const)));
const regularByCode = byCode(regularWidths);
const boldByCode = byCode(boldWidths);

/**
 * How wide a text stands, in pixels, in Arial and in every font of its widths. Characters that these fonts lack are
 * taken to be as wide as they are high (East Asian) or of middle width.
 */
export function textWidth(text: string, size: number, bold = false): number {
  const widths = bold ? boldByCode : regularByCode;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += widths.get(code) ?? otherWidth(code);
  }
  return (sum * size) / 1000;
}

function otherWidth(code: number): number {
  if (code >= 0x300 && code < 0x370) return 0;
  return (code >= 0x1100 && code < 0x1200) || code >= 0x2e80 ? 1000 : 620;
}

/** The text cut to the width, with an ellipsis where something was cut off. */
export function fitted(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const characters = [...text];
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${characters.slice(0, middle).join('')}…`, size, bold) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('')}…`;
}
