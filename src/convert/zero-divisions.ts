import type { Speech } from '../engines/receiving.ts';

/** A number other than zero, or what is NULL in its place. */
const neverZero = /^[\s(]*(?:-?(?:[1-9]\d*(?:\.\d*)?|0?\.\d*[1-9]\d*)[\s)]*$|nullif\s*\()/i;

/** That a number is divided by what may be zero. */
export function tellZero(
  divisor: string,
  { from, to, tell }: { readonly from: Speech; readonly to: Speech; readonly tell: (why: string) => void },
): void {
  if (from.zeroDivision === to.zeroDivision || neverZero.test(divisor)) return;
  tell(`a division by zero gives ${to.zeroDivision}, no longer ${from.zeroDivision}`);
}
