import { plural } from '../../catalog/words.ts';
import { oneClassifiers } from './lexicon.ts';
import { isPerson } from './persons.ts';
import { singularName } from './phrase.ts';

/** A form of a sentence that people write, and the words that say the same in a form that the grammar reads. */
export type Form = readonly [RegExp, (...found: string[]) => string];

/** Sentences that tell of two things at once, or of one within another. */
export const twofoldForms: readonly Form[] = [
  // "Keepers, who look after pens, have a name", "a permit, issued by a clerk, has a number": two things are told.
  [
    /^([a-z]+(?: [a-z]+)?s),\s+(?:who|which)\s+([^,]+),\s+((?:have|are|can|may|must)\s.+)$/i,
    (_, what, first, second) => `${what} ${first}; ${what} ${second}`,
  ],
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?),\s+([a-z]+(?:ed|en)\s+(?:by|for|to|at|in)\s+[^,]+),\s+((?:has|contains|includes|records|belongs)\s.+)$/i,
    (_, what, done, rest) => `${what} is ${done}; ${what} ${rest}`,
  ],
  // "Inside a greenhouse there are several beds": it has them.
  [
    /^(?:in|inside|within|on|at)\s+((?:each|every|an?)\s+[a-z]+(?: [a-z]+)?),?\s+there\s+(?:is|are|may be|can be)\s+(?=(?:several|many|multiple|various|some|an?|one|two|three|\d+)\s)/i,
    (_, who) => `${(who ?? '').replace(/^an?/i, 'each')} has `,
  ],
  // "Instruments which are lent to pupils have a number": two things are told.
  [
    /^([a-z]+s)\s+(?:which|that|who)\s+((?:are|can be|may be)\s+[^,]+?)\s+(have\s+(?:an?|the)\s.+)$/i,
    (_, what, done, rest) => `${what} ${done}; ${what} ${rest}`,
  ],
  // "When a parcel passes through a depot, a scan is made": a scan of a parcel and a depot.
  [
    /^(?:when|whenever|each time|every time|if|as soon as|once)\s+(?:an?|the)\s+([a-z]+)\s+[^,]*?(?:\s(?:an?|the)\s+([a-z]+)[^,]*)?,\s+(an?\s+[a-z]+(?: [a-z]+)?)\s+is\s+(?:made|created|issued|generated|performed|carried out|registered|opened|filed|produced|drawn up|written)(?=\s*(?:[.;]|$))/i,
    (_, who, what, made) =>
      `${(made ?? '').replace(/^an?/i, 'each')} belongs to one ${who}${what === undefined || /^(?:time|day|date)$/i.test(what) ? '' : ` and one ${what}`}`,
  ],
  // "A plot can have only one lease at any given time": leases come and go, and each is of one plot.
  [
    /^((?:an?|each|every|the)\s+([a-z]+(?: (?!can|may|must|should|will|shall|only|have|has|hold)[a-z]+)?))\s+(?:(?:can|may|must|should|will|shall)\s+)?(?:only\s+)?(?:have|has|hold|holds)\s+(?:(?:only|at most|just|exactly|no more than|not more than|never more than)\s+)?(?:one|a single)\s+(?:(?:active|current|open|valid|running)\s+)?([a-z]+(?: [a-z]+)?)\s+(?:at (?:any (?:given |one )?|a |one |the same )(?:time|moment|point)|at once|simultaneously|in the same period)[.;]?$/i,
    (whole, who, what, rows) =>
      isPerson(singularName(rows ?? '')) || oneClassifiers.has(singularName(rows ?? ''))
        ? (whole ?? '')
        : `each ${rows} belongs to one ${what}; ${who} cannot have two ${plural(rows ?? '')} at the same time`,
  ],
  // "A garage with a name and a number of levels.": of such there are several, and each has that.
  [
    /^(an?\s+[a-z]+(?: [a-z]+)?)\s+(?:with|having)\s+(?=(?:an?|its)\s+(?:unique\s+)?(?:[a-z]+\s+)?(?:name|number|code|title|address|label)\b)(?!.*\b(?:is|are|has|have|can|may|must|should|where|which|who)\b)/i,
    (_, who) => `${(who ?? '').replace(/^an?/i, 'each')} has `,
  ],
  // "Both have a weight, but a flight has a registration": a sentence of its own.
  [/,?\s+but\s+(?=(?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?\s+(?:has|is|may|can|must|belongs)\b)/gi, () => '; '],
  // "During a repair several parts may be used": it uses them.
  [
    /^(?:during|in|at|on|for|with)\s+((?:an?|each|every|one)\s+[a-z]+(?: [a-z]+)??),?\s+(?:(?:several|various|different|multiple|some|many|one or more)\s+)?([a-z]+(?: [a-z]+)?s)\s+(?:(?:may|can|could|might|must|will)\s+be|are)\s+(?:used|needed|consumed|replaced|required|applied|installed|mounted|fitted|served|shown|played|sold|discussed|presented|administered|prescribed|ordered)(?=\s*(?:[:,.;]|$))/i,
    (_, who, what) => `${who} uses ${what}`,
  ],
];
