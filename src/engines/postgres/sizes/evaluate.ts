import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import { type Parsed, uncast } from './expression.ts';

/** A value of an expression: text, a truth, a document, null; nothing where it cannot be told. */
type Value = string | boolean | null | { readonly document: unknown } | undefined;

/** A value that occurs, and the share of the rows that it stands for. */
export interface Sampled {
  readonly value: string | boolean | null;
  readonly share: number;
}

/** Fewer values than these tell nothing of the others. */
const fewest = 10;

/** The values that statistics hold of a column, as drawn from its rows; nothing where they are too few to speak for all. */
export function sampleOf(known: ColumnStatistics): readonly Sampled[] | undefined {
  const common = known.commonValues ?? [];
  const histogram = known.histogram ?? [];
  const rest = 1 - known.nullFraction - common.reduce((sum, one) => sum + one.fraction, 0);
  if (rest > 0.05 && histogram.length < fewest) return undefined;
  return [
    ...(known.nullFraction > 0 ? [{ value: null, share: known.nullFraction }] : []),
    ...common.map(({ value, fraction }) => ({ value, share: fraction })),
    ...histogram.map((value) => ({ value, share: Math.max(0, rest) / histogram.length })),
  ];
}

/** What an expression over one column makes of the values that are known of it; nothing where it cannot be told. */
export function evaluated(parsed: Parsed, column: string, sample: readonly Sampled[]): readonly Sampled[] | undefined {
  const result: Sampled[] = [];
  for (const { value, share } of sample) {
    const found = computed(parsed, column, value === true || value === false ? `${value}` : value);
    if (found === undefined) return undefined;
    result.push({ value: isDocument(found) ? JSON.stringify(found.document) : found, share });
  }
  return result;
}

function computed(parsed: Parsed, column: string, value: string | null): Value {
  const inner = (one: Parsed) => computed(one, column, value);
  switch (parsed.kind) {
    case 'column':
      return parsed.name === column ? value : undefined;
    case 'constant':
      return parsed.value;
    case 'cast': {
      const of = inner(parsed.of);
      if (parsed.type === 'date') return typeof of === 'string' ? dayOf(of) : of;
      return /^(?:text|character varying|smallint|integer|bigint|numeric|jsonb?|uuid|boolean)$/.test(parsed.type)
        ? of
        : undefined;
    }
    case 'call':
      if (parsed.name === 'coalesce') {
        const given = parsed.arguments.map(inner);
        return given.find((one) => one !== null) ?? (given.includes(undefined) ? undefined : null);
      }
      return called(parsed.name, parsed.arguments.map(inner));
    case 'is': {
      if (parsed.what !== 'NULL') return undefined;
      const of = inner(parsed.of);
      return of === undefined ? undefined : (of === null) !== parsed.not;
    }
    case 'not': {
      const of = inner(parsed.of);
      return typeof of === 'boolean' ? !of : of === null ? null : undefined;
    }
    case 'and':
    case 'or': {
      const parts = parsed.parts.map(inner);
      if (parts.some((one) => typeof one !== 'boolean' && one !== null)) return undefined;
      const decisive = parsed.kind === 'or';
      return parts.includes(decisive) ? decisive : parts.includes(null) ? null : !decisive;
    }
    case 'operator':
      return parsed.left && operated(parsed.operator, inner(parsed.left), inner(parsed.right), uncast(parsed.right));
    default:
      return undefined;
  }
}

/** What a function makes of texts: null of null, nothing where the function is not known. */
function called(name: string, given: readonly Value[]): Value {
  if (given.some((one) => one !== null && typeof one !== 'string')) return undefined;
  if (given.includes(null)) return null;
  const [text = '', second = '', third = ''] = given.map(String);
  const count = Number(second);
  switch (`${name}/${given.length}`) {
    case 'lower/1':
      return text.toLowerCase();
    case 'upper/1':
      return text.toUpperCase();
    case 'btrim/1':
      return text.replaceAll(/^ +| +$/g, '');
    case 'reverse/1':
      return [...text].reverse().join('');
    case 'date/1':
      return dayOf(text);
    case 'date_trunc/2':
      return truncated(text.toLowerCase(), second);
    case 'length/1':
    case 'char_length/1':
      return `${[...text].length}`;
    case 'left/2':
      return [...text].slice(0, count).join('');
    case 'right/2':
      return count === 0 ? '' : [...text].slice(-count).join('');
    case 'split_part/3':
      return (Number(third) > 0 ? text.split(second)[Number(third) - 1] : text.split(second).at(Number(third))) ?? '';
    case 'substr/3':
    case 'substring/3':
      return [...text].slice(Math.max(0, count - 1), Math.max(0, count - 1 + Number(third))).join('');
    case 'substr/2':
    case 'substring/2':
      return /^-?\d+$/.test(second) ? [...text].slice(Math.max(0, count - 1)).join('') : undefined;
    default:
      return undefined;
  }
}

function operated(operator: string, left: Value, right: Value, written: Parsed): Value {
  if (left === undefined || right === undefined) return undefined;
  if (left === null || right === null) return null;
  switch (operator) {
    case '->':
    case '->>': {
      const document = documentOf(left);
      if (document === undefined || typeof right !== 'string' || written.kind !== 'constant') return undefined;
      return member(document.document, right, operator === '->>');
    }
    case '?': {
      const document = documentOf(left);
      if (document === undefined || typeof right !== 'string') return undefined;
      const { document: of } = document;
      return Array.isArray(of) ? of.includes(right) : isObject(of) && Object.hasOwn(of, right);
    }
    case '@>': {
      const [of, part] = [documentOf(left), documentOf(right)];
      return of && part && (isObject(of.document) || Array.isArray(of.document))
        ? contains(of.document, part.document)
        : undefined;
    }
    case '&':
    case '|':
    case '#':
    case '%':
      return typeof left === 'string' && typeof right === 'string' ? ofIntegers(operator, left, right) : undefined;
    case '+':
    case '-':
    case '*':
      return typeof left === 'string' && typeof right === 'string' ? arithmetic(operator, left, right) : undefined;
    case '||':
      return typeof left === 'string' && typeof right === 'string' ? left + right : undefined;
    case '=':
    case '<>':
      if (isDocument(left) || isDocument(right)) return undefined;
      return (`${left}` === `${right}`) === (operator === '=');
    case '~~':
    case '~~*':
    case '!~~':
    case '!~~*':
      return typeof left === 'string' && typeof right === 'string'
        ? like(left, right, operator.endsWith('*')) !== operator.startsWith('!')
        : undefined;
    default:
      return undefined;
  }
}

/** Bits and rests of whole numbers. */
function ofIntegers(operator: '&' | '|' | '#' | '%', left: string, right: string): Value {
  if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) return undefined;
  const [a, b] = [BigInt(left), BigInt(right)];
  switch (operator) {
    case '&':
      return `${a & b}`;
    case '|':
      return `${a | b}`;
    case '#':
      return `${a ^ b}`;
    case '%':
      return b === 0n ? undefined : `${a % b}`;
  }
}

/** Of whole numbers, and of decimals where no digit is lost. */
function arithmetic(operator: string, left: string, right: string): string | undefined {
  const digits = (text: string) => /^-?\d+(?:\.(\d+))?$/.exec(text);
  const [a, b] = [digits(left), digits(right)];
  if (!a || !b || left.length + right.length > 15) return undefined;
  const [x, y] = [Number(left), Number(right)];
  const [m, n] = [(a[1] ?? '').length, (b[1] ?? '').length];
  const result = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
  return result.toFixed(operator === '*' ? m + n : Math.max(m, n));
}

/** The day of a time as the engine writes it. */
function dayOf(text: string): string | undefined {
  return /^\d{4}-\d\d-\d\d(?= |$)/.exec(text)?.[0];
}

/** The beginning of a unit that a time lies in; its zone stays. */
function truncated(unit: string, text: string): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.\d+)?([+-]\d\d(?::\d\d)?)?)?$/.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = ''] = match;
  const from = (date: string, time = '00:00:00') => `${date} ${time}${zone}`;
  switch (unit) {
    case 'second':
      return from(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`);
    case 'minute':
      return from(`${year}-${month}-${day}`, `${hour}:${minute}:00`);
    case 'hour':
      return from(`${year}-${month}-${day}`, `${hour}:00:00`);
    case 'day':
      return from(`${year}-${month}-${day}`);
    case 'week': {
      const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
      date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
      return from(date.toISOString().slice(0, 10));
    }
    case 'month':
      return from(`${year}-${month}-01`);
    case 'quarter':
      return from(`${year}-${`${Math.floor((Number(month) - 1) / 3) * 3 + 1}`.padStart(2, '0')}-01`);
    case 'year':
      return from(`${year}-01-01`);
    default:
      return undefined;
  }
}

function isDocument(value: Value): value is { readonly document: unknown } {
  return typeof value === 'object' && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function documentOf(value: Value): { readonly document: unknown } | undefined {
  if (isDocument(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    return { document: JSON.parse(value) };
  } catch {
    return undefined;
  }
}

function member(of: unknown, key: string, asText: boolean): Value {
  const found = Array.isArray(of) ? of.at(Number(key)) : isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined;
  if (found === undefined || (asText && found === null)) return null;
  if (!asText) return { document: found };
  return typeof found === 'string' ? found : JSON.stringify(found);
}

function contains(of: unknown, part: unknown): boolean {
  if (Array.isArray(of)) {
    const wanted = Array.isArray(part) ? part : [part];
    return wanted.every((one) => of.some((other) => contains(other, one)));
  }
  if (isObject(of))
    return (
      isObject(part) && Object.entries(part).every(([key, one]) => Object.hasOwn(of, key) && contains(of[key], one))
    );
  return of === part;
}

function like(text: string, pattern: string, folded: boolean): boolean {
  const source = pattern.replaceAll(/\\(.)|[%_]|[^\w\s%]/gs, (part, escaped: string | undefined) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return `\\${escaped ?? part}`.replace(/^\\(\w)$/, '$1');
  });
  return new RegExp(`^${source}$`, folded ? 'sui' : 'su').test(text);
}
