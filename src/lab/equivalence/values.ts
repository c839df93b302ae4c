import type { Catalog } from '../../catalog/catalog.ts';
import { sameName } from '../../catalog/names.ts';
import type { DataType } from '../../catalog/type.ts';

/** Values of every type that need no query to be thought of: the first few are shared by all columns, so that they join. */
const plain: Readonly<Partial<Record<DataType['family'], readonly string[]>>> = {
  boolean: ['true', 'false'],
  integer: ['1', '2', '3', '0', '-1'],
  decimal: ['1', '2', '3', '0', '-1', '2.5'],
  float: ['1', '2', '3', '0', '-1', '2.5'],
  money: ['1', '2', '3', '0'],
  text: ['a', 'b', 'A', '', 'ab', ' a'],
  character: ['a', 'b', 'A', ''],
  binary: ['\\x01', '\\x02', '\\x'],
  date: ['2024-01-01', '2024-01-02', '2024-02-29', '2024-12-31'],
  time: ['00:00:00', '12:00:00', '23:59:59.999999'],
  timestamp: ['2024-01-01 00:00:00', '2024-01-01 23:59:59.999999', '2024-01-02 00:00:00', '2024-12-31 12:00:00'],
  'timestamp-with-zone': [
    '2024-01-01 00:00:00+00',
    '2024-01-01 23:59:59.999999+00',
    '2024-01-02 00:00:00+00',
    '2024-03-10 07:30:00+00',
    '2024-12-31 12:00:00+00',
  ],
  interval: ['1 day', '2 days', '0', '1 month'],
  uuid: [
    '00000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-000000000002',
    '00000000-0000-4000-8000-000000000003',
  ],
  json: ['{"a": 1}', '{}', '[]', '{"a": null}', 'null'],
  'json-binary': ['{"a": 1}', '{}', '[]', '{"a": null}', 'null'],
  network: ['10.0.0.1', '10.0.0.2'],
  'full-text': ["'a':1", "'a':1 'b':2", ''],
  'key-value': ['a=>1', ''],
  xml: ['<a/>', '<b/>'],
};

const rangesOf: Readonly<Record<string, readonly string[]>> = {
  int4range: ['[1,3)', '[2,4)', 'empty', '(,1)'],
  int8range: ['[1,3)', '[2,4)', 'empty', '(,1)'],
  numrange: ['[1,3)', '[2,4]', 'empty'],
  daterange: ['[2024-01-01,2024-01-03)', '[2024-01-02,2024-02-01)', 'empty'],
  tsrange: ['[2024-01-01,2024-01-03)', '[2024-01-02,2024-02-01)', 'empty'],
  tstzrange: ['[2024-01-01,2024-01-03)', '[2024-01-02,2024-02-01)', 'empty'],
};

/** Values of a type as text that any query may be tried with; none for a type that nothing is known of. */
export function plainValues(type: DataType, catalog: Catalog): readonly string[] {
  if (type.element) return ['{}', ...plainValues(type.element, catalog).slice(0, 3).map(arrayOf)];
  if (type.family === 'enum') {
    const found = catalog.types.find((one) => one.kind === 'enum' && type.ref && sameName(one, type.ref));
    return found?.kind === 'enum' ? found.values : [];
  }
  if (type.family === 'range') return rangesOf[type.name] ?? [];
  if (type.family === 'bits') return ['1'.repeat(type.length ?? 1), '0'.repeat(type.length ?? 1)];
  return (plain[type.family] ?? []).map((value) => clipped(value, type));
}

function arrayOf(value: string): string {
  return `{"${value.replaceAll(/["\\]/g, '\\$&')}"}`;
}

function clipped(value: string, type: DataType): string {
  const long = (type.family === 'text' || type.family === 'character') && type.length !== undefined;
  return long ? value.slice(0, type.length) : value;
}

/** A value of a type that differs from all others of another number; nothing for a type of few values. */
export function distinctValue(type: DataType, number: number): string | undefined {
  switch (type.family) {
    case 'integer':
    case 'decimal':
    case 'float':
    case 'money':
      return String(number + 1);
    case 'text':
    case 'character':
      return clipped(number < 26 ? String.fromCharCode(97 + number) : `k${number}`, type);
    case 'uuid':
      return `00000000-0000-4000-8000-${String(number + 1).padStart(12, '0')}`;
    case 'date':
      return day(number);
    case 'timestamp':
      return `${day(number)} 00:00:00`;
    case 'timestamp-with-zone':
      return `${day(number)} 00:00:00+00`;
    default:
      return undefined;
  }
}

function day(number: number): string {
  return new Date(Date.UTC(2024, 0, 1 + number)).toISOString().slice(0, 10);
}

/** Values next to one that a query names: what lies just before and behind it, the same in another case… */
export function neighbours(value: string, type: DataType): readonly string[] {
  switch (type.family) {
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(value) ? [value, String(Number(value) - 1), String(Number(value) + 1)] : [];
    case 'decimal':
    case 'float':
    case 'money':
      return Number.isFinite(Number(value)) && value.trim() !== ''
        ? [value, String(Number(value) - 1), String(Number(value) + 1), String(Number(value) + 0.01)]
        : [];
    case 'text':
    case 'character':
      return textNeighbours(value).map((one) => clipped(one, type));
    case 'date':
      return shifted(value, [0, -dayLength, dayLength, 31 * dayLength]).map((one) => one.slice(0, 10));
    case 'timestamp':
      return around(value);
    case 'timestamp-with-zone':
      return around(value).map((one) => `${one}+00`);
    default:
      return [value];
  }
}

/** Beside the value what LIKE would make of it, and the same in other letters. */
function textNeighbours(value: string): readonly string[] {
  const filled = value.replaceAll('%', '').replaceAll('_', 'x');
  return [
    ...(/[%_]/.test(value) ? [filled, `x${filled}y`, `${filled}z`] : []),
    value,
    value.toUpperCase(),
    value.toLowerCase(),
    `${value}x`,
    `${value} `,
  ];
}

const dayLength = 86_400_000;

/** A moment, what lies just before it, and the ends of its day, month and year. */
function around(value: string): readonly string[] {
  const just = shifted(value, [0, dayLength / 2, dayLength, -dayLength, 31 * dayLength, 366 * dayLength]);
  // One microsecond before, which a Date cannot tell.
  const before = shifted(value, [0, dayLength]).map(
    (one) => shifted(one, [-1])[0]?.replace(/\.999$/, '.999999') ?? one,
  );
  return [...just, ...before];
}

/** A moment as text, moved by milliseconds; nothing for what is no moment. */
function shifted(value: string, by: readonly number[]): readonly string[] {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?/.exec(value.trim());
  if (!match) return [];
  const start = Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
  if (Number.isNaN(start)) return [];
  return by.map((one) => new Date(start + one).toISOString().replace('T', ' ').replace('Z', ''));
}
