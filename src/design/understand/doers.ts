import { plural } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf } from './phrase.ts';
import { findVerb, lowerWords } from './verbs.ts';

/** There are several of it in the description: `graves`, `a grave`, `each grave`. */
function isSpokenOf(name: string, plain: string): boolean {
  return new RegExp(`\\b(?:${plural(name)}|(?:an?|each|every|one) ${name})\\b`).test(plain);
}

/** What a state is called as a thing of its own: whoever is absent has an absence. */
const states: Readonly<Record<string, string>> = {
  absent: 'absence',
  ill: 'illness',
  sick: 'sickness',
  unavailable: 'unavailability',
  late: 'delay',
  delayed: 'delay',
};

/**
 * Whoever does what with a thing of which there is more than one: `a director arranges the burial`, where burials are spoken
 * of, is of each burial; `the deceased` is a deceased person, where these are. `plain` is all in lower case.
 */
export function withDoers(given: string, plain: string): string {
  const text = given.replace(
    /\b(of|for|about)\s+the\s+([a-z]+(?:ed|en|ing))(?=\s*(?:,|we\b|the\b))/gi,
    (words, by, who) =>
      new RegExp(`\\b${who.toLowerCase()} (?:person|people|party)\\b`).test(plain) ? `${by} each ${who} person` : words,
  );
  const [, whose = '', state = ''] =
    /^(?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:may|can)\s+be\s+([a-z]+)$/i.exec(text) ?? [];
  const made = states[state.toLowerCase()];
  if (made !== undefined && isSpokenOf(made, plain)) return `each ${made} belongs to one ${whose}`;
  // "The amount paid depends on the sponsor and the race": it is told of the two together.
  const [, list = '', one = '', other = ''] =
    /^((?:the|an?)\s[^;:]+?)\s+depends?\s+(?:only\s+)?on\s+(?:both\s+)?(?:the\s+)?([a-z]+(?: [a-z]+)?)\s+and\s+(?:on\s+)?(?:the\s+)?([a-z]+(?: [a-z]+)?)$/i.exec(
      text,
    ) ?? [];
  if (
    list !== '' &&
    [one, other].every((each) => meaningOf(each) === undefined && isSpokenOf(each.toLowerCase(), plain))
  )
    return `${plural(one)} are assigned to several ${plural(other)} with ${list}`;
  const found =
    /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)??)\s+([a-z]{4,}s)\s+the\s+([a-z]+(?: [a-z]+)?)$/i.exec(text) ?? undefined;
  const [, who = '', verb = '', what = ''] = found ?? [];
  const [doer, thing] = [phraseOf(who), phraseOf(what)];
  if (!found || !doer || !thing || thing.plural || doer.plural) return text;
  if (meaningOf(thing.name) !== undefined || !isSpokenOf(what.toLowerCase(), plain)) return text;
  const known = findVerb(lowerWords(text));
  if (known && (known.kind === 'possess' || known.kind === 'belong' || known.kind === 'mutual')) return text;
  return verb.toLowerCase().endsWith('ss') ? text : `each ${what} belongs to one ${who}`;
}
