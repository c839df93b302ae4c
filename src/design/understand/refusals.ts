import type { Cause } from '../model.ts';
import { readFacts } from './facts.ts';
import { numberOf } from './numbers.ts';
import { parts } from './objects.ts';
import { readOverlap } from './overlap.ts';
import { type Phrase, phraseOf } from './phrase.ts';
import type { Scenario, Step } from './scenarios.ts';
import type { Statement } from './statement.ts';
import { findVerb, lowerWords } from './verbs.ts';

/** It says that what was tried must not be. */
export function isRefusal(text: string): boolean {
  return /\b(?:refused|rejected|denied|declined|blocked|prevented|forbidden|invalid|fails?|errors?|cannot|can not|can't|(?:not|n't) (?:be )?(?:allowed|accepted|created|saved|added|possible|registered|placed|booked|able)|no [\w ]+ is (?:created|saved|added|made))\b/i.test(
    text,
  );
}

interface Refusal {
  readonly from: Step;
  readonly statements: readonly Statement[];
  /** What is done all the same, a sentence. */
  readonly act?: string;
}

/** What must hold so that what is tried is refused; `from` is the step that says what is wrong with it. */
export function refusalOf(steps: Scenario, teller: string | undefined): Refusal | undefined {
  const given = steps.filter((one) => one.kind === 'given');
  for (const from of steps.filter((one) => one.kind === 'when')) {
    const cause: Cause = { kind: 'said', words: from.words, line: from.line };
    const text = from.text.replace(/[.;,]\s*$/, '').replace(/\s*(?:"[^"]*"|<[^>]*>)/g, '');
    const once = again(text, teller);
    if (once !== undefined)
      return { from, statements: readFacts(`${once} only once`, cause), act: once.replace(' can ', ' may ') };
    const statements = atOnce(text, cause) ?? ordered(text, given, cause) ?? ofValue(text, given, cause);
    if (statements && statements.length > 0) return { from, statements };
  }
  return undefined;
}

/** `books the room for an overlapping period`, `for the same time`. */
function atOnce(text: string, cause: Cause): readonly Statement[] | undefined {
  const found =
    /\b(?:books?|reserves?|rents?|hires?|schedules?|(?:is|are) (?:booked|reserved|rented|scheduled))\s+(?:(?:the same|the|that|an?)\s+([a-z]+)\s+)?.*\b(?:overlapping|the same (?:time|period|slot|dates?)|at the same time)\b/i.exec(
      text,
    );
  const what = found?.[1] ?? /^(?:the same|the|that|an?)\s+([a-z]+)\s+(?:is|are)\b/i.exec(text)?.[1];
  return found && what !== undefined
    ? readOverlap(`a ${what} cannot be booked twice at the same time`, cause)
    : undefined;
}

/** `reviews the product again`: what can be done once only. */
function again(text: string, teller: string | undefined): string | undefined {
  const found =
    /^(?:the\s+(?:same\s+)?([a-z]+)|i)\s+(?:tries to\s+|try to\s+)?([a-z]+?)s?\s+(?:for\s+|in\s+)?(?:the same|the|that)\s+([a-z]+)\s+(?:again|twice|a second time|more than once)$/i.exec(
      text,
    );
  const who = found?.[1] ?? teller?.replaceAll('_', ' ');
  return found && who !== undefined ? `a ${who} can ${found[2]} a ${found[3]}` : undefined;
}

/** `the end date is before the start date`. */
function ordered(text: string, given: Scenario, cause: Cause): readonly Statement[] | undefined {
  const found =
    /\b(?:the|an?)\s+([a-z]+(?: [a-z]+)?)\s+(?:(?:that|which)\s+)?(?:is|lies|comes)?\s*(before|after|earlier than|later than)\s+(?:the|its|an?)\s+([a-z]+(?: [a-z]+)?)$/i.exec(
      text,
    );
  if (!found) return undefined;
  const owner = thingBefore(text.slice(0, found.index)) ?? thingIn(given);
  const word = /before|earlier/i.test(found[2] ?? '') ? 'before' : 'after';
  return readFacts(`the ${found[1]} must not be ${word} the ${found[3]}`, cause).map((one) =>
    one.kind === 'ordered' && one.of === undefined && owner ? { ...one, of: owner.name } : one,
  );
}

const amount = '(-?\\d[\\d.]*|zero|one|two|three|four|five|ten)';

/** What is wrong with a value: that another has it, that it is missing, or that it is out of bounds. */
function ofValue(text: string, given: Scenario, cause: Cause): readonly Statement[] | undefined {
  const same =
    /\b(?:with|using|has|have|having|takes?|chooses?|enters?)\s+(?:the same|that|an? (?:existing|duplicate|already (?:used|taken|registered))|an?|the)\s+([a-z]+(?: [a-z]+)?)(\s+(?:that|which)\s+(?:is|has been|already).*\b(?:taken|used|registered|exists?))?$/i.exec(
      text,
    );
  if (same && (same[2] !== undefined || /\b(?:same|that|existing|duplicate|already)\s+[a-z ]+$/i.test(text)))
    return told(text.slice(0, same.index), same[1] ?? '', given, cause, (of, { name }) => ({
      kind: 'unique',
      of,
      names: [name],
      identity: false,
      cause,
    }));
  const missing =
    /\b(?:without|with no|with an? (?:empty|missing|blank)|leaves? out)\s+(?:an?\s+|any\s+|the\s+|its\s+|their\s+)?([a-z]+(?: [a-z]+)?)$/i.exec(
      text,
    );
  if (missing)
    return told(text.slice(0, missing.index), missing[1] ?? '', given, cause, (of, { name }) => ({
      kind: 'presence',
      of,
      attribute: name,
      optional: false,
      cause,
    }));
  const negative =
    /\b(?:an?|the|its)\s+(negative|zero)\s+([a-z]+(?: [a-z]+)?)$/i.exec(text) ??
    /\b(?:an?|the|its)\s+([a-z]+)\s+(?:of|is|that is)\s+(negative|zero)$/i.exec(text);
  if (negative) {
    const [, a = '', b = ''] = negative;
    const zero = /zero/i.test(negative[0]);
    return told(
      text.slice(0, negative.index),
      /^(?:negative|zero)$/i.test(a) ? b : a,
      given,
      cause,
      (of, { name }) => ({
        kind: 'bounds',
        of,
        attribute: name,
        ...(zero ? { above: 0 } : { min: 0 }),
        cause,
      }),
    );
  }
  return beyond(text, given, cause);
}

/** `a rating above 5`, `a quantity of more than 10`, `an age below 18`. */
function beyond(text: string, given: Scenario, cause: Cause): readonly Statement[] | undefined {
  const found = new RegExp(
    `\\b(?:an?|the|its)\\s+([a-z]+(?: [a-z]+)??)\\s+(?:of\\s+|is\\s+|that is\\s+)?(more than|above|greater than|higher than|over|less than|below|under|lower than)\\s+${amount}\\b`,
    'i',
  ).exec(text);
  const limit = numberOf(found?.[3] ?? '') ?? (/^zero$/i.test(found?.[3] ?? '') ? 0 : undefined);
  if (!found || limit === undefined) return undefined;
  const most = /more|above|greater|higher|over/i.test(found[2] ?? '');
  return told(text.slice(0, found.index), found[1] ?? '', given, cause, (of, { name }) => ({
    kind: 'bounds',
    of,
    attribute: name,
    ...(most ? { max: limit } : { min: limit }),
    cause,
  }));
}

/** The property is of what the words before it name, or of what is given with it. */
function told(
  before: string,
  name: string,
  given: Scenario,
  cause: Cause,
  rule: (of: string, property: Phrase) => Statement,
): readonly Statement[] | undefined {
  const property = phraseOf(name);
  const having = property && given.find((one) => new RegExp(`\\bwith\\b.*\\b${name}\\b`, 'i').test(one.text));
  const owner = (having && thingIn([having])) ?? thingBefore(before) ?? thingIn(given);
  if (!property || !owner) return undefined;
  return [
    { kind: 'entity', phrase: owner, cause },
    ...parts(owner.name, `a ${name}`, cause),
    rule(owner.name, property),
  ];
}

/** The last thing that is named: `a product is created`, `I add a product`. */
function thingBefore(text: string): Phrase | undefined {
  const all = [...text.matchAll(/\b(?:an?|another|the|second|that)\s+(?:new\s+|second\s+)?((?:[a-z]+\s?){1,2})/gi)];
  return all
    .reverse()
    .map(([, words]) => phraseOf(withoutVerb(words ?? '')))
    .find((one) => one !== undefined);
}

function withoutVerb(text: string): string {
  const words = text.trim().split(/\s+/);
  const verb = findVerb(['a', ...lowerWords(text)]);
  return words.length > 1 &&
    (verb?.at === 2 ||
      /^(?:is|are|registers?|signs?|logs?|enters?|tries|adds?|creates?|was|has|with|of|for|in|at|on|by|using)$/i.test(
        words[1] ?? '',
      ))
    ? (words[0] ?? '')
    : text.trim();
}

function thingIn(steps: Scenario): Phrase | undefined {
  for (const { text } of steps) {
    const found =
      /^(?:there (?:is|are)\s+)?(?:(?:an?|the|another|some|several)\s+)?((?:[a-z]+\s?){1,2}?)(?=\s+(?:with|that|who|which|exists?|is|has|already)\b|$)/i.exec(
        text,
      );
    const phrase = phraseOf(found?.[1] ?? '');
    if (phrase) return phrase;
  }
  return undefined;
}
