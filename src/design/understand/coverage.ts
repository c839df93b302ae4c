import { singular } from '../../catalog/words.ts';
import { generalNouns, stopWords } from './lexicon.ts';
import { isUnit } from './phrase.ts';
import type { Statement } from './statement.ts';

/** Behind these stands a noun with what tells of it. */
const beforeNouns =
  /^(?:an?|the|each|every|its|their|his|her|several|many|multiple|one|two|more|other|another|any|some|of|for|with|per|by|from|into|at|in|on|under|within|about|during|such|as|like|including|,|and|or|\(|:)$/;
/** How something is done, when, or how much of it: no thing and no property. */
const circumstances = new Set(
  `time times way place part order addition general total moment need needs once twice least most first last day days week weeks
  month months year years hour hours minute minutes second seconds date person people thing things kind kinds type types
  example advance turn well line case cases use purpose detail details information data record records base basis set list
  number future past present system database application app platform user others rest reason end start beginning name names pair origin key
  daughter son successor company business organization organisation firm`.split(/\s+/),
);

/** Words that a wish is known by, and not what it is of. */
const ofWishes =
  /^(?:curren|langu|transl|tenan|audit|histor|gdpr|priva|personal|delet|remov|eras|retent|kept|keep|isolat|soft|encryp|complian|chang|track|log|version|status|priorit|option|reques|consent|forget)/;
/** Words that say no more than that states are told. */
const ofStates = /^(?:life|cycle|lifecycle|workflow|stage|phase|state|status)/;

interface Run {
  readonly words: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** Runs of words between those that hold a sentence together. */
function runsOf(text: string): readonly Run[] {
  const found: Run[] = [];
  let words: string[] = [];
  let before = '';
  const close = (next: string) => {
    if (words.length > 0) found.push({ words, before, after: next });
    words = [];
    before = next;
  };
  for (const [token] of text.matchAll(/[\p{L}][\p{L}\p{N}'’/-]*|[,;:()]|\d[\d.,]*/gu)) {
    const word = token.toLowerCase();
    if (/^[\p{L}]/u.test(word) && !stopWords.has(word) && !beforeNouns.test(word) && !word.endsWith("n't"))
      words.push(word);
    else close(word);
  }
  close('');
  return found;
}

function stem(word: string): string {
  return singular(word.replace(/['’]s?$/, ''))
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:ings?|ed|ions?|ments?|ances?|e|y)$/, '');
}

function alike(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  if (length < 3) return one === other;
  const shared = Math.min(length, 5);
  return one.slice(0, shared) === other.slice(0, shared);
}

/** All names and values that statements hold. */
function wordsIn(value: unknown, into: Set<string>): void {
  if (typeof value === 'string')
    for (const word of value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) into.add(stem(word));
  else if (Array.isArray(value)) for (const one of value) wordsIn(one, into);
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) if (key !== 'cause' && key !== 'text') wordsIn(one, into);
}

/** Behind a noun stands a verb that agrees with it, or whatever stands before an object: `each member owns one`. */
function withoutVerb({ words, after }: Run, isTold: (word: string) => boolean): readonly string[] {
  const [head = '', previous = ''] = [words.at(-1), words.at(-2)];
  const isPlural = (word: string) => singular(word) !== word;
  const object = /^(?:an?|the|one|two|its|their|several|many|each|every|it|them|\d.*)$/.test(after);
  const agrees =
    words.length > 1 &&
    isTold(previous) &&
    isPlural(previous) !== isPlural(head) &&
    /^(?:or|and|at|in|on|to|of|from|with|for|by|under|over|through)$/.test(after);
  return object || agrees ? words.slice(0, -1) : words;
}

/** Without who tells a story and why. */
function plainly(text: string): string {
  return text
    .replace(/^as (?:an?|the)\s+.+?,?\s+i\s+[a-z']+(?:\s+like)?(?:\s+to)?\s+/i, '')
    .replace(/,?\s+(?:so that|in order to|because)\s.*$/i, '');
}

/**
 * The nouns and numbers of a sentence that are in nothing that was read from it, and marks (`unique`) that mark nothing.
 * General words are none of them, but for those that are listed as tables.
 */
export function untold(
  text: string,
  statements: readonly Statement[],
  listed: ReadonlySet<string> = new Set(),
): readonly string[] {
  // What a query is designed without is told with the query.
  if (statements.length === 0 || statements.some((one) => one.kind === 'access' || one.kind === 'table')) return [];
  const known = new Set<string>();
  for (const one of statements) {
    wordsIn(one, known);
    if (one.kind === 'volume' || one.kind === 'load') wordsIn(one.cause.words, known);
  }
  const wished = statements.some((one) => one.kind === 'wish');
  const lived = statements.some((one) => one.kind === 'states');
  const isTold = (word: string) =>
    (wished && ofWishes.test(word)) ||
    (lived && ofStates.test(word)) ||
    word.split(/[/-]/).some((piece) => [...known].some((one) => alike(one, stem(piece))));
  const lost = runsOf(plainly(text)).flatMap((run) => {
    const words = withoutVerb(run, isTold);
    const head = words.at(-1) ?? '';
    // Who may do what is wished for: `statuses are configurable by admins`.
    if (wished && run.before === 'by') return [];
    // What is spelled out in parentheses is told there; a unit tells of the number before it.
    if (!beforeNouns.test(run.before) || run.after === '(' || isUnit(head) || head.length < 3) return [];
    // "And pay through us" is done, and no thing.
    if (
      words.length === 1 &&
      run.before === 'and' &&
      singular(head) === head &&
      /^(?:through|via|to|for|with)$/.test(run.after)
    )
      return [];
    const general = circumstances.has(head) || generalNouns.has(singular(head)) || /(?:ly|ing|ed)$/.test(head);
    if (general && !listed.has(singular(head))) return [];
    return isTold(head) ? [] : [words.join(' ')];
  });
  const marks = [
    ['unique', /"unique":true|"kind":"unique"/],
    ['optional', /"optional":true/],
  ] as const;
  const said = JSON.stringify(statements, (key, value) => (key === 'cause' || key === 'text' ? undefined : value));
  for (const [mark, sign] of marks)
    if (new RegExp(`\\b${mark}\\b`, 'i').test(text) && !sign.test(said)) lost.push(mark);
  const counts = statements.some((one) => one.kind === 'volume' || one.kind === 'load' || one.kind === 'wish');
  for (const [whole, number = ''] of counts ? [] : text.matchAll(/\b(\d+(?:\.\d+)?)\s+[a-z]+/gi))
    if (!new RegExp(`\\b${number}\\b`).test(said)) lost.push(whole);
  return [...new Set(lost)];
}
