import { phrases, words } from '../catalog/words.ts';

/** Columns of one name are many: what a name means is found out once, within bounds. */
function remembered<Meaning>(find: (name: string) => Meaning): (name: string) => Meaning {
  const known = new Map<string, { readonly meaning: Meaning }>();
  return (name) => {
    let entry = known.get(name);
    if (!entry) {
      if (known.size >= 50_000) known.clear();
      entry = { meaning: find(name) };
      known.set(name, entry);
    }
    return entry.meaning;
  };
}

const suffix = '(?:at|on|date|time|timestamp|ts|datetime|utc|when)';
const creation = new RegExp(
  `^(?:row|record)?(?:(?:date|time|when)?(?:created|creation|inserted)${suffix}*|(?:date|time)?(?:create|insert)${suffix}+)$`,
);
const update = new RegExp(
  `^(?:row|record)?(?:(?:date|time|when)?(?:last)?(?:updated|modified|modification|lastchanged|lastchange)${suffix}*|(?:last(?:update|modify|mod)${suffix}*|(?:update|modify)${suffix}+))$`,
);

/** Whether the name says when a row came to be: `created_at`, `date_created`, `creationTimestamp`, `created`. */
export const isCreationTime = remembered((column) => creation.test(words(column).join('')));

/** Whether the name says when a row was last changed: `updated_at`, `last_modified`, `lastupdated`, `update_time`. */
export const isUpdateTime = remembered((column) => update.test(words(column).join('')));

/** What a name says that a column holds: a moment, a day, or a time of which it is not clear whether it has a day. */
export interface TimeName {
  readonly kind: 'instant' | 'date' | 'time';
  readonly strength: 'weak' | 'fair' | 'strong';
  /** Where the name tells it: `created_at_ms`. */
  readonly unit?: TimeUnit;
}

/** How many of them a second has. */
export type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds';

const units: Readonly<Record<string, TimeUnit | undefined>> = {
  s: 'seconds',
  sec: 'seconds',
  secs: 'seconds',
  seconds: 'seconds',
  ms: 'milliseconds',
  msec: 'milliseconds',
  millis: 'milliseconds',
  milliseconds: 'milliseconds',
  us: 'microseconds',
  micros: 'microseconds',
  microseconds: 'microseconds',
};
const epochs = new Set(['epoch', 'unix', 'utc', 'gmt']);

const events = new Set(
  phrases(`
  sent, read, begun, began, start, starts, end, ends, begin, begins, seen, run, ran, paid, sold, made, held,
  built, due, met, lost, won, born, given, taken, written, chosen, shown, expire, expires, open, opens, close,
  closes, visit, viewed, login, logout, signup, checkin, checkout, expiry, update, create, delete, send,
  receive, publish, fire, refresh, sync, valid, until, from, last, next, first, left, cancelled, canceled, birth`),
);
/** `located_at` is a place, `based_on` a reason. */
const places = new Set([
  'located',
  'hosted',
  'employed',
  'stationed',
  'based',
  'situated',
  'founded',
  'placed',
  'used',
  'aimed',
  'priced',
  'valued',
  'focused',
]);
const days = new Set(['date', 'birthday', 'birthdate', 'dob', 'deadline']);
const instantTimes = new Set(
  phrases(`
  created, creation, create, updated, update, modified, modification, modify, deleted, deletion, expiry,
  expires, expire, expiration, exp, login, logout, last, next, published, publish, posted, sent, received,
  registered, registration, insert, inserted, changed, triggered, fire, fired, scheduled, setup, arrived, sync,
  synced, checkin, checkout, activated, started, finished, completed, begin, start, end, finish, stop, stopped,
  arrival, departure, due`),
);
const never = new Set([
  'is',
  'has',
  'format',
  'formatted',
  'zone',
  'timezone',
  'diff',
  'difference',
  'offset',
  'count',
  'id',
  'key',
]);
const lastEvents =
  /^(?:last|next|first) (?:login|logon|seen|access|accessed|active|activity|used|visit|visited|sync|synced|run|check|checked|sign in)$/;

/** Reads a column's name as the name of a time; nothing when it is not one, or is a duration's. */
export const timeName = remembered((column): TimeName | undefined => {
  const all = words(column);
  if (all.some((word) => never.has(word))) return undefined;
  const unitWords = all.filter((word) => Object.hasOwn(units, word) || epochs.has(word));
  const parts = all.filter((word) => !unitWords.includes(word));
  const unit = unitWords.map((word) => units[word]).find((found) => found !== undefined);
  const found = plainTimeName(parts.join('_'), parts);
  if (!found || unitWords.length === 0) return found;
  // `start_time_ms` may count from the start of a film; only a name that cannot be a duration's keeps its meaning.
  return found.strength === 'strong' ? { ...found, ...(unit ? { unit } : {}) } : undefined;
});

function plainTimeName(column: string, parts: readonly string[]): TimeName | undefined {
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2);
  if (isCreationTime(column) || isUpdateTime(column)) {
    return { kind: /date$/.test(last) ? 'date' : 'instant', strength: parts.length === 1 ? 'fair' : 'strong' };
  }
  if (last === 'at' && before !== undefined && isEvent(before)) return { kind: 'instant', strength: 'strong' };
  if (last === 'timestamp' || last === 'datetime') return { kind: 'instant', strength: 'strong' };
  if (last === 'ts' || last === 'expires' || lastEvents.test(parts.join(' ')))
    return { kind: 'instant', strength: 'fair' };
  if (days.has(last)) return { kind: 'date', strength: last === 'deadline' ? 'fair' : 'strong' };
  if (parts[0] === 'date' && before !== undefined && (parts[1] === 'of' || isEvent(parts[1] ?? ''))) {
    return { kind: 'date', strength: 'strong' };
  }
  if (
    last === 'on' &&
    parts.length === 2 &&
    before !== undefined &&
    before !== 'last' &&
    before !== 'from' &&
    isEvent(before)
  ) {
    return { kind: 'date', strength: 'fair' };
  }
  if (last === 'time' && before !== undefined && instantTimes.has(before)) {
    return { kind: 'time', strength: 'fair' };
  }
  return undefined;
}

function isEvent(word: string): boolean {
  return (/.ed$/.test(word) && !places.has(word)) || events.has(word);
}
