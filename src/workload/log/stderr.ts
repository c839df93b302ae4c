import type { Grouping } from '../group.ts';
import type { Notes } from '../notes.ts';
import { inferPrefix } from './infer-prefix.ts';
import { instantReader } from './instant.ts';
import { compilePrefix, type LinePrefix, newPlaces, readPrefix } from './line-prefix.ts';
import { type LogSession, readMessages } from './messages.ts';
import { rememberSessions, type Who } from './sessions.ts';

export interface StderrReader {
  /**
   * Reads one file; sessions go on from file to file. Gives how many records it had. `head` is the prefix of what was put
   * before the server's own.
   */
  readonly read: (chunks: AsyncIterable<Uint8Array>, file: string, head?: string) => Promise<number>;
  readonly finish: () => void;
  /** The log_line_prefix that was given, or found. */
  readonly prefix: () => string | undefined;
}

const newline = 10;
const tab = 9;
const colon = 58;
const blank = 32;
/** A record longer than this is taken as it is so far. */
const longestRecord = 32 * 2 ** 20;
const samplesWanted = 400;

type Level = 'log' | 'detail' | 'error' | 'statement' | 'other' | 'none';

/** Reads logs as the server writes them to standard error: a prefix, a level, a message; further lines begin with a tab. */
export function stderrReader(
  grouping: Grouping,
  notes: Notes,
  options: { readonly prefix?: string; readonly database?: string },
): StderrReader {
  let prefix: LinePrefix | undefined;
  let head = '';
  const messages = readMessages(grouping, { tabbed: true });
  const sessions = rememberSessions(grouping, () => messages);
  const places = newPlaces();
  let file = '';
  let records = 0;
  let lastTime = Number.NaN;
  let current: LogSession | undefined;
  let skipping = false;
  const readInstant = instantReader((zone) => notes.note('unknown time zone', file, { detail: zone }));

  /** Where the colon behind the level stands in a line, -1 when the line is no record. */
  function levelEnd(bytes: Uint8Array, from: number, to: number): number {
    const limit = Math.min(to, from + 1000);
    for (let at = from; at < limit; at++) {
      if (bytes[at] !== colon || bytes[at + 1] !== blank || bytes[at + 2] !== blank) continue;
      const before = bytes[at - 1] as number;
      if (at > from && ((before >= 65 && before <= 90) || (before >= 49 && before <= 53))) return at;
    }
    return -1;
  }

  /** Whether a line goes on with the statement before it, though its tab was lost: it looks like SQL and is no record. */
  function continues(bytes: Buffer, from: number): boolean {
    const first = bytes[from] as number;
    if (first !== blank && (kindOf[first] as number) === 0) return false;
    const lineEnd = bytes.indexOf(newline, from);
    const to = lineEnd < 0 ? bytes.length : lineEnd;
    if (first !== blank && kindOf[first] === word) {
      let end = from;
      while (end < to && kindOf[bytes[end] as number] === word) end++;
      if (!clauses.has(bytes.toString('latin1', from, end).toLowerCase())) return false;
    }
    return levelEnd(bytes, from, to) < 0;
  }

  function levelOf(bytes: Uint8Array, from: number, to: number): Level {
    const first = bytes[from];
    if (to - from === 3 && first === 76) return 'log';
    const word = String.fromCharCode(...bytes.subarray(from, to));
    return levels[word] ?? 'none';
  }

  function sessionOf(bytes: Uint8Array): LogSession | undefined {
    const key =
      places.session[1] > 0
        ? Buffer.from(bytes.subarray(places.session[0], places.session[1])).toString('latin1')
        : places.process[1] > 0
          ? number(bytes, places.process)
          : undefined;
    if (key === undefined) return undefined;
    let identity = 1;
    for (const [from, to] of [places.user, places.database]) {
      for (let at = from; at < to; at++) identity = Math.imul(identity, 31) + (bytes[at] as number);
      identity = Math.imul(identity, 31) + 7;
    }
    return sessions.of(key, identity, () => who(bytes));
  }

  function who(bytes: Uint8Array): Who {
    const part = ([from, to]: readonly [number, number]) => {
      const text = to === 0 ? '' : Buffer.from(bytes.subarray(from, to)).toString('utf8').trim();
      return text === '' || text === '[unknown]' ? undefined : text;
    };
    const [user, database, application] = [part(places.user), part(places.database), part(places.application)];
    return {
      ...(user === undefined ? {} : { user }),
      ...(database === undefined ? {} : { database }),
      ...(application === undefined ? {} : { application }),
    };
  }

  function record(bytes: Uint8Array, from: number, end: number): void {
    let to = end;
    if (bytes[to - 1] === 13) to--;
    if (to <= from) return;
    const at = levelEnd(bytes, from, to);
    if (at < 0) {
      messages.flush();
      notes.note(bytes[from] === 0 ? 'bytes that are no text' : 'line of another program', file, {});
      return;
    }
    let start = at;
    while (start > from && isWord(bytes[start - 1] as number)) start--;
    const level = levelOf(bytes, start, at);
    if (level === 'none') {
      messages.flush();
      notes.note('message in another language', file);
      return;
    }
    records++;
    if (level === 'other' || level === 'statement') return;
    places.query[1] = 0;
    const fits = prefix ? readPrefix(prefix, bytes, from, start, places) >= 0 : false;
    if (!fits) {
      notes.note('prefix not understood', file, {
        detail: Buffer.from(bytes.subarray(from, start)).toString('utf8').slice(0, 120),
      });
    }
    const session = fits ? sessionOf(bytes) : undefined;
    if (level === 'detail') {
      if (session === current) messages.detail(session, bytes, at + 3, to);
      return;
    }
    if (level === 'error') {
      messages.flush();
      notes.note('statement that failed', file);
      return;
    }
    const time = fits ? timeOf(bytes) : Number.NaN;
    if (time < lastTime - 1000) notes.note('clock went back', file);
    if (!Number.isNaN(time)) lastTime = time;
    current = session;
    if (options.database !== undefined && session?.database !== undefined && session.database !== options.database) {
      messages.flush();
      return;
    }
    const identifier = fits && places.query[1] > 0 ? number(bytes, places.query) : 0;
    messages.log(session, time, bytes, at + 3, to, identifier === 0 ? undefined : text(bytes, places.query));
  }

  function timeOf(bytes: Uint8Array): number {
    if (places.time[1] > 0) return readInstant(bytes, places.time[0], places.time[1]);
    if (places.epoch[1] > 0) return Math.round(Number(text(bytes, places.epoch)) * 1000);
    return Number.NaN;
  }

  /** Reads the whole records of a buffer; where the unfinished rest begins. */
  function readBuffer(bytes: Buffer, last: boolean): number {
    const length = bytes.length;
    let at = 0;
    while (at < length) {
      let end = bytes.indexOf(newline, at);
      if (end < 0) {
        if (!last) break;
        end = length;
      }
      let whole = true;
      while (end + 1 < length && (bytes[end + 1] === tab || continues(bytes, end + 1))) {
        const next = bytes.indexOf(newline, end + 1);
        if (next < 0) {
          whole = last;
          end = length;
          break;
        }
        end = next;
      }
      if (!last && (!whole || end + 1 >= length)) break;
      if (end >= length && bytes[length - 1] !== newline) {
        // The line has no end: whoever wrote it was stopped, or still writes.
        messages.flush();
        notes.note('line cut short', file);
        return length;
      }
      if (skipping && bytes[at] === tab) {
        at = end + 1;
        continue;
      }
      skipping = false;
      record(bytes, at, end);
      at = end + 1;
    }
    return Math.min(at, length);
  }

  return {
    prefix: () => options.prefix ?? (prefix?.text.startsWith(head) ? prefix.text.slice(head.length) : prefix?.text),
    async read(chunks, name, before = '') {
      file = name;
      head = before;
      if (options.prefix !== undefined) prefix = compilePrefix(head + options.prefix);
      records = 0;
      lastTime = Number.NaN;
      let rest: Buffer = Buffer.alloc(0);
      let decided = options.prefix !== undefined;
      for await (const chunk of chunks) {
        const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
        if (!decided) {
          if (bytes.length < 2 ** 18) {
            rest = bytes;
            continue;
          }
          prefix = inferPrefix(samples(bytes), head) ?? prefix;
          decided = true;
        }
        rest = bytes.subarray(readBuffer(bytes, false));
        if (rest.length > longestRecord) {
          notes.note('record too long', file);
          messages.flush();
          rest = Buffer.alloc(0);
          skipping = true;
        }
      }
      if (!decided) prefix = inferPrefix(samples(rest), head) ?? prefix;
      readBuffer(rest, true);
      messages.flush();
      return records;
    },
    finish: () => messages.finish(sessions.all()),
  };

  /** What stands before the level in the first lines. */
  function samples(bytes: Buffer): readonly string[] {
    const found: string[] = [];
    for (let at = 0; at < bytes.length && found.length < samplesWanted; ) {
      const newlineAt = bytes.indexOf(newline, at);
      const end = newlineAt < 0 ? bytes.length : newlineAt;
      const colonAt = bytes[at] === tab ? -1 : levelEnd(bytes, at, end);
      if (colonAt >= 0) {
        let start = colonAt;
        while (start > at && isWord(bytes[start - 1] as number)) start--;
        if (levelOf(bytes, start, colonAt) !== 'none') found.push(bytes.toString('latin1', at, start));
      }
      at = end + 1;
    }
    return found;
  }
}

const word = 1;
const mark = 2;
/** How a further line of a statement may begin: with a letter, or one of its marks. */
const kindOf = Uint8Array.from({ length: 256 }, (_, code) => {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return word;
  return '(),-;'.includes(String.fromCharCode(code)) ? mark : 0;
});
const clauses: ReadonlySet<string> = new Set(
  `select from where and or not on using join left right inner full cross natural lateral order group having limit offset
  fetch union intersect except values set returning with as case when then else end insert update delete merge for window
  between in exists`.split(/\s+/),
);

const levels: Readonly<Record<string, Level>> = {
  LOG: 'log',
  DETAIL: 'detail',
  ERROR: 'error',
  FATAL: 'other',
  PANIC: 'other',
  STATEMENT: 'statement',
  WARNING: 'other',
  NOTICE: 'other',
  INFO: 'other',
  HINT: 'other',
  CONTEXT: 'other',
  QUERY: 'other',
  LOCATION: 'other',
  BACKTRACE: 'other',
  DEBUG: 'other',
  DEBUG1: 'other',
  DEBUG2: 'other',
  DEBUG3: 'other',
  DEBUG4: 'other',
  DEBUG5: 'other',
};

function isWord(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 49 && code <= 53);
}

function number(bytes: Uint8Array, [from, to]: readonly [number, number]): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const code = bytes[at] as number;
    if (code >= 48 && code <= 57) value = value * 10 + code - 48;
  }
  return value;
}

function text(bytes: Uint8Array, [from, to]: readonly [number, number]): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1').trim();
}
