import {
  isBe,
  isDeterminer,
  isFiniteVerb,
  isJoint,
  isNominal,
  isNote,
  isParticiple,
  isPronoun,
  type Token,
} from './tokens.ts';

/** A noun with what stands around it, as it was written. */
export interface Group {
  /** With its article, what stands in parentheses, and what `of` ties to it. */
  readonly text: string;
  /** Without what `of` ties to it. */
  readonly head: string;
  /** `it`, `they`, `each` without a noun: what was spoken of before. */
  readonly pronoun: boolean;
  readonly of?: Group;
}

/** Groups of a list, and the place of the token behind them. */
export interface Groups {
  readonly groups: readonly Group[];
  readonly end: number;
}

export interface Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
}

export function textOf({ text, tokens }: Sentence, from: number, to: number): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first && last && to > from ? text.slice(first.start, last.end).trim() : '';
}

export const wordAt = ({ tokens }: Sentence, at: number): string => tokens[at]?.word ?? '';

/**
 * The noun group at a place; before the verb of a clause it ends where a verb agrees with its noun, behind it where a
 * participle tells more of the noun.
 */
export function groupAt(
  sentence: Sentence,
  from: number,
  before: boolean,
): { readonly group: Group; readonly end: number } | undefined {
  const { tokens } = sentence;
  const word = (at: number) => wordAt(sentence, at);
  if (isPronoun(word(from))) return { group: { text: word(from), head: word(from), pronoun: true }, end: from + 1 };
  if (asks.test(word(from))) {
    const end = questionEnd(sentence, from);
    const text = textOf(sentence, from, end);
    return end - from < 2 ? undefined : { group: { text, head: text, pronoun: false }, end };
  }
  // "And which haulier it belongs to".
  if (word(from) === 'which' && isNominal(word(from + 1))) {
    const inner = groupAt(sentence, from + 1, before);
    const head = `the ${inner?.group.head}`;
    return inner ? { group: { text: head, head, pronoun: false }, end: questionEnd(sentence, from) } : undefined;
  }
  let at = from;
  while (isDeterminer(word(at))) at++;
  const single = /^(?:an?|each|every|one|this|that|another|exactly one|at most one)$/.test(word(from));
  const start = at;
  while (at < tokens.length && isNominal(word(at))) {
    if (at > start && before && isFiniteVerb(tokens, at, single)) break;
    if (at > start && isParticiple(word(at)) && !isNominal(word(at + 1))) break;
    // "A visitor buying tickets".
    if (at > start && /[a-z]{3}ing$/.test(word(at)) && (isDeterminer(word(at + 1)) || /^to$/.test(word(at + 1)))) break;
    at++;
  }
  if (at === start) {
    // "Each has a title", "one is the president": of those that were spoken of.
    if (at === from + 1 && /^(?:each|these|those|this|both|all|one|some|several|others?|another)$/.test(word(from)))
      return { group: { text: word(from), head: word(from), pronoun: true }, end: at };
    return undefined;
  }
  if (isNote(word(at))) at++;
  const head = textOf(sentence, from, at);
  const inner = word(at) === 'of' ? groupAt(sentence, at + 1, before) : undefined;
  const end = inner?.end ?? at;
  return {
    group: { text: textOf(sentence, from, end), head, pronoun: false, ...(inner ? { of: inner.group } : {}) },
    end,
  };
}

/** Begins what is asked of something: `whether he came`, `what we answered`. */
const asks = /^(?:whether|what|how|when|where|why)$/;

/** Behind a question within a sentence: at a comma, a conjunction, or where it is told that the answer is kept. */
function questionEnd(sentence: Sentence, from: number): number {
  let at = from + 1;
  const word = (place: number) => wordAt(sentence, place);
  while (
    at < sentence.tokens.length &&
    !isJoint(word(at)) &&
    !(isBe(word(at)) && isParticiple(word(at + 1)) && at > from + 2)
  )
    at++;
  return at;
}

/** Where the next member of a list would begin: behind a comma, `and`, or both. */
export function behindJoint(sentence: Sentence, at: number): number {
  let next = at;
  while (/^(?:,|and|or|plus|nor)$/.test(wordAt(sentence, next)) && next - at < 2) next++;
  while (/^(?:also|then|optionally|possibly)$/.test(wordAt(sentence, next)) && next > at) next++;
  return next;
}

/** A list of noun groups; `goesOn` tells whether what stands at a place is a member of the list still. */
export function groupsAt(
  sentence: Sentence,
  from: number,
  before: boolean,
  goesOn: (at: number) => boolean = () => true,
): Groups | undefined {
  const first = groupAt(sentence, from, before);
  if (!first) return undefined;
  const groups = [first.group];
  let { end } = first;
  while (isJoint(wordAt(sentence, end))) {
    const next = behindJoint(sentence, end);
    if (next === end || !goesOn(next)) break;
    const member = groupAt(sentence, next, before);
    if (!member || member.group.pronoun) break;
    groups.push(member.group);
    end = member.end;
  }
  return { groups, end };
}
