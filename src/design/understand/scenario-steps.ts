import { plural, withArticle } from '../../catalog/words.ts';
import type { Cause, NotUnderstood } from '../model.ts';
import { readAccess } from './access.ts';
import { parts } from './objects.ts';
import { isPerson } from './persons.ts';
import { phraseOf, singularName } from './phrase.ts';
import { isRefusal, refusalOf } from './refusals.ts';
import type { Scenario, Step } from './scenarios.ts';
import { isNoThing } from './sound.ts';
import type { Statement } from './statement.ts';

/** Reads a sentence of the grammar. */
export type Say = (text: string, cause: Cause) => readonly Statement[];

/** What happens on a screen: nothing of it is kept. */
const onScreen =
  /\b(?:click|press|open(?:s|ed)? the (?:page|app|site)|navigat|log(?:s|ged)? (?:in|out)|sign(?:s|ed)? (?:in|out)|submit(?:s|ted)? the form|fill(?:s|ed)? in|on the [\w ]*page|see[ns]? (?:an?|the) (?:message|page|button|error)|redirected|displayed|shown|home ?page)\b/i;
const becomes =
  '(?:is|are|becomes?|should (?:be|become)|must be|will be|remains?|stays?|has been|gets|is (?:set|changed|moved) to|changes to|should change to)\\s+(?:now |still |already |then |marked as |set to |in status )*';
const value = '["\']?([a-z][a-z_ -]{1,30}?)["\']?';
const thing = '(?:(?:the|an?|that|this|my|their|his|her|each)\\s+)?([a-z]+(?: [a-z]+)?)';
/** What is told of a state, with its own word for it, or with the verb alone. */
const states: readonly (readonly [RegExp, of: number, attribute: number | undefined, value: number])[] = [
  [new RegExp(`^the\\s+(status|state|stage)\\s+of\\s+${thing}\\s+${becomes}${value}$`, 'i'), 2, 1, 3],
  [new RegExp(`^${thing}(?:'s)?\\s+(status|state|stage)\\s+${becomes}${value}$`, 'i'), 1, 2, 3],
  [
    new RegExp(
      `^${thing}\\s+(?:with|in|has|having|whose)\\s+(?:the\\s+|an?\\s+)?(status|state|stage)\\s+(?:is\\s+|of\\s+)?${value}$`,
      'i',
    ),
    1,
    2,
    3,
  ],
  [
    new RegExp(`^${thing}\\s+(?:(?:that|which|who)\\s+)?${becomes}((?:on |in |out of |not )?[a-z_-]+)$`, 'i'),
    1,
    undefined,
    2,
  ],
];
/** What is done with a row, and no state that it is in. */
const noState =
  /^(?:created|added|saved|stored|recorded|sent|shown|displayed|refused|rejected by.*|deleted|removed|updated|visible|unique|empty|there|possible|made|present|given|listed|registered|logged_in|available_for.*)$/;

/**
 * What a scenario says of things, their states and what must not be; what nothing was made of. `before` is who speaks
 * of himself in the scenarios before.
 */
export function readScenario(
  steps: Scenario,
  say: Say,
  before: string | undefined,
): {
  readonly statements: readonly Statement[];
  readonly notUnderstood: readonly NotUnderstood[];
  readonly teller?: string;
} {
  const statements: Statement[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const teller = tellerOf(steps) ?? before;
  const refused = steps.some(({ kind, text }) => kind === 'then' && isRefusal(text));
  const rules = refused ? refusalOf(steps, teller) : undefined;
  for (const step of steps) {
    const cause: Cause = { kind: 'said', words: step.words, line: step.line };
    const refuses = step.kind === 'then' && isRefusal(step.text);
    // What must not be tells of nothing that is.
    const found =
      rules?.from === step
        ? [...rules.statements, ...(rules.act === undefined ? [] : say(rules.act, cause))]
        : refuses
          ? []
          : statementsOf(refused && step.kind === 'when' ? bare(step) : step, teller, say, cause);
    statements.push(...found);
    const told = found.length > 0 || (refuses && rules !== undefined);
    if (!told) notUnderstood.push({ words: step.words, line: step.line, why: whyNot(step) });
  }
  return { statements, notUnderstood, ...(teller === undefined ? {} : { teller }) };
}

/** Without what is wrong with it. */
function bare(step: Step): Step {
  return { ...step, text: step.text.replace(/\s+(?:with|without|using)\s.*$/i, '') };
}

function whyNot({ kind, text }: Step): string {
  if (kind === 'then' && isRefusal(text)) return 'no constraint sees what is done: whatever does it must refuse it';
  return onScreen.test(text)
    ? 'it tells what is done on a screen, and of nothing kept'
    : 'no rule reads a step of this form';
}

/** Who says "I": whom it logs in as, or the person that is given. */
function tellerOf(steps: Scenario): string | undefined {
  for (const { text } of steps) {
    const said =
      /\bi am (?:an?\s+)?(?:(?:logged|signed) in (?:as|user)?\s*)?(?:an?\s+)?(?:registered\s+)?([a-z]+(?: [a-z]+)?)$/i.exec(
        text,
      )?.[1];
    const name = said === undefined ? undefined : phraseOf(said)?.name;
    if (name !== undefined && isPerson(name)) return name;
  }
  return undefined;
}

function statementsOf(step: Step, teller: string | undefined, say: Say, cause: Cause): readonly Statement[] {
  const text = plainly(step.text);
  const state = stateOf(text, cause);
  if (state.length > 0) return state;
  const bare = withoutValues(text);
  if (
    step.kind === 'given' ||
    /\b(?:is|are|should be|has been) (?:created|added|saved|stored|recorded|generated|made)\b/i.test(bare)
  ) {
    const given = thereIs(bare, step, cause);
    if (given.length > 0) return given;
  }
  if (onScreen.test(bare)) return [];
  if (step.kind === 'then' && /^(?:i|they|he|she|the [a-z]+)\s+(?:should\s+)?sees?\s/i.test(bare))
    return readAccess(bare.replace(/^.*?\bsees?\s+/i, 'list '), cause);
  const measured =
    /^the\s+([a-z]+(?: [a-z]+)?)\s+(?:of|for)\s+(?:the|an?)\s+([a-z]+(?: [a-z]+)?)\s+(?:is|should be|becomes|increases|decreases|goes)\b/i.exec(
      bare,
    );
  const of = phraseOf(measured?.[2] ?? '');
  if (measured && of) return parts(of.name, `a ${measured[1]}`, cause);
  return say(general(bare, teller), cause);
}

/** `a member with a name and an email exists`: the thing, and what it has. */
function thereIs(text: string, { columns }: Step, cause: Cause): readonly Statement[] {
  const found =
    /^(?:there\s+(?:is|are|exists?)\s+|the following\s+|i have\s+|i am\s+)?((?:an?|the|another|some|several|\d+)\s+)?([a-z]+(?: [a-z]+)??)(?:\s+(?:is|are|should be|has been|have been)\s+(?:created|added|saved|stored|recorded|generated|made))?(?:\s+with\s+(.+?))?(?:\s+(?:exists?|already exists?|(?:is|are) (?:there|registered|in the (?:system|database|catalog(?:ue)?|list))))?:?$/i.exec(
      text,
    );
  const phrase = phraseOf(found?.[2] ?? '');
  const known = columns !== undefined || found?.[1] !== undefined || phrase?.plural === true || /\bexist/i.test(text);
  if (!found || !phrase || !known || isNoThing(phrase.name) || /\b(?:is|are|has|have)\b/i.test(found[2] ?? ''))
    return [];
  const list = columns?.map((one) => `a ${one.toLowerCase()}`).join(', ') ?? found[3];
  const entity: Statement = { kind: 'entity', phrase: { ...phrase, many: false, text: phrase.name }, cause };
  return [entity, ...(list === undefined ? [] : parts(phrase.name, withArticles(list), cause))];
}

/** `with email and status`: each is one. */
function withArticles(list: string): string {
  return list.replace(/(^|,\s+|\s+and\s+)(?:the\s+)?(?!an?\s|\d|the\s)([a-z])/gi, '$1a $2').replace(/\bthe\s/gi, 'a ');
}

function stateOf(text: string, cause: Cause): readonly Statement[] {
  for (const [form, of, attribute, at] of states) {
    const found = form.exec(text);
    const phrase = phraseOf(found?.[of] ?? '');
    const state = singularName(found?.[at] ?? '');
    if (!found || !phrase || isNoThing(phrase.name) || noState.test(state)) continue;
    const own = attribute === undefined ? 'status' : (found[attribute] ?? 'status').toLowerCase();
    if (
      attribute === undefined &&
      (phrase.plural ||
        !/(?:ed|en|able|ive|paid|sent|sold|lost|open|free|full|due|ready|late|new|out|on_[a-z]+|in_[a-z]+|[a-z]+ing)$/.test(
          state,
        ))
    )
      continue;
    return [
      { kind: 'entity', phrase, cause },
      { kind: 'states', of: phrase.name, attribute: own, values: [(found[at] ?? '').toLowerCase()], some: true, cause },
    ];
  }
  return [];
}

function plainly(text: string): string {
  return text
    .trim()
    .replace(/[.;,:]\s*$/, '')
    .replace(/[“”]/g, '"')
    .replace(/’/g, "'");
}

/** Examples of values are no words of what is told. */
function withoutValues(text: string): string {
  return plainly(text)
    .replace(/\s*(?:"[^"]*"|(?<![a-z])'[^']*'|<[^>]*>)/gi, '')
    .replace(/\s+(?:of|is|to|at)\s+[€$£]?\d[\d.,]*(?:\s*(?:%|eur|usd|euros?|dollars?))?(?=\s|$|,)/gi, '')
    .replace(/(?<=[a-z])\s+\d[\d.,]*(?=$|,|\s+and\s)/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What one did, anyone can do: `the member borrows the book`, `I place an order`. */
function general(text: string, teller: string | undefined): string {
  const who = teller === undefined ? 'a user' : withArticle(teller.replaceAll('_', ' '));
  return text
    .replace(/^i\s+([a-z]+)\b/i, (_, verb: string) => `${who} ${third(verb)}`)
    .replace(
      /\b(?:the same|the|that|this|another|my|his|her|a second|a new)\s+([a-z])/gi,
      (_, next: string) => `${/[aeiou]/i.test(next) ? 'an' : 'a'} ${next}`,
    )
    .replace(/\s+(?:again|twice|now|successfully|a second time|for the first time)\b/gi, '');
}

function third(verb: string): string {
  if (/^(?:have|am|can|must|may|should|will)$/i.test(verb)) return verb.toLowerCase() === 'have' ? 'has' : verb;
  return plural(verb);
}
