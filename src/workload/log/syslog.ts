import type { Notes } from '../notes.ts';
import { lines } from './lines.ts';

/** How a line of syslog begins, as far as its own message: of RFC 3164, RFC 5424, and with the times that rsyslog writes. */
const header = String.raw`^(?:<\d{1,3}>)?(?:1 )?(?:([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)) (?:[^\s[\]]+ )?(?:[^\s[\]:]+\[(?:[\w-]+\.)?(\d+)\]:|[^\s[\]]+ (\d+) \S+ (?:-|\[[^\]\n]*\])) (?:\[[A-Z_]+\] )?`;
const line = new RegExp(String.raw`${header}(?:\[(\d+)(?:-(\d+))?\] )?([^]*)$`);
const begins = /(?:LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG[1-5]?): {2}/;
const adds = /(?:DETAIL|HINT|QUERY|CONTEXT|LOCATION|BACKTRACE|STATEMENT): {2}/;
const instant = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\b\d{10}\.\d{3}\b/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether a text holds lines that a server of PostgreSQL sent to syslog. */
export function isSyslog(text: string): boolean {
  return new RegExp(String.raw`${header}[^\n]*(?:LOG|ERROR|FATAL|DETAIL|STATEMENT): {2}`, 'm').test(text);
}

/** The same log as a server writes it to standard error. */
export interface Unwrapped {
  /** The log_line_prefix of what syslog told beside the server's own prefix, which stands behind it. */
  readonly head: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** So many lines a message may be spread over the lines of others. */
const longestGap = 1000;

interface Message {
  readonly parts: string[];
  readonly head: string;
  /** The number of its last piece, and the line of the file that it stands in. */
  piece: number;
  at: number;
  last: string;
  whole: boolean;
  ended: boolean;
}

/**
 * Puts together what `write_syslog` (src/backend/utils/error/elog.c) divides: `[5-1]`, `[5-2]` are pieces of one message,
 * of which each session's follow each other, though others come between; a piece that begins with a tab (`#011` as
 * rsyslog writes it) is a line, one that begins with a blank goes on with the line before it. `written` is when the file
 * was last written: it tells the year, which RFC 3164 leaves out.
 */
export function unwrapSyslog(
  chunks: AsyncIterable<Uint8Array>,
  start: string,
  file: string,
  written: Date | undefined,
  notes: Notes,
): Unwrapped {
  const own = ownPrefix(start);
  const yearless = !own.time && yearlessLine.test(start);
  const timed = !own.time && (!yearless || written !== undefined);
  if (yearless) notes.note('times without a year', file, { detail: yearTold(written) });
  async function* unwrapped(): AsyncGenerator<Uint8Array> {
    const open = new Map<string, Message>();
    const queue: Message[] = [];
    let number = 0;
    let latest: Message | undefined;
    let ready = '';
    const lost = () => notes.note('message whose lines are not all there', file);
    const end = (message: Message) => {
      if (message.whole) ready += `${message.parts.join('')}\n`;
      else lost();
    };
    const drain = (all: boolean) => {
      let done = 0;
      for (const message of queue) {
        if (!all && !message.ended && number - message.at < longestGap) break;
        end(message);
        message.ended = true;
        done++;
      }
      queue.splice(0, done);
    };
    for await (const { line: text, whole } of lines(chunks)) {
      number++;
      const found = line.exec(text);
      if (!found) {
        if (/^[ \t]+\S/.test(text) && latest && !latest.ended) latest.parts.push(`\n\t${text.trimStart()}`);
        else if (text !== '') ready += `${text}\n`;
        continue;
      }
      const process = found[5] ?? found[6] ?? '';
      const rest = controls(found[9] ?? '').replace(/\r$/, '');
      const piece = Number(found[8] ?? found[7] ?? 1);
      const known = open.get(process);
      // A number alone counts messages, or the pieces of one.
      const first = found[8] === undefined ? piece === 1 || begins.test(rest) : piece === 1;
      if (first) {
        if (known) known.ended = true;
        const time = timed ? `${found[4] ?? timeOf(found, written)} ` : '';
        const head = `${time}${own.process ? '' : `[${process}] `}`;
        latest = { parts: [], head, piece, at: number, last: '', whole, ended: false };
        open.set(process, latest);
        queue.push(latest);
        for (const [at, part] of rest.split('\n').entries()) add(latest, part, at > 0);
      } else if (!known || known.ended) lost();
      else {
        known.whole &&= whole && piece === known.piece + 1;
        for (const [at, part] of rest.split('\n').entries()) add(known, part, at > 0);
        Object.assign(known, { piece, at: number });
        latest = known;
      }
      drain(false);
      if (ready.length > 2 ** 20) {
        yield Buffer.from(ready, 'latin1');
        ready = '';
      }
    }
    drain(true);
    yield Buffer.from(ready, 'latin1');
  }
  return { head: `${timed ? '%m ' : ''}${own.process ? '' : '[%p] '}`, chunks: unwrapped() };
}

/** Adds a piece. A piece is cut within a line at a blank, where there is one: what begins with none is a line. */
function add(message: Message, piece: string, broken: boolean): void {
  const { parts, last, head } = message;
  message.last = piece;
  if (parts.length === 0) parts.push(head, piece);
  else if (piece.startsWith('\t')) parts.push('\n', piece);
  else if (piece.startsWith('^I')) parts.push('\n\t', piece.slice(2));
  else if (!broken && (piece.startsWith(' ') || !/.\s/.test(last))) parts.push(piece);
  else if (adds.test(piece)) parts.push('\n', head, piece);
  else parts.push('\n\t', piece);
}

/** `#011`: a byte that is no character, as rsyslog writes it. */
function controls(text: string): string {
  return text.includes('#0')
    ? text.replace(/#0(11|12|15)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
    : text;
}

/** What the server's own prefix tells, by the first lines that have one: then syslog need not. */
function ownPrefix(start: string): { readonly time: boolean; readonly process: boolean } {
  const heads = start.split('\n').flatMap((text) => {
    const found = line.exec(text);
    const level = found?.[9] === undefined ? undefined : begins.exec(found[9]);
    return level ? [{ text: found?.[9]?.slice(0, level.index) ?? '', process: found?.[5] ?? found?.[6] ?? '' }] : [];
  });
  const most = (has: (one: { readonly text: string; readonly process: string }) => boolean) =>
    heads.filter(has).length > heads.length * 0.6;
  return {
    time: most(({ text }) => instant.test(text)),
    process: most(({ text, process }) => new RegExp(`(?<![\\w.])${process}(?![\\w.])`).test(text)),
  };
}

const yearlessLine = /^(?:<\d{1,3}>)?[A-Z][a-z]{2} +\d/m;

function yearTold(written: Date | undefined): string {
  return written
    ? `taken to be of the year before ${written.toISOString().slice(0, 10)}, when the file was last written, and UTC`
    : 'left out: of a file, the time when it was last written would tell';
}

/** The last such day before the file was written, which no zone puts more than a day later. */
function timeOf([, month = '', day = '', time = '']: readonly string[], written: Date | undefined): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const at = months.indexOf(month);
  const latest = (written?.getTime() ?? 0) + 86_400_000;
  let year = new Date(latest).getUTCFullYear();
  while (new Date(Date.UTC(year, at, Number(day))).getUTCDate() !== Number(day) && year > 1970) year--;
  if (Date.UTC(year, at, Number(day)) > latest) year--;
  return `${year}-${two(at + 1)}-${two(Number(day))} ${time}`;
}
