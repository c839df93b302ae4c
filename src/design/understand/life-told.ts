import type { Cause } from '../model.ts';
import { phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';

/** What a sentence tells of the life of a thing. */
interface Told {
  readonly of: string;
  readonly statements: readonly Statement[];
}

const thing = '(?:an?|each|every|the|all|our)?\\s*([a-z]+(?: [a-z]+)?)';

/** A form of a sentence: whose life, the states in their order, and what may come besides. */
interface LifeForm {
  readonly form: RegExp;
  readonly states: (parts: readonly (string | undefined)[]) => readonly string[];
  /** There may be others, too. */
  readonly some?: true;
}

const forms: readonly LifeForm[] = [
  // "The life cycle of a loan: requested, approved, repaid", "the states of a ticket are new, open and closed".
  {
    form: new RegExp(
      `^(?:the\\s+)?(?:possible\\s+)?(?:states?|status(?:es)?|stages?|phases?|life ?cycle|lifecycle|workflow)\\s+(?:of|for)\\s+${thing}\\s*(?::|is|are)\\s*(?:one of\\s+)?(.+)$`,
      'i',
    ),
    states: ([list]) => membersOf(list),
  },
  {
    form: new RegExp(
      `^${thing}(?:'s?)?\\s+(?:states|statuses|stages|life ?cycle|lifecycle|workflow)\\s*(?::|is|are)\\s*(.+)$`,
      'i',
    ),
    states: ([list]) => membersOf(list),
  },
  // "An order goes through draft, paid and shipped", "an application moves from submitted to under review to accepted".
  {
    form: new RegExp(
      `^${thing}\\s+(?:(?:can|may|must|will)\\s+)?(?:go(?:es)?|moves?|passes?|pass|transitions?|progress(?:es)?|evolves?)\\s+(?:through|from)\\s+(?:(?:the|these|the following|several|\\w+)\\s+(?:states|statuses|stages|phases|steps)\\s*)?([^:]+)$`,
      'i',
    ),
    states: ([list = '']) => membersOf(list.replace(/\s+(?:and\s+then\s+|then\s+)?to\s+/gi, ', ')),
  },
  // "A task starts as todo, then becomes in progress and ends as done".
  {
    form: new RegExp(
      `^${thing}\\s+(?:starts?|begins?)\\s+(?:out\\s+)?(?:as|in|with)\\s+(.+?),?\\s+(?:and\\s+)?(?:then\\s+)?(?:becomes?|moves? to|go(?:es)? to|changes? to|turns? (?:in)?to)\\s+(.+?)(?:,?\\s+(?:and\\s+)?(?:finally\\s+)?(?:ends?|finishes|finish)\\s+(?:up\\s+)?(?:as|in|with)\\s+(.+))?$`,
      'i',
    ),
    states: (parts) => parts.flatMap((one) => (one === undefined ? [] : membersOf(one))),
  },
  // "A ferry is in service, in maintenance or retired".
  {
    form: new RegExp(`^${thing}\\s+(?:is|are)\\s+(?:either\\s+)?((?:in|out of|on|under|off)\\s+[a-z]+\\b.+)$`, 'i'),
    states: ([list = '']) => (/(?:\bor\b|,)/i.test(list) ? membersOf(list) : []),
  },
  // "Ferries go to maintenance every six months and come back to service": at first they are in service.
  {
    form: new RegExp(
      `^${thing}\\s+(?:(?:can|may|must)\\s+)?go(?:es)?\\s+(?:in|into|to|for)\\s+([a-z]+)\\b(?:\\s+[^,;]*?)?,?\\s+(?:and|then|and then)\\s+(?:comes?|go(?:es)?|returns?|are|is)\\s*(?:back|put back|returned)?\\s+(?:to|into|in)\\s+([a-z]+)$`,
      'i',
    ),
    states: ([away, home]) => [`in ${home}`, `in ${away}`],
    some: true,
  },
];

/** No states: what is done to a thing or by whom, where it is, or how many there are. */
const noState =
  /\b(?:be|able|by|more|many|several|least|most|which|that|who|it|they|a|an|the|this|his|her|its|their|one|two|three|between|via|of(?! order| service| stock| use))\b|[\d:]/i;
const noThing = /^(?:it|they|there|this|that|we|you|he|she|these|those|which|who|user|people|everything|data)$/i;
/** Where a thing is in by its nature, and no state of its life. */
const places =
  /^(?:in|on)\s+(?:english|french|german|euros?|dollars?|one|stores?|buildings?|rooms?|shelves|town|cities|countries)\b/i;

/**
 * A list of states in the order of a life, whatever sentence tells it: the first is what a new one is in. Behind it may
 * stand what can become of it besides: `it can be cancelled before it is shipped`.
 * @param before what was read so far
 */
export function readLife(given: string, cause: Cause, before: readonly Statement[]): Told | undefined {
  const plain = given.replace(/[.!;]\s*$/, '');
  const last = before.at(-1);
  const end = ended.exec(plain)?.[1];
  if (end !== undefined && last?.kind === 'states' && last.of !== undefined)
    return { of: last.of, statements: [{ ...last, values: [end.toLowerCase()], some: true, cause }] };
  for (const { form, states, some } of forms) {
    const [, subject = '', ...parts] = form.exec(plain) ?? [];
    const of = subject === '' ? undefined : phraseOf(subject);
    if (!of || noThing.test(of.name)) continue;
    const values = states(parts);
    if (values.length < 2 || values.some((one) => one.split(' ').length > 3 || noState.test(one) || places.test(one)))
      continue;
    return {
      of: of.name,
      statements: [
        { kind: 'entity', phrase: of, cause },
        { kind: 'states', of: of.name, attribute: 'status', values, ...(some ? { some } : {}), cause },
      ],
    };
  }
  return undefined;
}

/** `it can be cancelled before it is shipped`. */
const ended =
  /^(?:and\s+|but\s+)?(?:it|they|(?:an?|each|every|the)\s+\w+|\w+s)\s+(?:can|may|might|could)\s+(?:also\s+|only\s+)?be\s+([a-z]+ed|withdrawn|lost|void)(?:\s+(?:before|until|while|as long as|at any|any time|only|if|when|after)\b.*)?$/i;

function membersOf(list: string | undefined): readonly string[] {
  return splitList((list ?? '').replace(/\s*(?:->|→|=>|\|)\s*/g, ', ').replace(/\s+(?:then|or|finally)\s+/gi, ', '))
    .map((one) =>
      one
        .trim()
        .replace(/^(?:and|then|or|finally|either)\s+/i, '')
        .replace(/["'()]/g, '')
        .toLowerCase(),
    )
    .filter((one) => one !== '');
}
