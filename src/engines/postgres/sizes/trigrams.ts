import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import { sampleOf } from './evaluate.ts';

/** Groups of three characters that pg_trgm takes from a text: of each word, with two blanks before and one behind it. */
export function trigrams(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const characters = [...`  ${word} `];
    for (let at = 0; at + 3 <= characters.length; at++) found.add(characters.slice(at, at + 3).join(''));
  }
  return found;
}

/** Different trigrams of a value in the mean, of the values that are known or else by their width. */
export function trigramsPerValue(known: ColumnStatistics): number {
  const sample = sampleOf(known)?.filter((one) => typeof one.value === 'string');
  if (!sample || sample.length === 0) return Math.max(1, known.averageWidth * 0.9);
  const whole = sample.reduce((sum, one) => sum + one.share, 0);
  return sample.reduce((sum, { value, share }) => sum + trigrams(`${value}`).size * share, 0) / whole;
}
