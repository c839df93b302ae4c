import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { isVague } from './vague-words.ts';

/** `A lesson is`: one of the things, and what it is. */
const defining = /^(?:an?|each|every|one)\s+([a-z]+(?: [a-z]+)?)\s+is\s+(?:always\s+)?(?:an?|one|the)\s+(.+)$/i;
const prepositions = /\s(?=(?:of|by|with|on|in|at|for|from|under|to|between)\s+\S)/i;
const single = /^(?:exactly |just |only )?(?:one|an? (?:single|certain|particular|specific|given|fixed|defined))\s+/i;
const several = /^(?:several|many|multiple|one or more|two or more|two|three|at least \w+)\s+/i;
const article = /^an?\s+/i;
const when = /^(?:time|start time|date|day|hour)$/;

const moments: Readonly<Record<string, string>> = { time: 'start time', hour: 'start time', day: 'date' };

interface Complement {
  readonly phrase: Phrase;
  /** The words say that there is one of it, and not only an article. */
  readonly counted: boolean;
}

/**
 * `A sailing is a scheduled departure of one ferry on one route at a certain time`: what it is tells whose it is, and
 * when. Nothing where the words may be those of a kind, a property or a person.
 */
export function readDefined(
  text: string,
  cause: Cause,
): { readonly statements: readonly Statement[]; readonly subject: string } | undefined {
  const [, named = '', what = ''] = defining.exec(text.replace(/[.;]\s*$/, '')) ?? [];
  const [, ...tails] = what.split(prepositions);
  const subject = phraseOf(named);
  if (!subject || isGeneral(subject) || isVague(subject) || tails.length === 0) return undefined;
  // A period of duty: no thing, and part of the noun.
  const complements = tails.filter((tail) => !/^of\s+[a-z]+$/i.test(tail)).map(complementsOf);
  const told = complements.flat();
  const counted = told.filter((one) => one.counted).length;
  if (complements.some((one) => one.length === 0) || (counted === 0 && told.length < 2)) return undefined;
  return {
    statements: [
      { kind: 'entity', phrase: subject, cause },
      ...told.map(({ phrase }): Statement => {
        const property = when.test(phrase.name) || meaningOf(phrase.name)?.strength === 'strong';
        return property || phrase.many
          ? { kind: 'part', of: subject.name, phrase: momentOf(phrase), cause }
          : { kind: 'belongs', from: subject.name, to: phrase, optional: false, cause };
      }),
    ],
    subject: subject.name,
  };
}

/** What stands behind a preposition, in so many words one or several of each; nothing where another word is among them. */
function complementsOf(tail: string): readonly Complement[] {
  const members = splitList(tail.replace(/^\S+\s+/, ''));
  const found = members.flatMap((member): readonly Complement[] => {
    const counted = single.test(member) || several.test(member);
    if (!counted && !article.test(member)) return [];
    const phrase = phraseOf(member.replace(single, 'a '));
    return phrase &&
      phrase.plural === several.test(member) &&
      (when.test(phrase.name) || !isVague(phrase)) &&
      phrase.words.length <= 3
      ? [{ phrase, counted }]
      : [];
  });
  return found.length === members.length ? found : [];
}

/** At a certain time: when it starts. */
function momentOf(phrase: Phrase): Phrase {
  const name = moments[phrase.name];
  return (name === undefined ? undefined : phraseOf(name)) ?? phrase;
}
