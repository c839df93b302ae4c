/** What a part of a log line's prefix tells: `%p`, `%m`… of log_line_prefix, or text between them. */
export type PrefixField =
  | 'time'
  | 'epoch'
  | 'process'
  | 'session'
  | 'user'
  | 'database'
  | 'application'
  | 'host'
  | 'query'
  | 'other';

type Step =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'field'; readonly field: PrefixField; readonly until: number; readonly port: boolean }
  | { readonly kind: 'number'; readonly field: PrefixField }
  | { readonly kind: 'rest optional' };

/** A compiled log_line_prefix. */
export interface LinePrefix {
  readonly text: string;
  readonly steps: readonly Step[];
  /** Bytes of text behind the last field: that field reaches as far, whatever stands in it. */
  readonly tail: number;
}

/** Where the fields of one line stand; one object serves many lines. A field that is not there has an end of 0. */
export type PrefixPlaces = Record<PrefixField, [number, number]>;

export function newPlaces(): PrefixPlaces {
  return {
    time: [0, 0],
    epoch: [0, 0],
    process: [0, 0],
    session: [0, 0],
    user: [0, 0],
    database: [0, 0],
    application: [0, 0],
    host: [0, 0],
    query: [0, 0],
    other: [0, 0],
  };
}

/** The escapes of log_line_prefix (PostgreSQL manual, section 20.8.3). */
const escapes: Readonly<Record<string, PrefixField>> = {
  a: 'application',
  u: 'user',
  d: 'database',
  r: 'host',
  h: 'host',
  L: 'host',
  p: 'process',
  P: 'other',
  t: 'time',
  m: 'time',
  n: 'epoch',
  i: 'other',
  e: 'other',
  c: 'session',
  l: 'other',
  s: 'other',
  v: 'other',
  x: 'other',
  b: 'other',
  Q: 'query',
};

const numbers: ReadonlySet<string> = new Set(['p', 'P', 'l', 'x', 'Q']);

/** Compiles a log_line_prefix as it stands in the server's settings; as bytes of a log where it comes from there. */
export function compilePrefix(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): LinePrefix {
  const steps: Step[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') steps.push({ kind: 'text', bytes: Buffer.from(literal, encoding) });
    literal = '';
  };
  const parts = [...text.matchAll(/%(-?\d*)([a-zA-Z%])|[\s\S]/g)];
  for (const [at, [whole, , letter]] of parts.entries()) {
    if (letter === undefined) literal += whole;
    else if (letter === '%') literal += '%';
    else if (letter === 'q') {
      flush();
      steps.push({ kind: 'rest optional' });
    } else {
      const field = escapes[letter];
      if (field === undefined) continue;
      flush();
      if (numbers.has(letter)) steps.push({ kind: 'number', field });
      else {
        const [following = '', , next] = parts.slice(at + 1).find(([, , one]) => one !== 'q') ?? [];
        const until = next === undefined ? (following.codePointAt(0) ?? 0) : 0;
        steps.push({ kind: 'field', field, until, port: letter === 'r' });
      }
    }
  }
  flush();
  const last = steps.at(-1);
  return { text, steps, tail: last?.kind === 'text' ? last.bytes.length : 0 };
}

const blank = 32;
const openBracket = 40;
const openSquare = 91;

/**
 * Reads a line's prefix; where it ends, or -1 when the line has another. `limit` is where the message's level begins:
 * what stands before it belongs to the prefix.
 */
export function readPrefix(
  { steps, tail }: LinePrefix,
  bytes: Uint8Array,
  from: number,
  limit: number,
  places: PrefixPlaces,
): number {
  let at = from;
  for (const field of fields) places[field][1] = 0;
  for (const step of steps) {
    if (step.kind === 'rest optional') {
      if (at === limit) return at;
      continue;
    }
    const before = at;
    let fits = true;
    if (step.kind === 'text') {
      for (const code of step.bytes) {
        if (bytes[at] !== code || at >= limit) {
          // Some senders cut spaces at the end, others add them to fields.
          if (code === blank && at >= limit) continue;
          fits = false;
          break;
        }
        at++;
      }
    } else if (step.kind === 'number') {
      while (at < limit && ((bytes[at] as number) === blank || (bytes[at] as number) === 45)) at++;
      while (at < limit && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) at++;
      fits = at > before;
      put(places, step.field, before, at);
    } else {
      const final = step === (tail > 0 ? steps.at(-2) : steps.at(-1));
      if (final && step.field !== 'time') at = Math.max(at, limit - tail);
      else if (step.field === 'time') at = pastTime(bytes, at, limit, step.until);
      else at = pastText(bytes, step.port ? beforePort(bytes, at, limit) : at, limit, step.until);
      put(places, step.field, before, at);
    }
    if (!fits) return -1;
  }
  return at === limit ? at : -1;
}

const fields: readonly PrefixField[] = [
  'time',
  'epoch',
  'process',
  'session',
  'user',
  'database',
  'application',
  'host',
  'query',
  'other',
];

function put(places: PrefixPlaces, field: PrefixField, from: number, to: number): void {
  // Of two (%m and %s both hold times), the first tells of the line.
  if (places[field][1] !== 0) return;
  places[field][0] = from;
  places[field][1] = to;
}

function pastText(bytes: Uint8Array, from: number, limit: number, until: number): number {
  if (until === 0) return limit;
  let at = from;
  while (at < limit && bytes[at] !== until) at++;
  return at;
}

/** Where the port of `2001:db8::7(5432)` begins: the address may hold what ends other fields. */
function beforePort(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  // `[local]` has none.
  if (bytes[at] !== openSquare) while (at < limit && bytes[at] !== blank && bytes[at] !== openBracket) at++;
  return bytes[at] === openBracket ? at : from;
}

/** `2024-05-01 10:00:00.123 UTC`: two parts behind blanks, then what follows. */
function pastTime(bytes: Uint8Array, from: number, limit: number, until: number): number {
  // The day, the blank or T, and the time: at least 19 characters, of which none is the end.
  let at = Math.min(limit, from + 19);
  while (at < limit && (bytes[at] as number) !== blank && bytes[at] !== until) at++;
  if (bytes[at] !== blank || at >= limit) return at;
  // The zone's name: letters, or +02, never another field.
  let zone = at + 1;
  const sign = bytes[zone] as number;
  if (!((sign >= 65 && sign <= 90) || sign === 43 || sign === 45 || sign === 60)) return at;
  zone++;
  while (zone < limit && bytes[zone] !== blank && bytes[zone] !== until) zone++;
  at = zone;
  return at;
}
