import { decodedText } from '../decode-text.ts';
import { compilePrefix, type LinePrefix, newPlaces, readPrefix } from './line-prefix.ts';

/** What people set most, tried first: the shortest that fits every line wins nothing over the exact. */
const usual: readonly string[] = [
  '',
  '%m [%p] %q%u@%d ',
  '%m [%p] ',
  '%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ',
  '%t [%p]: user=%u,db=%d,app=%a,client=%h ',
  '%t [%p]: [%l-1] user=%u,db=%d ',
  '%m [%p] %u@%d ',
  '%m [%p] %q[user=%u,db=%d,app=%a] ',
  '%m [%p] %q%u@%d/%a ',
  '%t:%r:%u@%d:[%p]:',
  '%m:%r:%u@%d:[%p]:',
  '%t:%h:%u@%d:[%p]:',
  '%m [%p]: %q[%l-1] app=%a,host=%h,user=%u,db=%d ',
  '%m %u %d %p ',
  '%t %d %u [%p] ',
  '%m %d %u [%p] ',
  '%t [%p-%l] %q%u@%d ',
  '%m [%p-%l] %q%u@%d ',
  '%m %p %q%u %d ',
  '%m - %l - %p - %h - %u@%d - %x ',
  '%n [%p] %q%u@%d ',
  '%c %m ',
  '%m [%c] ',
  '%t-%c-',
  '%t [%p] ',
  '%t ',
  '%m ',
];

const offset = String.raw`[+-]\d\d(?::?\d\d)?`;
const instant = String.raw`\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?: (?:[A-Z]{1,5}(?![A-Za-z])|<?${offset}>?)|Z|${offset})?`;

/**
 * The log_line_prefix that the given beginnings of lines (all that stands before the level, bytes as Latin-1) were
 * written with, as far
 * as their look tells: time, process and session, user, database, application. Nothing when they have no time and no
 * process in common. `head` is the prefix of what is known to stand first.
 */
export function inferPrefix(samples: readonly string[], head = ''): LinePrefix | undefined {
  if (samples.length === 0) return undefined;
  const guesses = [
    ...usual.filter((one) => addsTo(head, one)).map((one) => head + one),
    ...new Set(samples.slice(0, 20).map(guessed)),
  ];
  let best: { readonly prefix: LinePrefix; readonly fit: number } | undefined;
  for (const text of guesses) {
    const prefix = compilePrefix(text, 'latin1');
    const fit = samples.filter((sample) => fits(prefix, sample)).length;
    if (fit > (best?.fit ?? 0)) best = { prefix, fit };
    if (fit === samples.length) break;
  }
  if (!best || best.fit < samples.length * 0.6) return undefined;
  return { ...best.prefix, text: decodedText(Buffer.from(best.prefix.text, 'latin1')) };
}

/** Whether a prefix tells nothing a second time. */
function addsTo(head: string, prefix: string): boolean {
  const both = (field: RegExp) => field.test(head) && field.test(prefix);
  return !both(/%[mtn]/) && !both(/%[pc]/);
}

function fits(prefix: LinePrefix, sample: string): boolean {
  const bytes = Buffer.from(sample, 'latin1');
  const places = newPlaces();
  if (readPrefix(prefix, bytes, 0, bytes.length, places) !== bytes.length) return false;
  const part = ([from, to]: readonly [number, number]) => bytes.toString('latin1', from, to);
  const told = (place: readonly [number, number], look: RegExp) => place[1] === 0 || look.test(part(place));
  // With a port it is an address.
  const name = /^(?!.*\(\d+\)$)[^\s,=[\]]*$/;
  return (
    told(places.time, new RegExp(`^${instant}$`)) &&
    told(places.epoch, /^\d{9,11}\.\d+$/) &&
    told(places.process, /^\s*\d+$/) &&
    told(places.session, /^[0-9a-f]{1,16}\.[0-9a-f]+$/) &&
    told(places.user, name) &&
    told(places.database, name)
  );
}

/** A prefix made from one line: what has the look of a field becomes its escape. */
function guessed(sample: string): string {
  let text = sample.replaceAll('%', '%%');
  const once = (look: RegExp, field: string) => {
    text = text.replace(look, (whole: string, part: string) =>
      part === '' ? whole + field : whole.replace(part, () => field),
    );
  };
  once(new RegExp(`(${instant})`), '%m');
  if (!text.includes('%m')) once(/\b(\d{10}\.\d{3})\b/, '%n');
  once(/\b([0-9a-f]{8}\.[0-9a-f]+)\b/, '%c');
  for (const [look, field] of named) once(look, field);
  for (const [look, field] of hosts) if (!/%[hr]/.test(text)) once(look, field);
  if (!/%[pc]/.test(text)) once(/\[(\d+)\]/, '%p');
  if (!/%[pc]/.test(text)) once(/(?<![\w.%:-])(\d{2,8})(?![\w.:])/, '%p');
  // Between marks: `me@app:42:`. In brackets it would be a port.
  if (!/%[pc]/.test(text)) once(/(?<![\w.%(])(\d{2,8})(?![\w.)])/, '%p');
  if (!/%u/.test(text)) text = text.replace(/(?<![\w%])[\w.[\]-]+@[\w.[\]-]+/, '%u@%d');
  // What is left of digits changes from line to line.
  return text.replace(/(?<!%)\b\d+\b/g, '%l');
}

const named: readonly (readonly [RegExp, string])[] = [
  [/\bpid[=: ]+(\d+)/i, '%p'],
  [/\b(?:user|usr|u)=([^\s,;|\])]*)/i, '%u'],
  [/\b(?:db|database|d)=([^\s,;|\])]*)/i, '%d'],
  [/\b(?:app|application|a)=([^,;|\])]*?)(?=[,;|\])]|\s+\w+=|\s*$)/i, '%a'],
];

/** Where a connection comes from, by its name or its look. */
const hosts: readonly (readonly [RegExp, string])[] = [
  [/\b(?:client|host|remote|h|r)=([^\s,;|\]]+\(\d+\))/i, '%r'],
  [/\b(?:client|host|remote|h|r)=(\[local\]|[^\s,;|\]]*)/i, '%h'],
  [/(?<![\w.:%])((?:[\w-]+(?:\.[\w-]+)+|[\da-f]*:[\da-f:.]+)\(\d+\))/i, '%r'],
  [/(?<![\w.%])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.])/, '%h'],
  [/(\[local\])/, '%h'],
];
