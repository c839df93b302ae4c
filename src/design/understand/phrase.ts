import { singular } from '../../catalog/words.ts';
import { determiners, generalNouns, manyWords, optionalWords } from './lexicon.ts';
import { numberOf } from './numbers.ts';

/** A noun with what stands around it. */
export interface Phrase {
  /** As an identifier: `shipping_address`, the last word in the singular. */
  readonly name: string;
  /** As it was written, in lower case and joined, the number kept. */
  readonly written: string;
  readonly words: readonly string[];
  /** There are several: the word is a plural, or `many`, `several`, a number stands before it. */
  readonly many: boolean;
  readonly plural: boolean;
  readonly optional: boolean;
  readonly unique: boolean;
  /** `other users`: the thing itself again. */
  readonly other: boolean;
  /** `of 8 letters`, `of up to 40 characters`. */
  readonly size?: { readonly characters: number; readonly exactly: boolean };
  /** What stands in parentheses behind it. */
  readonly note: string;
  readonly text: string;
}

/** Letters and digits joined by `_`, without accents. */
export function identifier(text: string): string {
  return split(text).join('_');
}

function split(text: string): readonly string[] {
  const plain = text
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[øØ]/g, 'o')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]s?\b/g, '')
    .replace(/\b(?:kWh|mWh|MWh|kHz|kVA|pH)\b/g, (unit) => unit.toLowerCase())
    .replace(/([a-z\d])([A-Z][a-z]|ID\b)/g, '$1_$2');
  return plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The name of a thing: its words joined, the last one in the singular. */
export function singularName(text: string): string {
  const all = split(text);
  return all.map((word, at) => (at === all.length - 1 ? singular(word) : word)).join('_');
}

/** The same in words: `order item`. */
export function singularWords(text: string): string {
  return singularName(text).replaceAll('_', ' ');
}

const before =
  /^(?:one of (?:the |its |their )?(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+)(?=\s))?|(?:one|two|three|four|five|six|\d+) (?:or|to) (?:two|three|four|five|six|seven|eight|ten|\d+)|zero or more|zero or one|one or (?:more|several)|at least one|at most one|any number of|a number of|a list of|a set of|a collection of|a lot of|lots of|plenty of|up to (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)|a couple of|a history of|a variety of|a single|more than one|\d+ to \d+|(?:exactly |at least |at most |no more than |not more than |a maximum of |a minimum of )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a dozen|\d[\d.,]*\s*(?:k|m|bn?|thousand|million|billion)?))\s+/i;
/** How often: no part of the noun. */
const often =
  /\s+(?:(?:a|an|per|each|every)\s+(?:second|minute|hour|day|week|month|quarter|year|night)|hourly|daily|weekly|monthly|yearly|annually)\s*$/i;

/** `payload in kg`, `duration (in minutes)`. */
const inUnit = /^(.+?)\s+(?:measured\s+)?in\s+([a-z]+)$/i;
/** Units of measures. */
const meaningUnit =
  /^(?:kg|kilograms?|grams?|mg|tons?|tonnes?|lbs?|pounds?|km|kilomet(?:er|re)s?|m|met(?:er|re)s?|cm|mm|miles|feet|inches|lit(?:er|re)s?|gallons?|ounces?|ml|hectares?|acres?|watts?|kw|kwh|mwh|volts?|celsius|minutes|hours|days|weeks|months|seconds|milliseconds|bytes|kb|mb|gb|pixels|usd|eur|euros?|dollars?|cents|percent|degrees|cc|bar|knots?|calories|kcal)$/i;

/** `code char(6)`, `length integer`: types of SQL behind a noun that are no nouns themselves. */
const bareType =
  /^([\p{L}_][\p{L}\p{N}_ -]*?)\s+((?:varchar2?|n?char|numeric|decimal)\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\)|(?:big|small|tiny)int|int(?:eger)?|varchar|boolean|timestamptz?|jsonb?|uuid|bytea)$/iu;

/** A noun of a sentence; nothing where there is no word that could name a thing. */
export function phraseOf(given: string): Phrase | undefined {
  let text = given
    .trim()
    .replace(/^["'(]+|["'.;:!?]+$/g, '')
    .trim();
  text = text.replace(bareType, '$1 ($2)');
  const parenthesis = /^([^()]*)\(((?:[^()]|\([^()]*\))*)\)(.*)$/.exec(text);
  const note = parenthesis?.[2]?.trim() ?? '';
  if (parenthesis) text = `${parenthesis[1]} ${parenthesis[3]}`.trim();
  let many = false;
  let measured = false;
  let optional = /\b(?:optional|nullable|if any|if known|if applicable|when known|not required)\b/i.test(
    `${note} ${text}`,
  );
  const unique = /\bunique\b/i.test(`${note} ${text}`);
  text = text
    .replace(/\b([a-z]+) (from|until|at|on|by) (?:date|time)\b/i, '$1 $2')
    .replace(/\b(maximum|minimum|max|min|average)\s+(?:number|amount|count) of\s+(?=[a-z])/i, (_, limit: string) => {
      measured = true;
      return `${limit} `;
    })
    .replace(often, '')
    // "Payload in kg" is measured, and the unit belongs to its name.
    .replace(inUnit, (words, what: string, unit: string) => {
      if (!meaningUnit.test(unit)) return words;
      measured = true;
      return `${what} ${unit}`;
    })
    .replace(
      /\b(date|time|year|place) of (?:the |its |their )?(birth|death|[a-z]+ing|[a-z]+tion|purchase|issue|entry|departure|arrival)\b/i,
      '$2 $1',
    );
  text = text.replace(/\s*,?\s*\b(?:if any|if known|if applicable|when known)\b.*$/i, '');
  for (let found = before.exec(text); found; found = before.exec(text)) {
    if (/zero or (?:more|one)|at most one/i.test(found[0])) optional = true;
    if (!/zero or one|at most one|single|^one of/i.test(found[0])) many = true;
    text = text.slice(found[0].length);
  }
  let words: readonly string[] = text.match(/[\p{L}\p{N}_'’&/-]+/gu) ?? [];
  let other = false;
  while (words.length > 0) {
    const first = (words[0] ?? '').toLowerCase();
    if (first === 'other' || first === 'another') other = true;
    // "A number germinated": so many of them.
    if (first === 'number' && words.length === 2 && /(?:[^e]ed|wn)$/i.test(words[1] ?? '')) {
      measured = true;
      break;
    }
    // "Its number within the apiary" counts nothing.
    if (first === 'number' && !/^of$/i.test(words[1] ?? 'of')) break;
    // A collection date is no collection of dates.
    if (/^(?:list|lists|set|collection|couple)$/.test(first) && !/^of$/i.test(words[1] ?? 'of')) break;
    if (manyWords.has(first) && words.length > 1) many = true;
    else if (optionalWords.has(first)) optional = true;
    else if (
      first !== 'unique' &&
      !determiners.has(first) &&
      !(
        words.length > 1 &&
        /^(?:licensed|certified|qualified|accredited|experienced)$/.test(first) &&
        /(?:er|or|ist|ian|nurse)s?$/i.test(words.at(-1) ?? '')
      ) &&
      !(words.length > 1 && /^(?:prospective|potential|existing|individual|various|certain|respective)$/.test(first))
    )
      break;
    if (words.length === 1) break;
    words = words.slice(1);
  }
  if (/^(?:which|what|how|whether|whose|why)$/i.test(words[0] ?? '')) return undefined;
  // "For each child", "when a parcel": when or of what something is said.
  if (words.length > 1 && /^(?:for|when|if|whenever|during)$/i.test(words[0] ?? '')) return undefined;
  // "May sing a solo", "see who has not returned them": what somebody does.
  if (words.length > 1 && /^(?:may|can|must|should|will|could|shall|would)$/i.test(words[0] ?? '')) return undefined;
  if (
    /^(?:see|know|say|tell|understand|decide|learn)$/i.test(words[0] ?? '') &&
    (words.length === 1 || asks.test(words[1] ?? ''))
  )
    return undefined;
  if (words.length === 1 && /^(?:them|it|itself|themselves|him|her|other|others|each)$/i.test(words[0] ?? ''))
    return undefined;
  // What follows a preposition tells more of the noun: `name of the author`, `items in the cart`.
  const cut = words.findIndex(
    (word, at) =>
      at > 0 &&
      /^(?:of|for|in|on|at|by|to|from|with|within|inside|per|that|which|who|when|where|as|so|into|via|through|using|without|between|such|consisting|including|containing|according|during|about|against|near|among|across|under|over|regarding|concerning|towards|until|because|is|are|was|were|must|should|can|may|will|has|have|be)$/i.test(
        word,
      ) &&
      !(/^(?:to|by|at|on|of|from|until)$/i.test(word) && at === words.length - 1),
  );
  if (cut > 0) words = words.slice(0, cut);
  // "Vehicles parked wrongly": vehicles, whatever became of them.
  const become = words.findIndex(
    (word, at) => at > 0 && /(?:[^e]ed)$/i.test(word) && singular(words[at - 1] ?? '') !== words[at - 1],
  );
  if (become > 0) words = words.slice(0, become);
  // `a schedule defined per trial`, `lists generated from them`.
  const made = words.findIndex(
    (word, at) => at > 0 && /^(?:defined|generated|created|produced|derived|based|provided)$/i.test(word),
  );
  if (made > 0) words = words.slice(0, made);
  words = words.filter((word) => !/^(?:optional|unique|nullable)$/i.test(word));
  const written = identifier(words.join(' '));
  if (written === '' || !/\p{L}/u.test(written)) return undefined;
  const all = written.split('_');
  const last = all.at(-1) ?? '';
  const own = singularName(words.join(' '));
  const name = measured || written.startsWith('number_of_') ? written : own;
  // "Warehouses hold stock": as much as there is, and not one of it.
  const mass = uncounted.test(name) && !/^(?:an?|one|the|each|every)\s/i.test(given.trim());
  many ||= mass;
  const plural = !measured && singular(last) !== last;
  const size = sizeIn(`${given} (${note})`);
  return {
    name,
    written,
    words: all,
    many: many || plural,
    plural,
    optional,
    unique,
    other,
    ...(size ? { size } : {}),
    note,
    text: given.trim(),
  };
}

const asks = /^(?:who|whom|what|which|whether|how|when|where|if|why|that)$/i;

/** How long a text is: `of 8 letters`, `(max. 40 characters)`. */
function sizeIn(text: string): Phrase['size'] {
  const found =
    /(?:\bof\s+|[(,]\s*)(exactly\s+|up to\s+|at most\s+|(?:an?\s+|the\s+)?max(?:imum|\.)?\s+(?:of\s+)?|no more than\s+)?(\d{1,4}|[a-z]+)\s+(?:characters?|letters?|digits?|chars|signs)\b/i.exec(
      text,
    );
  const characters = numberOf(found?.[2] ?? '');
  if (!found || characters === undefined || characters < 1) return undefined;
  return { characters, exactly: found[1] === undefined || /^exactly/i.test(found[1]) };
}

const uncounted =
  /(?:^|_)(?:stock|inventory|equipment|staff|furniture|luggage|merchandise|livestock|feedback|correspondence|personnel)$/;

/** True where a phrase speaks of the system and not of a thing in it. */
export function isGeneral(phrase: Pick<Phrase, 'name' | 'words'>): boolean {
  const spoken = phrase.name.replaceAll('_', ' ');
  const last = phrase.name.split('_').at(-1) ?? '';
  return (
    generalNouns.has(spoken) ||
    (phrase.words.length > 1 &&
      /^(?:system|database|db|application|app|platform|schema|website|software|management|tracking|data|information|detail|functionality|feature)$/.test(
        last,
      ))
  );
}

/** `first` before `last name` takes the noun with it: `first name`. */
const halves =
  /^(?:consumed|produced|generated|used|remaining|imported|exported|first|last|middle|start|end|begin|opening|closing|billing|shipping|created|updated|creation|modification|departure|arrival|check-in|check-out|minimum|maximum|min|max|net|gross|unit|home|work|due|issue|expiry|from|valid|old|new|pickup|delivery|source|target|purchase|sale|selling|buying|planned|actual|estimated|scheduled)$/i;

/** Halves that stand by themselves as well, with those that they share a noun with. */
const counterparts: readonly RegExp[] = [
  /^(?:start|end|begin|opening|closing|from|valid)$/i,
  /^(?:departure|arrival)$/i,
  /^(?:purchase|sale|selling|buying|delivery|pickup|issue|expiry|due|return)$/i,
];

/** The noun that a half shares with what comes next: of a `start and end date`, not of `an arrival and a maximum payload`. */
function sharedNoun(member: string, next: string): string | undefined {
  const article = /^(?:the|an?|its|their)\s+/i;
  const half = member.replace(article, '');
  const [noun = ''] = next.replace(article, '').split(/\s+(?:in|of|for|from|at|to|by|with)\s+/i);
  const words = noun.match(/[\p{L}\p{N}_-]+/gu) ?? [];
  if (!halves.test(half) || words.length < 2) return undefined;
  const group = counterparts.find((one) => one.test(half));
  const apart = article.test(member) && article.test(next) && group !== undefined && !group.test(words[0] ?? '');
  return apart ? undefined : words.at(-1);
}

/** `kilograms`, `gallons`: measured, and nothing that could be counted. */
export function isUnit(name: string): boolean {
  return name.length > 2 && meaningUnit.test(name);
}

/** `capacity_kw` is a capacity, told in a unit. */
export function isMeasureOf(name: string, of: string): boolean {
  return name.startsWith(`${of}_`) && meaningUnit.test(name.slice(of.length + 1));
}

/** Numbers that hold an `or`. */
const quantified =
  /\b(?:zero|one|two) or (?:more|many|one|several)\b|\b(?:one|two|three|four|five|six|\d+) (?:or|to) (?:two|three|four|five|six|seven|eight|ten|\d+)\b|\bmore or less\b/gi;

/** The members of a list: at commas, `and`, `or`, slashes between spaces, never inside parentheses. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  const tokens = text
    .replace(quantified, (words) => words.replaceAll(' ', '\u0001'))
    .split(/(\(|\)|,|;|\s+(?:and\/or|and|or|as well as|plus|along with|together with|but also)\s+|\s+[&+]\s+)/i);
  for (const token of tokens) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    const separates =
      depth === 0 &&
      (token === ',' ||
        token === ';' ||
        /^\s+(?:and\/or|and|or|as well as|plus|along with|together with|but also|&|\+)\s+$/i.test(token));
    if (separates) {
      parts.push(current);
      current = '';
    } else current += token;
  }
  parts.push(current);
  const members = parts
    .map((part) =>
      part
        .replaceAll('\u0001', ' ')
        .trim()
        .replace(/^(?:and|or|also|then|plus|as well as)\s+/i, '')
        .replace(/^(?:etc\.?|so on|the like)$/i, ''),
    )
    .filter((part) => part !== '');
  return members.map((member, at) => {
    const noun = sharedNoun(member, members[at + 1] ?? '');
    const bare = member.replace(/^(?:the|a|an|its|their)\s+/i, '');
    // "A start and an end" are two halves of nothing that is named.
    if (halves.test((members[at + 1] ?? '').replace(/^(?:the|a|an|its|their)\s+/i, ''))) return member;
    // "The work, the number of copies": a thing, and no half of a name.
    if (bare !== member && /^(?:work|home|unit|source|target|purchase|sale|delivery|pickup)$/i.test(bare))
      return member;
    return noun === undefined ? member : `${bare} ${singularName(noun)}`;
  });
}
