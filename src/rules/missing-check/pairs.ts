import type { Column } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';

/** Two columns of which the first may not be greater than the second. */
export interface Pair {
  readonly first: Column;
  readonly second: Column;
  readonly kind: 'times' | 'numbers';
}

/** What ends what a word begins. */
const ends: Readonly<Record<string, readonly string[]>> = {
  start: ['end', 'finish', 'stop', 'until'],
  starts: ['ends', 'finishes', 'until'],
  started: ['ended', 'finished', 'completed', 'stopped'],
  starting: ['ending'],
  begin: ['end', 'finish'],
  begins: ['ends'],
  began: ['ended'],
  beginning: ['ending', 'end'],
  opens: ['closes'],
  from: ['to', 'until', 'till', 'thru', 'through'],
  since: ['until', 'till'],
  first: ['last'],
  min: ['max'],
  minimum: ['maximum'],
  lower: ['upper'],
  checkin: ['checkout'],
  clockin: ['clockout'],
};
/** Words that tell times from one another only in time columns: `from_id`, `first_value` say nothing of order. */
const timesOnly = new Set(['from', 'since', 'first', 'opens', 'checkin', 'clockin']);
/** Numbers that run from a start to an end; other numbers may fall: `start_balance`, `start_lat`. */
const running = new Set(
  'year page line row position pos index idx ts time timestamp at ms date epoch block byte sequence seq ip'.split(' '),
);
const limits = new Set(['min', 'minimum', 'lower']);
const times = new Set(['date', 'timestamp', 'timestamp-with-zone']);
const numbers = new Set(['integer', 'decimal', 'float', 'money']);
/** `startdate` is start, date; `validto` is valid, to. */
const joined =
  /^(valid|start|begin|end|from|to|until|min|max|first|last)(date|time|timestamp|year|from|to|until|value|ts)$/;

/** Identifiers are numbers without a meaning. */
const isIdentifier = /(?:^|_)id$|[a-z]I[dD]$/;

/** The pairs of columns whose names and types say that one comes before the other. */
export function pairs(columns: readonly Column[]): readonly Pair[] {
  const candidates = columns.filter(
    ({ name, type }) => times.has(type.family) || (numbers.has(type.family) && !isIdentifier.test(name)),
  );
  if (candidates.length < 2) return [];
  const byName = new Map<string, Column>();
  for (const column of candidates) {
    const key = parts(column.name).join(' ');
    if (!byName.has(key)) byName.set(key, column);
  }
  return candidates.flatMap((first) => pairOf(first, byName) ?? []);
}

function pairOf(first: Column, byName: ReadonlyMap<string, Column>): Pair | undefined {
  const all = parts(first.name);
  const kind = times.has(first.type.family) ? 'times' : 'numbers';
  for (const [at, word] of all.entries()) {
    if (kind === 'numbers' && !ordered(all, at, word)) continue;
    for (const end of Object.hasOwn(ends, word) ? (ends[word] ?? []) : []) {
      const second = byName.get(all.with(at, end).join(' '));
      if (second && second !== first && second.type.family === first.type.family) return { first, second, kind };
    }
  }
  return undefined;
}

function ordered(all: readonly string[], at: number, word: string): boolean {
  if (timesOnly.has(word)) return false;
  if (limits.has(word)) return true;
  const others = all.filter((_, place) => place !== at);
  return others.every((other) => running.has(other));
}

function parts(name: string): readonly string[] {
  return words(name)
    .join(' ')
    .replace(/\b(check|clock|punch) (in|out)\b/, '$1$2')
    .split(' ')
    .flatMap((word) => {
      const found = joined.exec(word);
      return found?.[1] && found[2] ? [found[1], found[2]] : [word];
    });
}
