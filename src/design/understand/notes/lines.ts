import { meaningOf } from '../attribute-type.ts';
import { around, asking, qualities, sections } from '../headings.ts';
import { type Phrase, phraseOf } from '../phrase.ts';
import { findVerb, lowerWords } from '../verbs.ts';

/** A line that names a thing and lists what is kept of it, without a verb: `Queens: breed, which hive she is in`. */
export interface NoteLine {
  /** What it is about, in the singular: `queen`, of `birds flown at a display` a `bird_display`. */
  readonly name: string;
  /** Other things that its head names: `inspections of a hive`. */
  readonly ends: readonly string[];
  /** It lies between them: `birds flown at a display`. */
  readonly between: boolean;
  readonly list: string;
  /** Sentences behind the list. */
  readonly rest: string;
  readonly words: string;
  /** From 1, and the first line behind it. */
  readonly line: number;
  readonly end: number;
}

const marker = /^\s*(?:[-*•‣▪–]\s+|\(?\d+(?:\.\d+)*[.)]\s+|\d+(?:\.\d+)+\s+)?/;
const head = "(?:(?:table|entity|the)\\s+)?([\\p{L}][\\p{L}\\d' _/-]{1,50}?)";
const listed = new RegExp(`^${head}\\s*(?::|\\s[–—-]|\\s?(?:->|=>|→|=))\\s+(\\S.*)$`, 'iu');
const bracketed = new RegExp(`^${head}\\s*\\((.*)\\)\\s*[.;]?$`, 'iu');

/** Prepositions by which a head names what a thing has to do with. */
const towards = '(?:of|for|to|at|on|in|from|by|with|per)';
const between = new RegExp(
  `^(.+?)\\s+([a-z]+(?:ed|en|wn|nt|ld|ht|ut|ung|ept|ade))\\s+${towards}\\s+(?:an?\\s+|the\\s+|each\\s+)?(.+)$`,
  'i',
);
const tied = new RegExp(`^(.+?)\\s+${towards}\\s+(?:an?\\s+|the\\s+|each\\s+|our\\s+)?(.+)$`, 'i');

/** Columns with types and keys of SQL, which are read as they are written. */
const coded =
  /\b(?:pk|fk|primary key|foreign key|references|varchar|bigint|bigserial|uuid|timestamptz|not null)\b|[a-z]_[a-z]|->|→|[{}*#]|(?:^|,)\s*\w+\s*:?\s(?:int|integer|string|boolean|bool|decimal|numeric|timestamp)(?=\s*(?:,|$))/i;

/** The line at a place, if it has the form of a note; what goes on in the next lines belongs to it. */
export function noteLineAt(lines: readonly string[], at: number): NoteLine | undefined {
  const { text, end } = wholeLine(lines, at);
  const found = listed.exec(text) ?? bracketed.exec(text);
  const named = found && headOf((found[1] ?? '').trim());
  if (!found || !named) return undefined;
  const { list, rest } = apart((found[2] ?? '').trim());
  return list === '' || coded.test(list) ? undefined : { ...named, list, rest, words: text, line: at + 1, end };
}

function wholeLine(lines: readonly string[], at: number): { readonly text: string; readonly end: number } {
  let text = (lines[at] ?? '').replace(marker, '').trim();
  let end = at + 1;
  // A list goes on in the next line where this one ends with a comma.
  while (/,$/.test(text) && /^\s*\p{Ll}/u.test(lines[end] ?? '')) text += ` ${(lines[end++] ?? '').trim()}`;
  return { text: text.replaceAll('’', "'").replace(/\*\*|`/g, ''), end };
}

function headOf(text: string): Pick<NoteLine, 'name' | 'ends' | 'between'> | undefined {
  if ([sections, asking, around, qualities].some((one) => one.test(text))) return undefined;
  // The number of a requirement: `REQ-3:`.
  if (/^[A-Z]{1,6}[- ]?\d/.test(text)) return undefined;
  const pair = between.exec(text);
  const [one, other] = [pair?.[1], pair?.[3]].map((words) => nounOf(words ?? ''));
  if (one?.plural && other) return { name: `${one.name}_${other.name}`, ends: [one.name, other.name], between: true };
  const whole = tied.exec(text);
  const [thing, to] = [whole?.[1], whole?.[2]].map((words) => nounOf(words ?? ''));
  if (thing?.plural && to) return { name: thing.name, ends: [to.name], between: false };
  const alone = whole ? undefined : nounOf(text);
  return alone && { name: alone.name, ends: [], between: false };
}

/** A noun of few words that could be a thing. */
function nounOf(text: string): Phrase | undefined {
  if (/^(?:as|if|when|what|which|who|how|our|my|we|i|for|each|every|no|an?|at|in|on)\s/i.test(text)) return undefined;
  const phrase = phraseOf(text);
  if (!phrase || phrase.words.length > 3 || phrase.words.length < text.split(/[\s_-]+/).length) return undefined;
  if (meaningOf(phrase.name)?.strength === 'strong' && !phrase.plural) return undefined;
  return findVerb(lowerWords(text)) && phrase.words.length > 1 && !phrase.plural ? undefined : phrase;
}

/** The list, and the sentences behind it: `invoices: buyer, date; one invoice covers many sales`. */
function apart(text: string): { readonly list: string; readonly rest: string } {
  const joints = [...text.matchAll(/[.;]\s+(?=[\p{L}])/gu)];
  const ends = joints.find(
    ({ index, 0: joint }) => index > 0 && says(text.slice(index + joint.length), joint.startsWith('.')),
  );
  if (!ends) return { list: text.replace(/[.;]\s*$/, ''), rest: '' };
  return { list: text.slice(0, ends.index), rest: text.slice(ends.index + ends[0].length) };
}

function says(text: string, stopped: boolean): boolean {
  const first = text.split(/[.;]\s/)[0] ?? '';
  if (/^(?:each|every|an?|one|no|they|it|there|some|only|the [a-z]+s? (?:is|are|has|have|can))\b/i.test(first))
    return first.split(' ').length > 3;
  if (
    /\s(?:is|are|has|have|can|may|must|goes|go|belongs?)\s/i.test(first) &&
    !/^(?:which|who|when|whether|where|how)\b/i.test(first)
  )
    return true;
  return stopped && !first.includes(',') && first.split(' ').length > 3;
}
