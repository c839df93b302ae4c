/** Values that came with a statement, by number from 1; one object serves many. Places are bytes. */
export interface ParameterPlaces {
  count: number;
  readonly starts: Int32Array;
  /** The value with its quotes; -1 where nothing is told of the number. */
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
}

const most = 64;

export function newParameters(): ParameterPlaces {
  return { count: 0, starts: new Int32Array(most), ends: new Int32Array(most), hashes: new Int32Array(most) };
}

/** Reads `$1 = '545', $2 = 'it''s', $3 = NULL` (also behind `parameters: `) as servers log it. */
export function readParameters(bytes: Uint8Array, from: number, to: number, into: ParameterPlaces): void {
  into.count = 0;
  into.ends.fill(-1);
  let at = from;
  while (at < to) {
    while (at < to && bytes[at] !== 36) at++;
    at++;
    let number = 0;
    while (at < to && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) {
      number = number * 10 + (bytes[at] as number) - 48;
      at++;
    }
    if (bytes[at] !== 32 || bytes[at + 1] !== 61 || bytes[at + 2] !== 32) continue;
    at += 3;
    const start = at;
    let hash = 7;
    if (bytes[at] === 39) {
      at++;
      while (at < to && !(bytes[at] === 39 && bytes[at + 1] !== 39)) {
        at += bytes[at] === 39 ? 2 : 1;
      }
      at = Math.min(to, at + 1);
    } else while (at < to && bytes[at] !== 44 && bytes[at] !== 10) at++;
    for (let inside = start; inside < at; inside++) hash = Math.imul(hash, 31) + (bytes[inside] as number);
    if (number >= 1 && number <= most) {
      into.starts[number - 1] = start;
      into.ends[number - 1] = at;
      into.hashes[number - 1] = hash;
      if (number > into.count) into.count = number;
    }
  }
}

/** A value without its quotes; null for NULL, constants of numbers as they stand. */
export function valueText(written: string): string | null {
  if (/^null$/i.test(written)) return null;
  const [, letter, quoted] = /^([eEnNbBxX]|[uU]&)?'([\s\S]*)'$/.exec(written) ?? [];
  if (quoted === undefined) {
    const [, , inside] = /^\$(\w*)\$([\s\S]*)\$\1\$$/.exec(written) ?? [];
    return inside ?? written;
  }
  const text = quoted.replaceAll("''", "'");
  return letter?.toLowerCase() === 'e' ? text.replace(/\\(['\\])/g, '$1') : text;
}
