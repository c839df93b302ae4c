import type { Speech } from '../engines/receiving.ts';
import { bare, isName, next, operandBefore, operandEnd, previous } from './operands.ts';

const number = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** Tells that texts are compared with numbers in an expression, where the other engine makes something else of that. */
export function tellTextsAgainstNumbers(
  parts: readonly string[],
  {
    from,
    to,
    isText,
    tell,
  }: {
    readonly from: Speech;
    readonly to: Speech;
    readonly isText: (column: string) => boolean;
    readonly tell: (why: string) => void;
  },
): void {
  if (from.textAgainstNumber === to.textAgainstNumber) return;
  const isTextual = (operand: readonly string[]) => {
    const said = operand.filter((part) => part.trim() !== '');
    const [name = ''] = said.slice(-1);
    // A column alone, with its table or without.
    return (said.length === 1 || said.at(-2) === '.') && isName(name) && isText(bare(name));
  };
  const isNumber = (operand: readonly string[]) => number.test(operand.join('').replace(/[\s()]/g, ''));
  for (const [at, part] of parts.entries()) {
    if (!/^[<>=!]$/.test(part) || /^[-<>=!|&#?@]$/.test(parts[at - 1] ?? '')) continue;
    let end = at;
    while (/^[<>=]$/.test(parts[end + 1] ?? '')) end++;
    const start = next(parts, end);
    const signed = /^[-+]$/.test(parts[start] ?? '') ? next(parts, start) : start;
    const left = parts.slice(operandBefore(parts, at), previous(parts, at) + 1);
    const right = parts.slice(start, operandEnd(parts, signed));
    if ((isTextual(left) && isNumber(right)) || (isNumber(left) && isTextual(right)))
      tell(`a text and a number are ${to.textAgainstNumber}, no longer ${from.textAgainstNumber}`);
  }
}
