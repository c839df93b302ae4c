import { convertedIn } from './time-zone.ts';
import type { DataType, TypeFamily } from './type.ts';

const numbers: readonly TypeFamily[] = ['integer', 'decimal', 'float'];
const times: readonly TypeFamily[] = ['date', 'time', 'timestamp', 'timestamp-with-zone'];
const texts: readonly TypeFamily[] = ['text', 'character'];
const groups: readonly (readonly TypeFamily[])[] = [
  numbers,
  times,
  texts,
  ['json', 'json-binary'],
  ['bits'],
  ['network'],
];

/**
 * How values of a column of one type become values of another, as an expression; nothing where the engine converts on
 * assignment, which refuses what does not fit instead of cutting it. `column` is quoted where it must be. Times without a
 * zone are those of `timeZone`.
 */
export function conversion(from: DataType, to: DataType, column: string, timeZone: string): string | undefined {
  const inZone = convertedIn(timeZone, from, to, column);
  if (inZone !== undefined) return inZone;
  if (assignable(from, to)) return undefined;
  if (from.family === 'boolean' && numbers.includes(to.family)) {
    return to.name === 'integer' ? `${column}::integer` : `${column}::integer::${to.text}`;
  }
  // An amount of money is cast to a decimal number and back, and through it to others; as text it is written with its sign.
  if (from.family === 'money' && numbers.includes(to.family)) return `${column}::numeric::${to.text}`;
  if (to.family === 'money' && numbers.includes(from.family)) return `${column}::numeric::${to.text}`;
  if (to.family === 'boolean' && numbers.includes(from.family)) return `${column} <> 0`;
  if (to.element && !from.element && (to.element.text === from.text || assignable(from, to.element))) {
    return `CASE WHEN ${column} IS NOT NULL THEN ARRAY[${column}]::${to.text} END`;
  }
  // Their text is no JSON, and the type brings casts of its own.
  if (isKeyValue(from) && isJson(to)) return `${column}::${to.text}`;
  return texts.includes(from.family) ? `${column}::${to.text}` : `${column}::text::${to.text}`;
}

export function isKeyValue({ family, element, domain }: DataType): boolean {
  return family === 'key-value' && !element && !domain;
}

export function isJson({ family, element, domain }: DataType): boolean {
  return (family === 'json' || family === 'json-binary') && !element && !domain;
}

function assignable(from: DataType, to: DataType): boolean {
  if (from.element && to.element) return assignable(from.element, to.element);
  if (from.element || to.element) return texts.includes(to.family);
  if (texts.includes(to.family)) return true;
  const named = (one: DataType) => one.name + (one.ref && !one.domain ? `.${one.ref.schema}` : '');
  if (to.domain || from.domain) return from.family === to.family && !from.ref === !to.ref;
  if (from.family === to.family && !from.ref && !to.ref && from.family !== 'other' && from.family !== 'range')
    return true;
  if (named(from) === named(to)) return true;
  if (isAmount(from) && isAmount(to)) return true;
  if (from.ref || to.ref) return false;
  return groups.some((group) => group.includes(from.family) && group.includes(to.family));
}

function isAmount({ family, ref }: DataType): boolean {
  return !ref && (family === 'money' || family === 'decimal');
}
