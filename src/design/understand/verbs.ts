import { singular } from '../../catalog/words.ts';
import { belongVerbs, makeVerbs, mutualVerbs, possessVerbs, stopWords } from './lexicon.ts';

/** What a verb says of its subject and its object; of an `act` no list knows the verb, only its place tells it. */
export type VerbKind = 'possess' | 'belong' | 'mutual' | 'make' | 'act';

export interface Verb {
  readonly at: number;
  readonly length: number;
  readonly kind: VerbKind;
  readonly word: string;
  readonly modal: boolean;
}

const kinds: readonly (readonly [VerbKind, ReadonlySet<string>])[] = [
  ['belong', belongVerbs],
  ['mutual', mutualVerbs],
  ['possess', possessVerbs],
  ['make', makeVerbs],
];
export const modals: ReadonlySet<string> = new Set([
  'can',
  'could',
  'may',
  'might',
  'must',
  'should',
  'shall',
  'will',
  'would',
  'to',
  'also',
  'only',
  'optionally',
  'always',
  'usually',
  'often',
  'then',
  'cannot',
]);

/** Words that are nouns as often as verbs: verbs after a modal, or between a noun in the plural and something counted. */
export const nounsToo =
  /^(?:orders?|reviews?|lists?|books?|posts?|plans?|uses?|records?|comments?|likes?|follows?|files?|reports?|rates?|issues?|shares?|views?|tracks?|stores?|places?|supports?|features?|offers?|requests?|needs?|logs?|claims?|leads?|trains?|runs?|works?|takes?|carries|holds?|blocks?|visits?|starts?|measures?|saves?|returns?|casts?|does|do|schedules?|purchases?|rents?|hosts?|gives?|treats?|leaves?|plays?|votes?|tests?|charges?|repairs?|audits?|labels?|tags?|harvests?|samples?|shifts?|stops?|moves?|stocks?|loans?|lends?|shows?|screens?|shoots?|scores?|ships?|drives?|feeds?|transfers?|bills?|scans?|exhibits?|guards?|names?|flights?|checks?|counts?|debits?|credits?)$/;

/** The words that begin a verb of the lists. */
const firstWords: ReadonlySet<string> = new Set(
  kinds.flatMap(([, set]) => [...set].map((verb) => verb.split(' ')[0] ?? '')),
);

const counted = /^(?:a|an|the|one|two|three|many|several|multiple|their|its|other|each|every|new|zero|some|more|\d.*)$/;
const prepositions = /^(?:at|in|on|to|for|with|from|into|by|of|through|about|under|against|onto|during|per)$/;

export function tokensOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/\([^()]*\)|[\p{L}\p{N}_'-]+|[,:]/gu)];
}

export function lowerWords(text: string): readonly string[] {
  return tokensOf(text).map((token) => token[0].toLowerCase());
}

/** The first verb of a clause that begins with its subject. */
export function findVerb(words: readonly string[]): Verb | undefined {
  for (let at = 1; at < words.length; at++) {
    // Behind an article stands a noun: `a supply contract`.
    if (
      /^(?:an?|the|each|every|one|their|its|this|of|per|several|many|multiple|various|two|three)$/.test(
        words[at - 1] ?? '',
      )
    )
      continue;
    if (/^takes?$/.test(words[at] ?? '') && words[at + 1] === 'place' && !/^(?:in|at|on)$/.test(words[at + 2] ?? ''))
      continue;
    // What is paid to hosts is hosted by nobody.
    if (words[at - 1] === 'to' && /[^s]s$/.test(words[at] ?? '')) continue;
    const modal = modals.has(words[at - 1] ?? '');
    const known = verbAt(words, at);
    if (known && (known.length > 1 || !nounsToo.test(known.word) || modal || betweenNouns(words, at)))
      return { ...known, modal: /^(?:can|may|might|could|optionally)$/.test(words[at - 1] ?? '') };
    const passive = passiveAt(words, at);
    if (passive) return passive;
  }
  return unknownVerb(words);
}

/** A verb of the lists that begins at a word, the longest there is. */
export function verbAt(words: readonly string[], at: number): Verb | undefined {
  if (!firstWords.has(words[at] ?? '')) return undefined;
  // "Uniforms have to be returned": what must be done is had by nobody.
  if (/^(?:has|have|having|needs?|requires?)$/.test(words[at] ?? '') && words[at + 1] === 'to') return undefined;
  for (let length = Math.min(5, words.length - at); length >= 1; length--) {
    const word = words.slice(at, at + length).join(' ');
    const kind = kinds.find(([, set]) => set.has(word))?.[0];
    if (kind) return { at, length, kind, word, modal: false };
  }
  return undefined;
}

const participle =
  /(?:ed|en|made|sent|sold|held|kept|paid|built|taught|led|run|bought|won|set|put|bound|grown|born|drawn|done|shot|lent|shown|known|thrown|worn|caught|brought|found|told|cut|fed|hung|flown|cast|sung|heard|met|lost|spent|struck|read|sewn|left|understood)$/;

/** `is placed by`, `can be assigned to`, `are held in`. */
function passiveAt(words: readonly string[], at: number): Verb | undefined {
  if (!/^(?:is|are|be|was|were|been|being)$/.test(words[at] ?? '')) return undefined;
  let next = at + 1;
  while (/^(?:uniquely|always|usually|often|only|also|directly|automatically|optionally)$/.test(words[next] ?? ''))
    next++;
  if (!participle.test(words[next] ?? '')) return undefined;
  // "Checked out by", "handed over to": the particle is of the verb.
  const particle =
    /^(?:out|off|up|over|down|back|away)$/.test(words[next + 1] ?? '') ||
    (/^(?:for|after|on|in|at|upon)$/.test(words[next + 1] ?? '') && words[next + 2] === 'by')
      ? 1
      : 0;
  const preposition = words[next + 1 + particle] ?? '';
  if (!/^(?:by|to|in|at|on|from|with|for|into|under|within|against|onto|during)$/.test(preposition)) return undefined;
  const kept =
    (/^(?:recorded|stored|kept|tracked|logged|saved|described|noted|marked|labelled|labeled|fitted|provided|printed|stamped|annotated)$/.test(
      words[next] ?? '',
    ) &&
      preposition === 'with') ||
    (/^(?:identified|described|characteri[sz]ed|defined|known|labelled|labeled)$/.test(words[next] ?? '') &&
      preposition === 'by');
  return {
    at,
    length: next + 2 + particle - at,
    kind: kept ? 'possess' : 'belong',
    word: [...words.slice(at, next + 1), preposition].join(' '),
    modal: /^(?:can|may|might|could)$/.test(words[at - 1] ?? ''),
  };
}

/** What must be avoided or is supported is no thing for that. */
const demanded =
  /\b(?:avoided|prevented|supported|allowed|forbidden|encrypted|protected|enforced|required|planned|available)\b/;

/** Where a clause says only that something is done or happens: `invoices are issued every month`, `payments may fail`. */
export function statesOnly(words: readonly string[]): number | undefined {
  const wanted = words.findLastIndex((word) => demanded.test(word));
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = words[at + 1] ?? '';
    if ((/^takes?$/.test(word) && next === 'place') || intransitive.test(word)) return at;
    if (at <= wanted) return undefined;
    if (/^(?:is|are|was|were|be|get|gets)$/.test(word) && participle.test(next)) return at;
    if (/^(?:can|may|must|might|will|should)$/.test(word) && /^[a-z]{3,}$/.test(next) && at + 2 >= words.length)
      return at;
  }
  return undefined;
}

function betweenNouns(words: readonly string[], at: number): boolean {
  const [previous = '', next = ''] = [words[at - 1], words[at + 1]];
  if (isOfOne(words, at)) return true;
  if (next === '' || /^(?:,|:|and|or|of|by|in|for|with|is|are|has|have|can|per)$/.test(next)) return false;
  // `clients book massage appointments`: what is done ends in a plural all the same.
  const plural = (word: string) => /s$/.test(word) || singular(word) !== word;
  // `each inspection records temperature`.
  if (
    at <= 4 &&
    /^(?:each|every|an?|the|one)$/.test(words[0] ?? '') &&
    /[^s]s$/.test(words[at] ?? '') &&
    !plural(previous) &&
    at >= 2 &&
    /^[a-z]{3,}$/.test(next)
  )
    return true;
  // `warehouses hold stock`: right behind a plural, and without the ending of a plural.
  if (at <= 3 && plural(previous) && !/s$/.test(words[at] ?? '') && /^[a-z]{3,}$/.test(next)) return true;
  return plural(previous)
    ? counted.test(next) || plural(next) || plural(words[at + 2] ?? '')
    : /s$/.test(words[at] ?? '') && /^(?:a|an|the|one|many|several|multiple|its|other|zero)$/.test(next);
}

/** `each player plays for one club`. */
function isOfOne(words: readonly string[], at: number): boolean {
  return (
    /^(?:each|every)$/.test(words[0] ?? '') &&
    at >= 2 &&
    at <= 3 &&
    /[^s]s$/.test(words[at] ?? '') &&
    !plural(words[at - 1] ?? '') &&
    prepositions.test(words[at + 1] ?? '') &&
    /^(?:exactly|only|just|one|an?)$/.test(words[at + 2] ?? '')
  );
}

/**
 * A verb that no list has, known by its place: `beekeepers inspect hives`, `an inspector inspects a hive`. In a compound
 * the first noun is singular, so that what stands between a plural and something counted is no part of either.
 */
function unknownVerb(words: readonly string[]): Verb | undefined {
  for (let at = 1; at < Math.min(words.length - 1, 6); at++) {
    const [previous = '', word = '', next = ''] = [words[at - 1], words[at], words[at + 1]];
    if (!/^[a-z]{3,}$/.test(word) || stopWords.has(word) || prepositions.test(word) || intransitive.test(word))
      continue;
    const object =
      counted.test(next) || (next === 'at' && /^(?:most|least)$/.test(words[at + 2] ?? ''))
        ? 1
        : plural(next) || (!prepositions.test(next) && plural(words[at + 2] ?? ''))
          ? 0
          : -1;
    const by = prepositions.test(next) && !/^(?:of|per|by)$/.test(next) && at + 2 < words.length;
    const modal = /^(?:can|may|must|might|should|will|always)$/.test(previous);
    const several =
      plural(previous) &&
      (/^(?:bring|sing|ring|swing|sling|cling|string|fling)$/.test(word) || !/(?:[^e]ed|ing|s)$/.test(word));
    const single =
      isOfOne(words, at) ||
      (/^(?:each|every|an?|the)$/.test(words[0] ?? '') &&
        at >= 2 &&
        at <= 4 &&
        /[^s]s$/.test(word) &&
        object >= 0 &&
        !plural(previous));
    if (!((several || modal) && (object >= 0 || by)) && !single) continue;
    return {
      at,
      length: by && object < 0 ? 2 : 1,
      kind: 'act',
      word: by && object < 0 ? `${word} ${next}` : word,
      modal: /^(?:can|may|might)$/.test(previous),
    };
  }
  return undefined;
}

/** What only happens has no object. */
export const intransitive = /^(?:happen|occur|exist|vary|expire|arise|differ|remain)s?$/;

/** Plurals that stand before another noun: `goods receipts`. */
const attributive = /^(?:goods|sports|savings|arms|operations|systems|awards|standards|customs|works|plus|details)$/;

function plural(word: string): boolean {
  return /^[a-z_-]+$/.test(word) && singular(word) !== word && !attributive.test(word);
}

/** Verbs that no list has a kind for, where they begin a piece of a sentence. */
export const plainVerbs =
  /^(?:stop|cancel|award|grant|propose|suggest|recommend|appoint|select|repair|mend|orbit|fund|marry|launch|mention|pick|spray|plant|prune|catch|feed|groom|wash|clean|fix|build|draw|paint|cook|bake|serve|drive|fly|sail|ride|move|load|unload|pack|ship|sort|weigh|taste|bottle|brew|roast|grow|water|cut|verify|inspect|certify|evaluate|train|teach|nominate|elect|vote|endorse|sponsor|support|attach|assign|forward|escalate|resolve|ask|invite|notify|watch|stream|download|unlock|achieve|reach|climb|hike|explore|discover|excavate|restore|conserve|catalogue|digitize|loan|lend|acquire|purchase|auction|bid|withdraw|swap|recycle|dispose|rescue|adopt|foster|vaccinate|sterilize|diagnose|operate|transfuse|donate|screen|analyse|analyze|calibrate|recharge|refuel|tow|dispatch|replace|remove|adjust|update|confirm|accept|reject|prepare|distribute|swap|restock|print|archive|dispatch|deploy|install|configure|upgrade|patch|scan|photograph|edit|perform|rehearse|compose)$/;
