import type { Speech } from '../engines/receiving.ts';

/** What calls are carried by, and where to tell what they no longer give. */
export interface Calling {
  readonly from: Speech;
  readonly to: Speech;
  readonly tell: (why: string) => void;
}

/** A call, whose arguments are written for the other engine, that means something else there; nothing where it means the same. */
export function otherCall(name: string, texts: readonly string[], calling: Calling): string | undefined {
  const { from, to, tell } = calling;
  const [first = '', second] = texts;
  switch (name) {
    case 'cast':
      return otherCast(first, calling);
    case 'log':
      if (second !== undefined || from.logIsNatural === to.logIsNatural) return undefined;
      return from.logIsNatural ? `ln(${first})` : `log10(${first})`;
    case 'greatest':
    case 'least':
      if (from.greatestSkipsNull !== to.greatestSkipsNull)
        tell(
          `${name}() ${to.greatestSkipsNull ? 'passes over NULL, and gives' : 'gives NULL where one of them is, and no longer'} what is left`,
        );
      return undefined;
    case 'hex':
      if (from.hexOfNumbers !== to.hexOfNumbers)
        tell(`hex() of a number is that of ${to.hexOfNumbers ? 'its value' : 'its digits as a text'}`);
      return undefined;
    case 'round':
      if (from.roundsTens !== to.roundsTens && second !== undefined && !/^\d+$/.test(second))
        tell('round() to tens or hundreds gives whole numbers in one of the engines');
      return undefined;
    case 'mod':
      tellZero(second ?? '', calling);
      return undefined;
    default:
      return undefined;
  }
}

/** A number other than zero, or what is NULL in its place. */
const neverZero = /^[\s(]*(?:-?(?:[1-9]\d*(?:\.\d*)?|0?\.\d*[1-9]\d*)[\s)]*$|nullif\s*\()/i;

/** That a number is divided by what may be zero. */
export function tellZero(divisor: string, { from, to, tell }: Calling): void {
  if (from.zeroDivision === to.zeroDivision || neverZero.test(divisor)) return;
  tell(`a division by zero gives ${to.zeroDivision}, no longer ${from.zeroDivision}`);
}

/** `CAST(x AS type)` by what the type is in the source. */
function otherCast(inside: string, { from, to }: Calling): string | undefined {
  const [, value, word = '', length] =
    /^([\s\S]*)\s+as\s+(\w+)(?:\s+integer)?\s*(?:\(\s*(\d+)\s*\))?$/i.exec(inside) ?? [];
  const kind = from.castWords[word.toLowerCase()];
  const form = kind && to.castForms[kind];
  if (value === undefined || !form) return undefined;
  const cast = `${form[0]}${value}${form[1]}`;
  return kind === 'text' && length !== undefined ? `substr(${cast}, 1, ${length})` : cast;
}
