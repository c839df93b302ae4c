/** Values that were drawn: how many, and how many of those came once. */
export interface DrawnValues {
  readonly drawn: number;
  readonly once: number;
}

/** Texts at least as long that all differ are taken for keys of their own kind: hashes, tokens, addresses. */
const longEnough = 16;

/**
 * Distinct values among so many, by a few that were drawn. Where some came twice, by Haas and Stokes' Duj1, as ANALYZE
 * does. Where all differ, that tells only that there are half the square of their number at least: whole numbers, alone
 * or behind the same letters, are taken to lie close between the least and the greatest; long texts to be unique; else
 * it is the middle of the least and the most.
 */
export function guessedDistinct(values: readonly string[], { drawn, once }: DrawnValues, rows: number): number {
  if (values.length === 0) return 1;
  if (once <= values.length / 10) return values.length;
  const span = spanOf(values);
  const close = span === undefined || span > rows * 20 ? undefined : span * -Math.expm1(-rows / span);
  if (once < drawn * 0.95) {
    const estimate = Math.min(rows, (drawn * values.length) / (drawn - once + (once * drawn) / rows));
    // So few draws see little of a long tail.
    return close !== undefined && once > drawn / 2
      ? Math.max(estimate, Math.min(close, Math.sqrt(estimate * close)))
      : estimate;
  }
  if (close !== undefined) return close;
  const length = values.reduce((sum, value) => sum + value.length, 0) / values.length;
  return length >= longEnough ? rows : Math.min(rows, Math.sqrt(((drawn * drawn) / 2) * rows));
}

function spanOf(values: readonly string[]): number | undefined {
  // A sign before nothing but digits is a number's own.
  const letters = /^(|\D*[^\d-]-*)-?\d+$/.exec(values[0] ?? '')?.[1];
  if (letters === undefined) return undefined;
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    const number = value.startsWith(letters) ? value.slice(letters.length) : '';
    if (!/^-?\d{1,15}$/.test(number)) return undefined;
    least = Math.min(least, Number(number));
    greatest = Math.max(greatest, Number(number));
  }
  return greatest - least + 1;
}
