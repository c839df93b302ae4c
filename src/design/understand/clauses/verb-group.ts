import type { Place, Verb } from './clause.ts';
import { type Group, type Sentence, textOf, wordAt } from './groups.ts';
import {
  isAdverb,
  isBe,
  isDeterminer,
  isFiniteVerb,
  isHave,
  isJoint,
  isModal,
  isNominal,
  isParticiple,
  isParticle,
  isPlural,
  isPreposition,
  isPronoun,
} from './tokens.ts';
import { plainForm, verbOfParticiple } from './verb-words.ts';

/** A verb with what helps it. `again`: a participle alone goes on with that of the clause before. */
export function verbAt(
  sentence: Sentence,
  from: number,
  subject: Group | undefined,
  again: boolean,
): Place<Verb> | undefined {
  let at = from;
  let modal = false;
  const skip = () => {
    while (isAdverb(wordAt(sentence, at)) && wordAt(sentence, at) !== 'not') at++;
  };
  if (isModal(wordAt(sentence, at))) {
    modal = /^(?:can|may|might|could)$/.test(wordAt(sentence, at));
    at++;
    skip();
    if (isBe(wordAt(sentence, at))) return being(sentence, at, modal, from);
    if (isHave(wordAt(sentence, at))) return having(sentence, at, modal, from);
    return lexical(sentence, at, modal, from);
  }
  if (isBe(wordAt(sentence, at))) return being(sentence, at, modal);
  if (isHave(wordAt(sentence, at))) return having(sentence, at, modal);
  if (again && isParticiple(wordAt(sentence, at)) && !isDeterminer(wordAt(sentence, at + 1)))
    return passive(sentence, at, from, false);
  if (at === 0) return undefined;
  const before = wordAt(sentence, at - 1);
  const single =
    /^(?:an?|each|every|one|this)\s/i.test(subject?.text ?? '') ||
    /^(?:it|he|she|which|who|that|each)$/.test(subject?.text ?? before);
  const several =
    /^(?:they|we|you|i)$/.test(subject?.text ?? '') ||
    (subject !== undefined &&
      !single &&
      isPlural(
        subject.head
          .replace(/\s*\(.*\)$/, '')
          .split(' ')
          .at(-1) ?? '',
      ));
  const word = wordAt(sentence, at);
  const next = wordAt(sentence, at + 1);
  const agrees = single ? /[^s]s$/.test(word) : several ? !/[^s]s$/.test(word) : false;
  const goesOn =
    isDeterminer(next) ||
    isPreposition(next) ||
    isAdverb(next) ||
    isPlural(next) ||
    isParticle(next) ||
    next === '' ||
    isPronoun(next);
  if (plainForm(word) !== undefined && agrees && goesOn && !isJoint(next)) return lexical(sentence, at, false);
  return subject !== undefined && isFiniteVerb(sentence.tokens, at, single) ? lexical(sentence, at, false) : undefined;
}

function being(sentence: Sentence, verb: number, modal: boolean, from = verb): Place<Verb> | undefined {
  let at = verb + 1;
  while (isBe(wordAt(sentence, at)) || (isAdverb(wordAt(sentence, at)) && wordAt(sentence, at) !== 'not')) at++;
  if (wordAt(sentence, at) === 'not') return undefined;
  if (
    isParticiple(wordAt(sentence, at)) &&
    !(
      isNominal(wordAt(sentence, at + 1)) &&
      !isDeterminer(wordAt(sentence, at + 1)) &&
      !isParticiple(wordAt(sentence, at + 1))
    )
  )
    return passive(sentence, at, from, modal);
  return { found: { kind: 'be', base: 'be', text: textOf(sentence, from, at), modal }, end: at };
}

export function passive(sentence: Sentence, at: number, from: number, modal: boolean): Place<Verb> {
  let end = at + 1;
  let base = verbOfParticiple(wordAt(sentence, at)) ?? wordAt(sentence, at);
  if (
    isParticle(wordAt(sentence, end)) ||
    (/^(?:for|on|in|to)$/.test(wordAt(sentence, end)) && isPreposition(wordAt(sentence, end + 1)))
  ) {
    base = `${base} ${wordAt(sentence, end)}`;
    end++;
  }
  // "Drawn up and signed by".
  while (
    /^(?:and|or)$/.test(wordAt(sentence, end)) &&
    isParticiple(wordAt(sentence, end + 1)) &&
    isPreposition(wordAt(sentence, end + 2))
  )
    end += 2;
  return { found: { kind: 'passive', base, text: textOf(sentence, from, end), modal }, end };
}

function having(sentence: Sentence, verb: number, modal: boolean, from = verb): Place<Verb> | undefined {
  let at = verb + 1;
  while (isAdverb(wordAt(sentence, at))) at++;
  if (wordAt(sentence, at) === 'to') {
    at++;
    return isBe(wordAt(sentence, at)) ? being(sentence, at, modal) : lexical(sentence, at, modal);
  }
  if (isBe(wordAt(sentence, at))) return being(sentence, at, modal);
  if (isParticiple(wordAt(sentence, at)) && isDeterminer(wordAt(sentence, at + 1)))
    return {
      found: {
        kind: 'active',
        base: verbOfParticiple(wordAt(sentence, at)) ?? '',
        text: textOf(sentence, from, at + 1),
        modal,
      },
      end: at + 1,
    };
  return { found: { kind: 'have', base: 'have', text: textOf(sentence, from, at), modal }, end: at };
}

function lexical(sentence: Sentence, at: number, modal: boolean, from = at): Place<Verb> | undefined {
  const word = wordAt(sentence, at);
  const base = plainForm(word);
  if (base === undefined) return undefined;
  let end = at + 1;
  // "Wants to record", "wish to see": what they want is what they do.
  if (
    /^(?:want|wish|need|like)$/.test(base) &&
    wordAt(sentence, end) === 'to' &&
    plainForm(wordAt(sentence, end + 1)) !== undefined
  )
    return lexical(sentence, end + 1, modal);
  if (isParticle(wordAt(sentence, end))) end++;
  const text = textOf(sentence, from, end);
  return {
    found: { kind: 'active', base: end > at + 1 ? `${base} ${wordAt(sentence, at + 1)}` : base, text, modal },
    end,
  };
}
