import { singular } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { findVerb, intransitive, lowerWords, modals, nounsToo, plainVerbs, statesOnly, verbAt } from './verbs.ts';

/** Stands before a clause that goes on with the subject of the one before. */
export const same = 'it always ';

/** A piece of a sentence between two commas or conjunctions. */
interface Segment {
  readonly text: string;
  /** What stands before it. */
  readonly joint: string;
}

/** A clause; `it` stands for the subject of the one before, `which` for the noun that it ends with. */
export function clausesOf(given: string): readonly string[] {
  const text = given
    .replace(/[.!;]\s*$/, '')
    .replace(
      /^(?:(?:in addition|additionally|furthermore|moreover|also|finally|then|here|note that|please note that|in the system|in our system|optionally)\s*,\s*)+/i,
      '',
    );
  const segments = withSharedObjects(segmentsOf(text));
  const clauses: string[] = [];
  for (const [at, { text: one, joint }] of segments.entries()) {
    const current = clauses.at(-1);
    if (current === undefined) {
      clauses.push(one);
      continue;
    }
    const kind = /;/.test(joint) ? 'clause' : kindOf(segments, at, current);
    if (kind === 'clause') clauses.push(one);
    else if (kind === 'verb') clauses.push(passively.test(one) ? `it is ${one}` : `${same}${one}`);
    else clauses[clauses.length - 1] = `${current}${joint}${one}`;
  }
  return clauses.map((one) => one.trim()).filter((one) => one !== '');
}

const joints =
  /(\s*;\s*|,\s*(?:and\s+|but\s+|or\s+|while\s+|whereas\s+|then\s+)*|\s+(?:and then|and|but|or|while|whereas)\s+|\s+(?=(?:which|who)\s))/gi;
/** `or` that joins no clauses. */
const numbers = /\b(?:zero|one|two) or (?:more|many|one|several)\b|\bmore or less\b/gi;

function segmentsOf(text: string): readonly Segment[] {
  const plain = text.replace(numbers, (words) => words.replaceAll(' ', '\u0001'));
  const found: Segment[] = [];
  let start = 0;
  let joint = '';
  const push = (end: number) => found.push({ text: plain.slice(start, end).replaceAll('\u0001', ' '), joint });
  for (const one of plain.matchAll(joints)) {
    const before = plain.slice(0, one.index);
    if ((before.match(/\(/g)?.length ?? 0) > (before.match(/\)/g)?.length ?? 0)) continue;
    push(one.index);
    joint = one[0];
    start = one.index + one[0].length;
  }
  push(plain.length);
  return found.filter((one) => one.text.trim() !== '');
}

/** `users like and comment on photos`: what the last verb has for an object is the object of those before. */
function withSharedObjects(segments: readonly Segment[]): readonly Segment[] {
  return segments.map((one, at) => {
    const next = segments[at + 1];
    if (!next || !/\b(?:and|or)\b|,/.test(next.joint)) return one;
    const own = lowerWords(one.text).filter((word) => !modals.has(word));
    const bare = own.length > 0 && own.length <= 4 ? endsInVerb(own) : false;
    if (!bare) return one;
    const words = lowerWords(next.text);
    const verb = verbAt(words, 0)?.word ?? (plainVerbs.test(words[0] ?? '') ? words[0] : undefined);
    const object =
      verb === undefined
        ? undefined
        : next.text.replace(new RegExp(`^\\s*${verb.replaceAll(' ', '\\s+')}\\s+`, 'i'), '');
    return object !== undefined && object !== next.text ? { ...one, text: `${one.text} ${object}` } : one;
  });
}

/** A verb without an object, alone or behind a plural. */
function endsInVerb(words: readonly string[]): boolean {
  for (let at = Math.max(0, words.length - 2); at < words.length; at++) {
    const verb = verbAt(words, at);
    if (!verb && at > 0 && at === words.length - 1 && plainVerbs.test(words[at] ?? '') && isPlural(words[at - 1] ?? ''))
      return true;
    if (!verb || verb.at + verb.length !== words.length) continue;
    if (at === 0) return true;
    return isPlural(words[at - 1] ?? '') || (/^(?:each|every|an?)$/.test(words[0] ?? '') && /s$/.test(verb.word));
  }
  return false;
}

function isPlural(word: string): boolean {
  return singular(word) !== word || word === 'people' || word === 'staff';
}

/** What things are called whose first word is a verb elsewhere: a leave request, an order item, a test result. */
const compoundHeads =
  /^(?:request|item|line|list|order|type|result|note|log|form|period|date|time|number|status|history|rate|point|card|sheet|code|label|option|rule|event|session|case|step|unit|group|entry|record|plan|policy|right|balance|slot|window|schedule|station|lane|score|sheet|data|report|level|count|fee|price|ticket|link|tag|queue)$/;

/** `opened by monitors and answered by sites`. */
const passively = /^[a-z]{3,}(?:ed|en|ught|ld)\s+(?:by|at|in|on|to|from|after|before|via)\s+(?:an?\s+|the\s+)?[a-z]+/i;

function kindOf(segments: readonly Segment[], at: number, current: string): 'clause' | 'verb' | 'noun' {
  const { text } = segments[at] ?? { text: '' };
  const words = lowerWords(text);
  if (/^(?:which|who)$/.test(words[0] ?? '') || /^no two\b/i.test(text)) return 'clause';
  const before = lowerWords(current);
  const verb = findVerb(before);
  if (!verb && statesOnly(before) === undefined) return 'noun';
  if (passively.test(text) && (verb?.length ?? 0) > 1) return 'verb';
  // "Takes place at a site": no place of whoever takes.
  const begun = verbAt(words, 0);
  if (begun && begun.length > 1 && begun.length < words.length) return 'verb';
  if (hasSubject(text)) return 'clause';
  if (/^(?:can|may|must|should|will|is|are|was|were|be|has|have|belongs?)$/.test(words[0] ?? '')) return 'verb';
  if (intransitive.test(words[0] ?? '')) return 'verb';
  const own = verbAt(words, /^(?:also|then|optionally|only)$/.test(words[0] ?? '') ? 1 : 0);
  if (
    !own &&
    verb &&
    (verb.kind !== 'possess' || /^(?:award|grant)$/.test(words[0] ?? '')) &&
    words.length >= 2 &&
    words.length <= 4 &&
    plainVerbs.test(words[0] ?? '')
  )
    return 'verb';
  if (!own || own.length >= words.length) return 'noun';
  // "A title, release year and genre": the year of a list.
  if (verb?.kind === 'possess' && words.length === 2 && meaningOf(words.join('_'))) return 'noun';
  if (own.length > 1 || !nounsToo.test(own.word)) return 'verb';
  const object = words.slice(own.length);
  if (/^(?:a|an|the|their|its|other|many|several|one|new|for|on|to|\d.*)$/.test(object[0] ?? '')) return 'verb';
  if (verb?.kind !== 'possess') return 'verb';
  return object.length === 1 && compoundHeads.test(singular(object[0] ?? '')) ? 'noun' : 'verb';
}

/** A subject of some words, then a verb. */
export function hasSubject(text: string): boolean {
  const words = lowerWords(text);
  const at = findVerb(words)?.at ?? statesOnly(words) ?? copula(words);
  if (at === undefined) return false;
  const subject = words.slice(0, at).filter((word) => !modals.has(word));
  if (subject.length === 0 || subject.length > 6 || subject.some((word) => /^[,:(]/.test(word))) return false;
  if (/^(?:each|every|it|they|we|all|one|this|these)$/.test(subject[0] ?? '')) return true;
  const noun = subject.findIndex((word) => /^(?:with|of|for|in|from)$/.test(word));
  if (/^(?:an?|the)$/.test(subject[0] ?? '')) return subject.length >= 2;
  return isPlural((noun > 0 ? subject[noun - 1] : subject.at(-1)) ?? '') && (noun > 0 || subject.length <= 3);
}

/** `threads are replies to messages`. */
function copula(words: readonly string[]): number | undefined {
  const at = words.findIndex((word) => /^(?:is|are)$/.test(word));
  return at > 0 && at <= 3 && isPlural(words[at - 1] ?? '') && at + 1 < words.length ? at : undefined;
}
