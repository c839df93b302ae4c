import { phrases, singular } from '../../../catalog/words.ts';
import { plainForm, verbOfParticiple } from './verb-words.ts';

/** A word, a mark, a quantifier of several words, or what stands in parentheses; `start` and `end` are places in the sentence. */
export interface Token {
  readonly text: string;
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const set = (list: string): ReadonlySet<string> => new Set(phrases(list));

const determiners = set(`
  a, an, the, each, every, any, some, all, both, either, no, its, their, our, his, her, my, your, this, these, those, that,
  one, two, three, four, five, six, seven, eight, nine, ten, twelve, several, many, multiple, various, different, other, another,
  more, most, few, such, exactly, only, just`);
const prepositions = set(`
  at, in, on, to, for, with, from, into, by, of, through, about, under, against, onto, during, per, within, without, between, among,
  along, across, over, until, till, before, after, upon, towards, via, near, regarding, concerning, behind, beside, inside, as,
  throughout, around`);
const subordinators = set(`
  if, when, whenever, so, because, unless, although, though, once, since, where, whereas, while, how, why, whether, than`);
const adverbs = set(`
  also, then, always, usually, often, sometimes, only, already, again, afterwards, later, here, too, still, not, never, yet,
  together, either, both, normally, currently, typically, optionally, possibly, daily, weekly, monthly, yearly, annually, hourly,
  twice, once, therefore, furthermore, moreover, additionally, however, instead, online, exactly, mostly, mainly, otherwise, now,
  directly, individually, separately, automatically, jointly, further, even, just, well, first`);
const modals = set('can, could, may, might, must, should, shall, will, would, cannot');
const beForms = set('is, are, was, were, be, been, being');
const pronouns = set(
  'it, they, he, she, we, you, i, them, him, him/her, us, everybody, everyone, nobody, somebody, someone',
);
const particles = set('out, up, down, over, back, off, away');

/** Quantifiers of several words, which are one token. */
const quantifiers =
  '(?:(?:one|zero|two|three|\\d+) (?:or|to) (?:more|many|several|two|three|four|five|six|ten|\\d+)|at least (?:one|two|three|\\d+)|at most (?:one|two|three|\\d+)|up to (?:two|three|four|five|six|ten|twelve|\\d+)|more than one|(?:any|a) number of|exactly (?:one|two|three)|one of (?:the|its|our|their|these|those)|(?:some|many|several|all|each) of (?:the|its|our|their|these|those)|a (?:list|set|series|couple|variety) of)(?![\\p{L}])';
const tokenForm = new RegExp(
  `\\((?:[^()]|\\([^()]*\\))*\\)|"[^"]*"|${quantifiers}|[\\p{L}\\p{N}][\\p{L}\\p{N}'’&/%_-]*(?:\\.\\d+)?|[,;:]|\\s[–—-](?=\\s)`,
  'giu',
);

/** The tokens of a sentence without its full stop. */
export function tokensIn(sentence: string): readonly Token[] {
  return [...sentence.matchAll(tokenForm)].map((one) => ({
    text: one[0],
    word: one[0].trim().toLowerCase(),
    start: one.index,
    end: one.index + one[0].length,
  }));
}

const quantifier = new RegExp(`^${quantifiers}$`, 'iu');

export const isDeterminer = (word: string): boolean =>
  determiners.has(word) || quantifier.test(word) || /^\d/.test(word);
export const isPreposition = (word: string): boolean => prepositions.has(word);
export const isSubordinator = (word: string): boolean => subordinators.has(word);
export const isAdverb = (word: string): boolean =>
  adverbs.has(word) ||
  (/[a-z]{3}ly$/.test(word) &&
    !/^(?:family|supply|reply|assembly|anomaly|monopoly|butterfly|belly|ally|jelly|rally)$/.test(word));
export const isModal = (word: string): boolean => modals.has(word);
export const isBe = (word: string): boolean => beForms.has(word);
export const isHave = (word: string): boolean => /^(?:has|have|had|having)$/.test(word);
export const isPronoun = (word: string): boolean => pronouns.has(word);
export const isParticle = (word: string): boolean => particles.has(word);
export const isRelative = (word: string): boolean => /^(?:who|which|whom|whose|that)$/.test(word);
export const isJoint = (word: string): boolean => /^(?:,|;|:|–|—|-|and|or|but|nor|plus|while|whereas)$/.test(word);
export const isNote = (word: string): boolean => word.startsWith('(') || word.startsWith('"');

export function isPlural(word: string): boolean {
  return /^[\p{L}'’-]+$/u.test(word) && (singular(word) !== word || /^(?:people|staff|personnel|police)$/.test(word));
}

export const isParticiple = (word: string): boolean => verbOfParticiple(word) !== undefined;

/** May stand within a noun group. */
export function isNominal(word: string): boolean {
  return (
    /^[\p{L}\p{N}]/u.test(word) &&
    !isPreposition(word) &&
    !isParticle(word) &&
    !isSubordinator(word) &&
    !isModal(word) &&
    !isBe(word) &&
    !isHave(word) &&
    !isPronoun(word) &&
    !isJoint(word) &&
    !/^(?:who|which|whom|whose|that|does|did|do|there|what|not|to)$/.test(word) &&
    !isDeterminer(word) &&
    (!isAdverb(word) || /^(?:first|daily|weekly|monthly|yearly)$/.test(word))
  );
}

/** A finite verb of the list that agrees with the noun before it, and does not go on with a noun group. */
export function isFiniteVerb(tokens: readonly Token[], at: number, single: boolean): boolean {
  const [previous = '', word = '', next = ''] = [tokens[at - 1]?.word, tokens[at]?.word, tokens[at + 1]?.word];
  if (plainForm(word) === undefined) return false;
  // Behind `a` or `each` no noun is a plural: `each exam a student takes`.
  if (single && at >= 2 && /[^s]s$/.test(word) && !isBe(next) && !isHave(next) && !isModal(next)) return true;
  const several = isPlural(previous) && !single;
  const agrees = several ? !/[^s]s$/.test(word) : /[^s]s$/.test(word) && !isPlural(previous);
  if (!agrees) return false;
  if (next === '' || next === ',' || isJoint(next)) return /^(?:expire|happen|occur|exist|vary)s?$/.test(word);
  if (isBe(next) || isHave(next) || isModal(next)) return false;
  return (
    isDeterminer(next) ||
    isPreposition(next) ||
    isAdverb(next) ||
    isPlural(next) ||
    isPlural(tokens[at + 2]?.word ?? '') ||
    several ||
    /^\d/.test(next)
  );
}
