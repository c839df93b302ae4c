import type { DataType } from '../../../catalog/type.ts';
import { quoteString } from '../sql/tokens.ts';

/** A text or a number as it stands in SQL; nothing for an expression. */
function constantOf(expression: string): string | undefined {
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, '$1');
  if (/^'(?:[^'\\]|''|\\.)*'$/s.test(bare))
    return bare.slice(1, -1).replace(/''|\\([\s\S])/g, (_, escaped?: string) => escaped ?? "'");
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(bare) ? bare : undefined;
}

const ranges: Readonly<Record<string, bigint>> = {
  tinyint: 2n ** 7n,
  smallint: 2n ** 15n,
  mediumint: 2n ** 23n,
  int: 2n ** 31n,
  bigint: 2n ** 63n,
};

/**
 * A default as a column of the type takes it; nothing for a constant that the server would refuse, in strict mode, as none of
 * the type. Of a time with a zone that of UTC. Expressions are as they are.
 */
export function takenDefault(expression: string, type: DataType): string | undefined {
  const bits = /^b'([01]*)'$/i.exec(expression.trim())?.[1];
  if (bits !== undefined) return takenBits(expression, bits, type);
  const value = constantOf(expression);
  if (value === undefined) return expression;
  const only = (holds: boolean): string | undefined => (holds ? expression : undefined);
  switch (type.family) {
    case 'boolean':
    case 'integer':
      return only(isWithin(value, type));
    case 'decimal':
      return only(hasDigits(value, (type.precision ?? 10) - (type.scale ?? 0), type.scale ?? 0));
    case 'float':
      return only(
        isNumber(value) && Math.abs(Number(value)) <= (type.name === 'float' ? 3.402823466e38 : Number.MAX_VALUE),
      );
    case 'bits':
      // A text is taken for the bits of its characters.
      return only(/^\(?\d+\)?$/.test(expression.trim()) && BigInt(value) < 2n ** BigInt(type.length ?? 1));
    case 'text':
      return only(type.length === undefined || [...value].length <= type.length);
    case 'uuid':
      return only(/^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(value));
    case 'date': {
      const [, date, rest = ''] = /^(\d{4}-\d\d-\d\d)([ T][\d:.]+)?$/.exec(value) ?? [];
      return date !== undefined && isDate(date) ? quoteString(rest === '' ? value : date) : undefined;
    }
    case 'time': {
      const time = /^(-?\d{1,3}:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|[+-]\d\d(?::?\d\d)?)?$/.exec(value)?.[1];
      return time === undefined ? undefined : quoteString(time);
    }
    case 'timestamp':
    case 'timestamp-with-zone': {
      const time = timeIn(value);
      return time === undefined ? undefined : quoteString(time);
    }
    default:
      return expression;
  }
}

/** Bits as a text are their digits, and elsewhere the number that they are. */
function takenBits(expression: string, bits: string, type: DataType): string | undefined {
  if (type.family === 'text') return takenDefault(quoteString(bits), type);
  if (type.family === 'bits') return bits.length <= (type.length ?? 1) ? expression : undefined;
  return takenDefault(BigInt(`0b${bits || '0'}`).toString(), type);
}

function isNumber(value: string): boolean {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value) && Number.isFinite(Number(value));
}

function isWithin(value: string, { name, unsigned }: DataType): boolean {
  if (!isNumber(value)) return false;
  const number = /^\s*[+-]?\d+\s*$/.test(value) ? BigInt(value.trim().replace(/^\+/, '')) : undefined;
  const half = ranges[name] ?? ranges['bigint'] ?? 0n;
  const [least, most] = unsigned ? [0n, 2n * half - 1n] : [-half, half - 1n];
  if (number !== undefined) return number >= least && number <= most;
  return Math.round(Number(value)) >= Number(least) && Math.round(Number(value)) <= Number(most);
}

/** Whether a number, rounded to its scale, has no more digits before the point. */
function hasDigits(value: string, before: number, scale: number): boolean {
  if (!isNumber(value)) return false;
  const [, whole = '', fraction = ''] = /^\s*[+-]?(\d*)\.?(\d*)\s*$/.exec(value) ?? [];
  if (whole === '' && fraction === '') return Math.abs(Number(value)) < 10 ** before;
  const digits = BigInt(`${whole}${fraction.slice(0, scale).padEnd(scale, '0')}` || '0');
  const rounded = digits + ((fraction[scale] ?? '0') >= '5' ? 1n : 0n);
  return rounded < 10n ** BigInt(before + scale);
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A date and time without a zone: that of UTC, where one is named. */
function timeIn(value: string): string | undefined {
  const pattern = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/;
  const [, date = '', minutes = '00:00', seconds = '00', fraction = '', zone] = pattern.exec(value) ?? [];
  if (date === '' || !isDate(date)) return undefined;
  if (Number(minutes.slice(0, 2)) > 23 || Number(minutes.slice(3)) > 59 || Number(seconds) > 59) return undefined;
  if (zone === undefined) return `${date} ${minutes}:${seconds}${fraction}`;
  const [, sign = '+', hours = '0', rest = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(rest)) * (sign === '-' ? -1 : 1);
  const time = new Date(Date.parse(`${date}T${minutes}:${seconds}Z`) - offset * 60_000);
  return `${time.toISOString().slice(0, 19).replace('T', ' ')}${fraction}`;
}
