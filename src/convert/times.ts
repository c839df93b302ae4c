import type { Speech } from '../engines/receiving.ts';
import { castKind } from './casts.ts';
import { bare, closing, isName, next, operandBefore, operandEnd, previous } from './operands.ts';
import { tokensOf } from './tokens.ts';

/** What a value is by its type, as far as it is of time. */
export type TimeKind = 'date' | 'timestamp' | 'time';

/** What is computed with dates by, and where to tell what it no longer gives. */
export interface Timing {
  readonly from: Speech;
  readonly to: Speech;
  readonly timeOf: (column: string) => TimeKind | undefined;
  readonly tell: (why: string) => void;
}

/** Parts of an expression whose sums and comparisons of dates give what they gave; where they do not it is told. */
export function withTimes(parts: readonly string[], timing: Timing): readonly string[] {
  const compared = timing.to.timesAreTexts && !timing.from.timesAreTexts ? withWholeTimes(parts, timing) : parts;
  return timing.from.dateArithmetic === timing.to.dateArithmetic ? compared : withDates(compared, timing);
}

/** A text that is a day beside a time is that day's beginning: texts are compared to the last character. */
function withWholeTimes(parts: readonly string[], { timeOf }: Timing): readonly string[] {
  const result = [...parts];
  const whole = (at: number): void => {
    const part = result[at] ?? '';
    if (/^'\d{4}-\d\d-\d\d'$/.test(part)) result[at] = `${part.slice(0, -1)} 00:00:00'`;
  };
  const isTime = (at: number) => isName(parts[at]) && timeOf(bare(parts[at] ?? '')) === 'timestamp';
  for (const [at, part] of parts.entries()) {
    const before = previous(parts, at);
    if (/^(?:[<>=]|between|in)$/i.test(part)) {
      let left = before;
      while (/^(?:[<>=!]|not)$/i.test(parts[left] ?? '')) left = previous(parts, left);
      let right = next(parts, at);
      while (/^[<>=]$/.test(parts[right] ?? '')) right = next(parts, right);
      const column = operandEnd(parts, right) - 1;
      if (isTime(left)) {
        const last = /^in$/i.test(part) && parts[right] === '(' ? (closing(parts, right) ?? right) : right;
        for (let place = right; place <= last; place++) whole(place);
        const and = /^between$/i.test(part) ? next(parts, operandEnd(parts, right) - 1) : -1;
        if (/^and$/i.test(parts[and] ?? '')) whole(next(parts, and));
      } else if (isTime(column)) whole(left);
    }
  }
  return result;
}

function withDates(given: readonly string[], timing: Timing): readonly string[] {
  let parts = given;
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] !== '+' && parts[at] !== '-') continue;
    const said = dateAt(parts, at, timing);
    if (!said) continue;
    parts = said.parts;
    at = said.end;
  }
  return parts;
}

interface Said {
  readonly parts: readonly string[];
  readonly end: number;
}

function dateAt(parts: readonly string[], at: number, { from, to, timeOf, tell }: Timing): Said | undefined {
  const before = previous(parts, at);
  // A sign, not a sum.
  if (before < 0 || !(isName(parts[before]) || /^(?:[\d)']|::)/.test(parts[before] ?? ''))) return undefined;
  const start = operandBefore(parts, at);
  const second = next(parts, at);
  const end = operandEnd(parts, second);
  const [left, right] = [parts.slice(start, before + 1), parts.slice(second, end)];
  const kinds = [timeKind(left, timeOf), timeKind(right, timeOf)];
  const isPeriod =
    /^interval$/i.test(right[0] ?? '') || [left, right].some((one) => /^::\s*interval/i.test(one.at(-1) ?? ''));
  if (isPeriod || kinds.every((kind) => kind === undefined)) return undefined;
  const replaced = (text: string): Said => ({
    parts: [...parts.slice(0, start), ...tokensOf(text, from), ...parts.slice(end)],
    end: start,
  });
  if (from.dateArithmetic === 'days are added to it') {
    const [first, other] = kinds;
    const sign = parts[at] ?? '';
    if (first === 'date' && other === 'date' && sign === '-' && to.daysBetween)
      return replaced(to.daysBetween(right.join(''), left.join('')));
    if (first === 'date' && other === undefined && to.laterDate)
      return replaced(to.laterDate(left.join(''), sign === '-' ? `-(${right.join('')})` : right.join('')));
  }
  tell(`what is computed with a date is otherwise: ${to.dateArithmetic}, where ${from.dateArithmetic}`);
  return undefined;
}

function timeKind(parts: readonly string[], timeOf: Timing['timeOf']): TimeKind | undefined {
  const last = parts.at(-1) ?? '';
  if (last.startsWith('::')) {
    const kind = castKind(last);
    return kind === 'date' || kind === 'time' ? kind : /^::\s*timestamp/i.test(last) ? 'timestamp' : undefined;
  }
  if (parts[0] === '(' && last === ')') return timeKind(parts.slice(1, -1), timeOf);
  return isName(last) && parts.every((part) => part === '.' || isName(part)) ? timeOf(bare(last)) : undefined;
}
