import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { roleNouns } from './lexicon.ts';
import { further, ofAnother } from './objects.ts';
import { isPerson } from './persons.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';

/** `driven by one driver with one truck and optionally a trailer`. */
export function companions(text: string): readonly Phrase[] {
  const within = /\swith\s+((?:an?|one|its|the|optionally)\s.+)$/i.exec(text)?.[1];
  return splitList(within ?? '').flatMap((one) => {
    const phrase = phraseOf(one);
    return phrase && !phrase.many && meaningOf(phrase.name) === undefined && !isGeneral(phrase) ? [phrase] : [];
  });
}

/** `at a scheduled departure and arrival time`. */
export function atTimes(text: string): readonly Phrase[] {
  const found = /^.*\s(?:at|on)\s+(?:an?|the|its|their)\s+([\w ]*?\b(?:time|date)s?)\s*$/i.exec(text)?.[1];
  return splitList(found ?? '').flatMap((one) => phraseOf(one) ?? []);
}

export function roleOfVerb(word: string, to: Phrase): { readonly role?: string } {
  const role = {
    written: 'author',
    created: 'creator',
    owned: 'owner',
    approved: 'approver',
    reviewed: 'reviewer',
    managed: 'manager',
    supervised: 'supervisor',
    reported: 'reporter',
    requested: 'requester',
    hosted: 'host',
    organized: 'organizer',
    led: 'leader',
    sent: 'sender',
  }[word.split(' ').at(-2) ?? ''];
  return role === undefined || roleNouns.has(to.name)
    ? {}
    : /^(?:user|person|member|employee|account|staff)$/.test(to.name)
      ? { role }
      : {};
}

/** Several of the object for one of the subject, as its own words say. */
export function severalOf(phrase: Phrase): boolean {
  return (
    phrase.many &&
    /^(?:(?:one|zero|two|three|\d+) (?:or|to) (?:more|many|several|two|three|four|five|six|\d+)|several|multiple|many|various|numerous|different|any number|a number of|a (?:set|list|collection|variety) of|lots|more than one|at least \w+|(?:up to|at most|no more than|not more than|a maximum of|exactly) (?!one\b|1\b)\w+|two|three|four|five|six|\d+)\b/i.test(
      phrase.text,
    )
  );
}

/** `courses with a grade`, `users since a date`: whom it is done with, and what is told of the two together. */
export function toldOfBoth(rest: string): readonly [string, readonly Phrase[]] {
  const since = /\s+since\b(?:\s+(?:an?|the|some|which|what)?\s*(?:date|day|time|moment|when))?\s*$/i.exec(rest);
  const plain = since ? rest.slice(0, since.index) : rest;
  const within = /^(.+?)(?:,?\s+each)?,?\s+(?:with|having|under(?=\s+an?\s+[a-z]+\s+name\b))\s+(.+)$/i.exec(plain);
  const phrases = splitList(within?.[2] ?? '').flatMap((one) => phraseOf(ofAnother('', one, false).member) ?? []);
  const isProperty = (one: Phrase) =>
    !isPerson(one.name) &&
    (/^(?:comment|note|remark|feedback)$/.test(one.name) ||
      meaningOf(one.name) !== undefined ||
      meaningOf(one.written) !== undefined ||
      /^an?\s/i.test(one.text));
  const [first] = phrases;
  const all = first !== undefined && isProperty(first) && phrases.every((one) => !one.many || isProperty(one));
  const day = since ? phraseOf('since') : undefined;
  return [all ? (within?.[1] ?? plain) : plain, [...(all ? phrases : []), ...(day ? [day] : [])]];
}

/** `Trainers teach classes on a weekday at a time in a room`: a class has a weekday, a time and a room. */
export function whenAndWhere(what: Phrase | undefined, text: string, cause: Cause): readonly Statement[] {
  if (!what) return [];
  const times = [...text.matchAll(/\s(?:on|at)\s+(?:an?|the)\s+((?:start\s+|end\s+)?(?:weekday|day|date|time))\b/gi)];
  return [
    ...times.flatMap(([, time]): readonly Statement[] => {
      const phrase = phraseOf(/^time$/i.test(time ?? '') ? 'start time' : (time ?? ''));
      return phrase ? [{ kind: 'part', of: what.name, phrase, cause }] : [];
    }),
    ...further(text)
      .filter((one) => !one.plural && !/(?:day|date|time)$/.test(one.name))
      .map((to): Statement => ({ kind: 'belongs', from: what.name, to, optional: false, cause })),
  ];
}

/** `at an offset`, `at a price`: how far on or how much, and no place. */
export function measuredAt(text: string): readonly Phrase[] {
  const found = /\bat\s+an?\s+([a-z]+(?: [a-z]+)?)\s*$/i.exec(text)?.[1];
  const phrase = phraseOf(found ?? '');
  return phrase && (meaningOf(phrase.name) || /(?:^|_)(?:offset|position|time)$/.test(phrase.name)) ? [phrase] : [];
}
