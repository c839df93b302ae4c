import type { DataType, TypeFamily } from '../../../catalog/type.ts';

type Affinity = NonNullable<DataType['affinity']>;

/** The rules by which a declared type gives a column its affinity (https://sqlite.org/datatype3.html, section 3.1). */
export function affinityOf(declared: string): Affinity {
  const text = declared.toUpperCase();
  if (text.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/.test(text)) return 'text';
  if (text.includes('BLOB') || text === '') return 'blob';
  return /REAL|FLOA|DOUB/.test(text) ? 'real' : 'numeric';
}

/** What people mean by names that the engine has no type for. */
const meant: Readonly<Record<string, TypeFamily>> = {
  bool: 'boolean',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamp',
  'timestamp without time zone': 'timestamp',
  timestamptz: 'timestamp-with-zone',
  'timestamp with time zone': 'timestamp-with-zone',
  decimal: 'decimal',
  numeric: 'decimal',
  number: 'decimal',
  json: 'json',
  jsonb: 'json',
  uuid: 'uuid',
  guid: 'uuid',
  uniqueidentifier: 'uuid',
  any: 'other',
};

const byAffinity: Readonly<Record<Affinity, TypeFamily>> = {
  integer: 'integer',
  text: 'text',
  blob: 'binary',
  real: 'float',
  numeric: 'other',
};

/** The type of a column as declared; `strict` where the table refuses values of other types. */
export function dataType(declared: string, strict: boolean): DataType {
  const [, name = declared, modifiers] = /^([^(]*?)\s*(?:\(([^)]*)\)?.*)?$/s.exec(declared.trim()) ?? [];
  const affinity = affinityOf(declared);
  const key = name.toLowerCase().replace(/\s+/g, ' ');
  const family = declared === '' ? 'other' : (meant[key] ?? byAffinity[affinity]);
  const [first, second] = (modifiers ?? '').split(',').map((part) => Number.parseInt(part, 10));
  return {
    // Case and space count for nothing. ANY is no type outside of strict tables: a name as any other, which makes numbers.
    text: declared === '' ? 'any' : key === 'any' && !strict ? 'ANY' : declared.toLowerCase().replace(/\s+/g, ' '),
    family,
    name: declared === '' ? 'any' : key,
    ...(family === 'text' && first ? { length: first } : {}),
    ...(family === 'decimal' && first ? { precision: first, scale: second || 0 } : {}),
    // A stored integer takes no more bytes than it needs, eight at most.
    ...(affinity === 'integer' || affinity === 'real' ? { bytes: 8 } : {}),
    alignment: 1,
    ...(strict && key !== 'any' ? {} : { affinity }),
  };
}
