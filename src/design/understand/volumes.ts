import type { Cause } from '../model.ts';
import { daysOf, numberOf, numberPattern } from './numbers.ts';
import { isGeneral, phraseOf } from './phrase.ts';
import type { Statement } from './statement.ts';

const per =
  '(?:\\s*(?:per|a|an|each|every|\\/)\\s*(second|sec|s|minute|min|hour|hr|h|day|week|month|quarter|year)|\\s+(daily|weekly|monthly|yearly|annually|hourly))';
const noun =
  '((?:(?:new|active|registered|monthly|daily|total|concurrent|different|existing|unique|distinct)\\s+)*(?!(?:to|and|or|of|in|at|by|from|for|on|with|is|are)\\b)[a-z][a-z_-]*(?:\\s+(?!per\\b|a\\b|an\\b|each\\b|every\\b|daily\\b|and\\b|are\\b|is\\b|in\\b|with\\b|at\\b|of\\b|on\\b|for\\b|to\\b|by\\b|from\\b|monthly\\b|weekly\\b|yearly\\b|will\\b|can\\b|have\\b|has\\b|place\\b|grow)[a-z_-]+){0,2})';
const counted = new RegExp(
  `(?:about|around|approximately|roughly|some|up to|over|more than|~|expect(?:ed)?|handles?|with|have|has|of)?\\s*(${numberPattern})\\+?\\s+${noun}(?:${per}|\\s+(?:per|for each|for every|in each|in every|by)\\s+((?!second|minute|hour|day|week|month|year|pair)[a-z][a-z_-]*(?:\\s[a-z_-]+)?))?`,
  'gi',
);
const colon = new RegExp(
  `^([a-z][a-z_ -]*?)(?:\\s*[:=]\\s*|\\s+[–-]\\s+)(?:about|around|~|approximately)?\\s*(${numberPattern})(?![\\d.,]*[kmb]?\\s+(?!rows?\\b|records?\\b|entries\\b|per\\b|an?\\b|each\\b|every\\b)[a-z])\\s*(rows?|records?|entries)?\\s*(?:${per})?`,
  'i',
);
const factor =
  /\bgrow(?:s|ing|th)?\b[^.;]*?(?:by\s+)?(\d+(?:\.\d+)?)\s*(x|times|-fold|fold|%|percent)(?:\s*(?:per|a|each|every|\/)\s*(day|week|month|quarter|year)|\s+(daily|weekly|monthly|yearly|annually))?/i;

const nothing = new Set([
  'connection',
  'concurrent_connection',
  'request',
  'time',
  'day',
  'week',
  'month',
  'year',
  'hour',
  'minute',
  'second',
  'm',
  'millisecond',
  'item per page',
  'percent',
  'gb',
  'tb',
  'mb',
  'write',
  'read',
  'query',
  'row',
  'page',
  'thing',
  'star',
  'percentile',
  'kind',
  'type',
  'way',
  'decimal',
  'digit',
  'character',
  'char',
  'level',
  'table',
  'column',
  'entity',
  'system',
  'platform',
]);

const rate =
  /^(?:each|every|an?|the|all)?\s*([a-z]+(?: [a-z]+)?)(?:\s+(?:in|of|at)\s+[a-z ]+?)?\s+(?:sends?|reports?|records?|emits?|transmits?|produces?|takes?|makes?|logs?|writes?|delivers?|uploads?)\s+(?:an?\s+|one\s+|its\s+|their\s+)?([a-z]+(?: [a-z]+)?)\s+(?:(?:once\s+)?every|each|once (?:a|per)|per)\s+(?:(\d+|two|five|ten|fifteen|twenty|thirty)\s+)?(second|minute|hour|day)s?\b/i;
const spelled: Readonly<Record<string, number>> = { two: 2, five: 5, ten: 10, fifteen: 15, twenty: 20, thirty: 30 };

/** `Each turbine sends a measurement every 10 seconds`: so many on each day for each of them. */
export function readRate(text: string, cause: Cause): readonly Statement[] {
  const [, who = '', what = '', amount, unit = ''] = rate.exec(text) ?? [];
  const [owner, of] = [phraseOf(who), phraseOf(what)];
  const days = daysOf(unit);
  if (!owner || !of || days === undefined || isGeneral(of)) return [];
  const every = amount === undefined ? 1 : (spelled[amount.toLowerCase()] ?? Number(amount));
  return [
    {
      kind: 'volume',
      of: of.name,
      each: { of: owner.name, number: Math.round(1 / (days * every)), daily: true },
      cause,
    },
  ];
}

/** How many there are, how many are added, and how fast they grow. Nothing for numbers of something else. */
export function readVolumes(given: string, cause: Cause): readonly Statement[] {
  // "Users: 1M, orders: 20M".
  const pieces = given.replace(/[.;]\s*$/, '').split(/\s*[,;]\s+(?:and\s+)?/);
  if (pieces.length > 1 && pieces.every((one) => colon.test(one)))
    return pieces.flatMap((one) => readVolumes(one, { ...cause, words: one }));
  const text = given.replace(
    /[^,;]*\bat peak\b[^,;]*|[^,;]*\bpeak\b[^,;]*|\bbetween\s+-?\d+\s+and\s+-?\d+|\bevery\s+\d+\s+[a-z]+(?:\s+(?:hours|kilomet(?:re|er)s|miles|cycles))?/gi,
    '',
  );
  const found: Statement[] = [];
  const line = colon.exec(text);
  if (line) {
    const phrase = phraseOf(line[1] ?? '');
    const number = numberOf(line[2] ?? '');
    const days = daysOf(line[4] ?? line[5] ?? '');
    if (phrase && number !== undefined && !nothing.has(phrase.name) && !isGeneral(phrase)) {
      found.push({
        kind: 'volume',
        of: phrase.name,
        ...(days === undefined ? { rows: number } : { perDay: number / days }),
        cause,
      });
    }
  }
  for (const one of found.length > 0 ? [] : text.matchAll(counted)) {
    const [, amount = '', what = '', unit, adverb, owner] = one;
    const number = numberOf(amount);
    const phrase = phraseOf(
      what.replace(
        /^(?:(?:new|active|registered|monthly|daily|total|concurrent|different|existing|unique|distinct)\s+)+/i,
        '',
      ),
    );
    if (!phrase || number === undefined || nothing.has(phrase.name) || (isGeneral(phrase) && !phrase.plural)) continue;
    const bare =
      /^[a-z]/i.test(amount) ||
      (number <= 12 && !/[kmb]/i.test(amount) && /\b(?:has|have|with|each|every|an?|of)\b/i.test(text));
    const days = daysOf(unit ?? adverb ?? '');
    // "one or more authors", "two tables": no quantities.
    if (bare && days === undefined && (owner === undefined || /\sby\s/i.test(one[0]))) continue;
    if (!phrase.plural && number !== 1) continue;
    const said: Cause = { ...cause, words: one[0].trim() };
    if (days !== undefined) found.push({ kind: 'volume', of: phrase.name, perDay: number / days, cause: said });
    else if (owner !== undefined) {
      const each = phraseOf(owner);
      if (each) found.push({ kind: 'volume', of: phrase.name, each: { of: each.name, number }, cause: said });
    } else found.push({ kind: 'volume', of: phrase.name, rows: number, cause: said });
  }
  const growth =
    factor.exec(text) ??
    /\b(doubl|tripl)\w*\b[^.;]*?(?:(?:per|a|each|every)\s*(month|year)|(monthly|yearly|annually))/i.exec(text);
  if (growth) {
    const [, amount = '', unit = '', one, two] = growth;
    const doubled = /doubl|tripl/i.test(amount);
    const value = doubled ? (/doubl/i.test(amount) ? 2 : 3) : Number(amount);
    const times = doubled ? value : /%|percent/i.test(unit) ? 1 + value / 100 : value;
    const days = daysOf((doubled ? unit || one : (one ?? two)) ?? 'year') ?? 365;
    const subject = phraseOf(text.slice(0, growth.index));
    const of = subject?.plural && !isGeneral(subject) ? subject.name : '';
    if (times > 0) found.push({ kind: 'volume', of, growthPerYear: Math.min(1e6, times ** (365 / days)), cause });
  }
  return found;
}

/** Connections at the peak and reads for each write. */
export function readLoad(text: string, cause: Cause): readonly Statement[] {
  const connections = new RegExp(
    `(${numberPattern})\\s+(?:peak |concurrent |simultaneous |database )*connections|(?:peak )?connections\\s*[:=]?\\s*(?:of\\s+)?(${numberPattern})`,
    'i',
  ).exec(text);
  const ratio =
    /(\d+)\s*(?::|\/|to)\s*(\d+)\s*(?:reads?|read\/write|read-write)|read(?:s)?\s*(?:\/|to|-)\s*write(?:s)?(?: ratio)?[^\d]{0,12}(\d+)\s*(?::|\/|to)\s*(\d+)|(\d+)%\s*reads?/i.exec(
      text,
    );
  const found: Statement[] = [];
  const number = connections && numberOf(connections[1] ?? connections[2] ?? '');
  if (number) found.push({ kind: 'load', connections: number, cause });
  if (ratio) {
    const percent = ratio[5] === undefined ? undefined : Number(ratio[5]);
    const reads = percent ?? Number(ratio[1] ?? ratio[3]);
    const writes = percent === undefined ? Number(ratio[2] ?? ratio[4]) : 100 - percent;
    if (writes > 0) found.push({ kind: 'load', readsPerWrite: reads / writes, cause });
  }
  return found;
}
