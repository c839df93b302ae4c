/** A type's family, and its size and scale where they limit it. */
interface Shape {
  readonly family:
    | 'integer'
    | 'number'
    | 'float'
    | 'money'
    | 'text'
    | 'time'
    | 'time of day'
    | 'span'
    | 'bits'
    | 'bytes'
    | 'other';
  /** Bytes of an integer or float, digits before the point, characters; Infinity where nothing limits it. */
  readonly size: number;
  /** Digits behind the point or of the second. */
  readonly scale: number;
  readonly name: string;
  /** Of an integer that has no values below zero. */
  readonly unsigned?: true;
  /** Of a list of values. */
  readonly members?: readonly string[];
}

const words: Readonly<Record<string, readonly [Shape['family'], number, number]>> = {
  tinyint: ['integer', 1, 0],
  mediumint: ['integer', 3, 0],
  smallint: ['integer', 2, 0],
  int2: ['integer', 2, 0],
  integer: ['integer', 4, 0],
  int: ['integer', 4, 0],
  int4: ['integer', 4, 0],
  bigint: ['integer', 8, 0],
  int8: ['integer', 8, 0],
  real: ['float', 4, 0],
  float: ['float', 4, 0],
  double: ['float', 8, 0],
  float4: ['float', 4, 0],
  'double precision': ['float', 8, 0],
  float8: ['float', 8, 0],
  tinytext: ['text', 255, 0],
  text: ['text', Number.POSITIVE_INFINITY, 0],
  mediumtext: ['text', Number.POSITIVE_INFINITY, 0],
  longtext: ['text', Number.POSITIVE_INFINITY, 0],
  datetime: ['time', 2, 0],
  date: ['time', 1, 0],
  // As precise as the engine takes it to be.
  time: ['time of day', 3, Number.NaN],
  'time without time zone': ['time of day', 3, 6],
  'time with time zone': ['time of day', 4, 6],
  timetz: ['time of day', 4, 6],
  interval: ['span', 1, 6],
  money: ['money', 1, 2],
  'timestamp without time zone': ['time', 2, 6],
  timestamp: ['time', 2, 6],
  'timestamp with time zone': ['time', 2, 6],
  timestamptz: ['time', 2, 6],
};

function shape(type: string): Shape {
  const text = type.toLowerCase().replaceAll('pg_catalog.', '').replaceAll('"', '').replace(/\s+/g, ' ').trim();
  const [, head = text, size, scale, tail = ''] = /^([a-z0-9_ ]+?) ?\((\d+)(?:, ?(\d+))?\)( .*)?$/.exec(text) ?? [];
  const name = `${head}${tail}`.trim();
  if (name === 'numeric' || name === 'decimal') {
    const digits = size === undefined ? Number.POSITIVE_INFINITY : Number(size) - Number(scale ?? 0);
    return {
      family: 'number',
      size: digits,
      scale: size === undefined ? Number.POSITIVE_INFINITY : Number(scale ?? 0),
      name,
    };
  }
  if (/^(?:character varying|varchar|character|char|bpchar)$/.test(name)) {
    const fixed = /^(?:character|char)$/.test(name) ? 1 : Number.POSITIVE_INFINITY;
    return { family: 'text', size: size === undefined ? fixed : Number(size), scale: 0, name };
  }
  if (/^(?:var)?binary$/.test(name)) return { family: 'bytes', size: Number(size ?? 1), scale: 0, name };
  if (name === 'enum' || name === 'set' || /^(?:enum|set)\b/.test(text)) {
    const members = [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member);
    return { family: 'other', size: Number.POSITIVE_INFINITY, scale: 0, name: 'enum', members };
  }
  const [, plain = name, unsigned] = /^(\w+)( unsigned)?(?: zerofill)?$/.exec(name) ?? [];
  const integer = words[plain];
  if (unsigned !== undefined && integer?.[0] === 'integer')
    return { family: 'integer', size: integer[1], scale: 0, name, unsigned: true };
  const known = words[name];
  if (known) return { family: known[0], size: known[1], scale: size === undefined ? known[2] : Number(size), name };
  return { family: 'other', size: Number.POSITIVE_INFINITY, scale: 0, name };
}

const integerDigits: Readonly<Record<number, number>> = { 1: 3, 2: 5, 3: 8, 4: 10, 8: 19 };

/** Types of names and single characters, which cut what is longer without a word. */
function cutByName(from: string, to: string): string | undefined {
  if (shape(from).family !== 'text' || from === to) return undefined;
  if (/^(?:pg_catalog\.)?name$/.test(to)) return from === '"char"' ? undefined : 'what is behind 63 bytes is lost';
  return to === '"char"' ? 'all but the first byte is lost' : undefined;
}

/** Times of day hold no date, and spans of time that become one no days. */
function timesNarrowed(a: Shape, b: Shape): string | undefined {
  if (b.family === 'time of day') {
    if (a.family === 'time' && a.size > 1) return 'the date is lost';
    if (a.family === 'span') return 'all but the time of day is lost';
    if (a.family === 'time of day' && b.size < a.size) return 'the offset is lost';
  }
  if (a.family === 'time of day' && b.family === 'span' && a.size > 3) return 'the offset is lost';
  if (a.family === 'span' && b.family === 'other' && b.name.startsWith('interval ')) return 'finer parts are lost';
  // Where a column's own type is called so, it holds whole seconds: elsewhere columns say whether there is a zone.
  if (a.name === 'time' && b.name === 'time' && a.scale > 0 && Number.isNaN(b.scale))
    return 'fractions of seconds are lost';
  const same = (a.family === 'time of day' || a.family === 'span') && a.family === b.family;
  return same && b.scale < a.scale ? `seconds are rounded to ${b.scale} digits` : undefined;
}

/** What is lost, or fails, when values of one type become values of another; nothing when all of them fit. */
export function narrowing(from: string, to: string): string | undefined {
  if (from.endsWith('[]') && to.endsWith('[]')) return narrowing(from.slice(0, -2), to.slice(0, -2));
  const cut = cutByName(from, to);
  if (cut !== undefined) return cut;
  const a = shape(from);
  const b = shape(to);
  if (a.members && b.members) {
    const gone = a.members.filter((member) => !b.members?.includes(member));
    return gone.length === 0 ? undefined : `rows with ${gone.join(', ')} fail`;
  }
  if (a.family === 'integer' && b.family === 'integer') {
    if (b.size < a.size || (b.size === a.size && a.unsigned && !b.unsigned)) return 'larger values fail';
    return b.unsigned && !a.unsigned ? 'values below zero fail' : undefined;
  }
  if (a.family === 'text' && b.family === 'text') return b.size < a.size ? 'longer values fail' : undefined;
  if (a.family === 'bytes' && b.family === 'bytes') {
    if (b.size < a.size) return 'longer values fail';
    return b.name === 'binary' && (a.name !== b.name || a.size < b.size)
      ? 'how long shorter values are is lost'
      : undefined;
  }
  if (a.family === 'number' && b.family === 'number') {
    if (b.scale < a.scale) return `values are rounded to ${b.scale} digits`;
    return b.size < a.size ? 'larger values fail' : undefined;
  }
  if (a.family === 'integer' && b.family === 'number')
    return b.size < (integerDigits[a.size] ?? 19) ? 'larger values fail' : undefined;
  if (a.family === 'number' && b.family === 'integer') return 'values are rounded to whole numbers';
  if (a.family === 'float' && (b.family === 'integer' || b.family === 'number')) return 'values are rounded';
  if (a.family === 'float' && b.family === 'float') return b.size < a.size ? 'digits are lost' : undefined;
  if (a.family === 'number' && b.family === 'float') return 'digits are lost';
  if (a.family === 'integer' && b.family === 'float')
    return a.size >= b.size ? 'digits of large values are lost' : undefined;
  if (a.family === 'time' && b.family === 'time') {
    if (b.size < a.size) return 'the time of day is lost';
    return b.scale < a.scale && a.size > 1 ? `seconds are rounded to ${b.scale} digits` : undefined;
  }
  const ofTime = timesNarrowed(a, b);
  if (ofTime !== undefined) return ofTime;
  if ((a.family === 'number' || a.family === 'float') && b.family === 'money') return 'values are rounded to cents';
  if (a.family === 'money' && (b.family === 'integer' || (b.family === 'number' && b.scale < 2)))
    return 'values are rounded';
  if (a.family === 'text' && b.family !== 'text') return `values that are no ${b.name} fail`;
  return undefined;
}

/** As {@link narrowing}, of what is lost without a word, as a phrase: `digits: values are rounded to 2 digits`, `the time of day`. */
export function lostSilently(from: string, to: string): string | undefined {
  const loss = narrowing(from, to);
  if (loss === undefined || loss.endsWith(' fail')) return undefined;
  return /^(.*) (?:is|are) lost$/.exec(loss)?.[1] ?? `digits: ${loss}`;
}
