import { plural } from '../../catalog/words.ts';
import { actOfParticiple } from './acts.ts';
import { withMarks } from './list-marks.ts';
import { pairForms, valueForms } from './pair-forms.ts';
import { isPerson } from './persons.ts';
import { isUnit, phraseOf, singularName, singularWords, splitList } from './phrase.ts';
import { type Form, twofoldForms } from './twofold-forms.ts';

/** `accepted`, `true`, `in stock`: a value, and no thing with an article or a plural. */
const value = /^[a-z][a-z-]*(?:[ /][a-z-]+)?$/i;

const forms: readonly Form[] = [
  ...twofoldForms,
  ...pairForms,
  ...valueForms,
  // "Users can follow each other": each of them others.
  [
    /^(?:the\s+)?([a-z]+s)\s+((?:can|may|could)\s+)?([a-z]{3,})\s+(?:each other|one another)\b/i,
    (_, of, may, does) => `${of} ${may ?? ''}${does} ${of?.toLowerCase()}`,
  ],
  // "Huts are connected by trails with a difficulty": a trail connects two huts.
  [
    /^(?:the\s+)?([a-z]+s)\s+are\s+(?:connected|linked|joined)\s+(?:(?:to|with)\s+each\s+other\s+)?by\s+([a-z]+s)(?:,?\s+(?:each with|with|having|which have)\s+([^.;]+))?(?=\s*(?:[.;]|$))/i,
    (_, of, ways, list) => {
      const way = singularWords(ways ?? '');
      return `a ${way} connects two ${of}${list === undefined ? '' : `; each ${way} has ${list}`}`;
    },
  ],
  // "A transfer moves goods from one depot to another": it has the depots where it begins and ends.
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+(?:moves?|transfers?|brings?|carries|ships?|takes|goes|leads|runs)\s+(?:([a-z][a-z ]*?)\s+)?from\s+(?:an?|one|the)\s+([a-z]+(?: [a-z]+)?)\s+to\s+(?:another|an?|one|the)(?:\s+other)?(?:\s+(?!one\b)([a-z]+(?: [a-z]+)?))?(?:\s+one)?(?=\s*(?:[.;]|$))/i,
    (words, who, what, from, to) => {
      const [begin = '', end = ''] = [from, to ?? from];
      const last = end.split(' ').at(-1) ?? '';
      if (begin.split(' ').at(-1) !== last) return words ?? '';
      const named = (text: string, role: string) => (text === last ? `${role} ${text}` : text);
      const moved = what !== undefined && (/^(?:an?|the|several|many)\s/i.test(what) || phraseOf(what)?.plural);
      return `${who} has ${moved ? `${what}, ` : ''}an ${named(begin, 'origin')} and a ${named(end, 'destination')}`;
    },
  ],
  // "Owners bring their pets in": whose they are, and nothing that is done with them.
  [
    /^(?:(?:all|the|our|most|some)\s+)?([a-z]+s)\s+(?:(?:can|may)\s+)?(?:brings?|sends? in|hands? in|drops? off|keeps?|stores?|parks?|houses?|moors?|berths?|stables?|boards?|looks? after|cares? for|takes? care of|insures?)\s+(?:in\s+)?their\s+([a-z]+(?: [a-z]+)?s)(?:\s+(?:in|over|along|here))?(?=\s*(?:[.,;]|$))/i,
    (_, who, what) => `each ${singularWords(what ?? '')} belongs to one ${singularWords(who ?? '')}`,
  ],
  // "Owners pay invoices in one or more payments": each payment is for an invoice, and by an owner.
  [
    /^(?:(?:an?|each|every|the)\s+)?([a-z]+)\s+(?:(?:can|may|must)\s+)?(?:pays?|settles?|repays?|fulfils?|fulfills?|delivers?|ships?)\s+(?:an?\s+|each\s+|every\s+|the\s+|their\s+|his\s+or\s+her\s+)?([a-z]+(?: [a-z]+)?)\s+(?:in|by|with|through|over|using)\s+(?:one or more|one or several|several|many|multiple|a number of)\s+([a-z]+s)(?=\s*(?:[.,;]|$))/i,
    (words, who, what, parts) =>
      phraseOf(what ?? '') === undefined || /^(?:we|they|it|you)$/i.test(who ?? '')
        ? (words ?? '')
        : `each ${singularWords(parts ?? '')} belongs to one ${singularWords(what ?? '')} and one ${singularWords(who ?? '')}`,
  ],
  // "The order of authors matters": no thing.
  [/^the\s+order\s+(?:of|in which)\s+[^.;]*?\s(?:matters|is important|is relevant|counts)\s*[.;]?$/i, () => ''],
  // "Products, each in exactly one category".
  [
    /\b([a-z]+s),\s+each\s+(?:in|of|from|at|on|for|by|within)\s+((?:exactly\s+)?(?:one|an?)\s+[a-z]+)(?=\s*(?:[,.;]|$|\band\b))/gi,
    (_, of, what) => `${of}; each ${singularWords(of ?? '')} belongs to ${what}`,
  ],
  // "Puppets get damaged": they are.
  [
    /\b(gets?)\s+([a-z]*[^e]ed|[a-z]{3,}en)(?=\s*(?:[,.;]|$|\b(?:and|or|by|in|at|on|to|when|after)\b))/gi,
    (_, verb, done) => `${verb === 'gets' ? 'is' : 'are'} ${done}`,
  ],
  // "Honey is harvested from hives in kilograms": a harvest of a hive has the kilograms of honey.
  [
    /^([a-z]+)\s+is\s+([a-z]+ed)\s+(?:from|at|in|on)\s+([a-z]+s)\s+in\s+([a-z]+s)(?=\s*(?:[.;]|$))/i,
    (words, what, done, of, unit) => {
      const act = isUnit(unit ?? '') && !phraseOf(what ?? '')?.plural ? actOfParticiple(done ?? '') : undefined;
      return act === undefined
        ? (words ?? '')
        : `each ${singularWords(of ?? '')} has several ${plural(act)}; each ${act} has a ${what?.toLowerCase()} in ${unit}`;
    },
  ],
  // "Users' shifts have a start": shifts of users do.
  [
    /^([a-z]+s)'\s+([a-z]+s)(?=\s)/i,
    (_, whose, what) => (isPerson(singularName(whose ?? '')) ? `${whose} have ${what}; ${what}` : (what ?? '')),
  ],
  // "And end with a result": they have one.
  [
    /(\b(?:and|games?|matches|sessions?|rounds?)\s+)(end|finish|close|begin)(s|es)?\s+with\s+(?=an?\s)/gi,
    (_, before, __, third) => `${before}${third === undefined ? 'have' : 'has'} `,
  ],
  // "A power connection or not".
  [/\ban?\s+([a-z]+(?: [a-z]+)?)\s+or\s+(?:not|none)(?=\s*(?:[,.;]|$))/gi, (_, what) => `${what} (boolean)`],
  // "A route connects two ports, the port of departure and the port of arrival".
  [
    /^((?:an?|each|every|the)\s+[a-z]+|[a-z]+s)\s+(?:connects?|links?|joins?|runs? between|goes? between|(?:is|are|lies?) between)\s+two\s+([a-z]+s)(?:,\s+(?:an?|the|one)\s+([a-z ]+?)\s+and\s+(?:an?|the|one|another)\s+([a-z ]+?))?(?=\s*(?:[,.;]|$|\band\b))/i,
    (_, who, of, one, other) => {
      const what = singularWords(of ?? '');
      return `${who} ${/^(?:an?|each|every|the)\s/i.test(who ?? '') ? 'has' : 'have'} an ${endOf(one, what) ?? `origin ${what}`} and an ${endOf(other, what) ?? `destination ${what}`}`;
    },
  ],
  // "Courses, which members attend": members attend courses.
  [
    /\b([a-z]+s),?\s+(?:which|that)\s+(?:the\s+)?([a-z]+s)\s+(?:can\s+|may\s+)?(attend|visit|use|borrow|rent|buy|book|reserve|rate|review|follow|join|read|watch|own|share|teach|lead|order|play)(?=\s*(?:[,.;]|$))/gi,
    (_, of, who, verb) => `${of}; ${who} ${verb} ${of}`,
  ],
  [/\bmultiple[ -]choice\b/gi, () => 'multiple-choice'],
  // "An 8-letter code" is a code of 8 letters.
  [
    /\b(?:an?\s+)?(\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](character|letter|digit)\s+([a-z]+(?: [a-z]+)?)(?=\s*(?:[,.;()]|$|\band\b))/gi,
    (_, number, kind, what) => `a ${what} of ${number} ${kind}s`,
  ],
  // "The date they expire", "the year she was born": a date of it, and a year.
  [
    /\b(?:the|a)\s+(date|day|time|year|month)\s+(?:(?:when|that|on which|in which|at which)\s+)?(?:it|they|he|she)\s+(?:(?:was|were|is|are|has been|have been)\s+)?(?:(last|first)\s+)?([a-z]+)\b/gi,
    (words, kind, order, verb) => {
      const done = doing[verb ?? ''] ?? (/(?:[^e]ed|en)$/.test(verb ?? '') ? verb : undefined);
      return done === undefined
        ? (words ?? '')
        : `the ${order === undefined ? '' : `${order} `}${done} ${kind === 'day' ? 'date' : kind}`;
    },
  ],
  // "We remind owners of vaccinations that expire in the next 30 days": those are looked for.
  [
    /^we\s+(?:remind|notify|alert|warn|tell|email|call)\s+(?:the\s+)?[a-z]+s?\s+(?:of|about|whose)\s+(?=.*\b(?:expir|due|overdue|end)\w*\b)/i,
    () => 'we list ',
  ],
  // "The baker sees today's orders."
  [
    /^the\s+([a-z]+)\s+((?:sees|views|lists|looks up|searches|browses|checks)\s)/i,
    (words, who, verb) => (isPerson(who ?? '') ? `a ${who} ${verb}` : (words ?? '')),
  ],
  // "The shows a listener subscribes to" are a listener's shows.
  [
    /\b(?:the|all)\s+([a-z]+s)\s+(?:(?:that|which|whom)\s+)?(an?|the|each)\s+([a-z]+)\s+(?:[a-z]+s)(?:\s+(?:to|in|at|for|by|with|on|of))?(?=\s*(?:[,.;]|$|\b(?:by|in|newest|within)\b))/gi,
    (words, what, article, who) => (isPerson(who ?? '') ? `the ${what} of ${article} ${who}` : (words ?? '')),
  ],
  // "And we track how far each listener got": a sentence of its own.
  [
    /,?\s+and\s+(we|the system)\s+(?=(?:track|record|store|keep|save|log|know|remember)s?\s)/gi,
    (_, who) => `; ${who} `,
  ],
  // "We track how far each listener got in each episode."
  [
    /\b(?:we|the system)\s+(?:track|record|store|save|know|remember|keep track of|log)s?\s+(how (?:far|much|many times|often|long|many [a-z]+))\s+(?:each|an?|the|every)\s+([a-z]+)\s+(?:has\s+|have\s+)?([a-z]+)\s+(?:(?:in|through|of|with|on|for|at|into)\s+)?(?:each|an?|the|every)\s+([a-z]+)/gi,
    (_, how, who, __, what) =>
      `each ${who} follows several ${what}s with a ${amounts[(how ?? '').toLowerCase()] ?? 'count'}`,
  ],
  // "Stations are identified by a code and have a latitude": two things are told.
  [
    /\b(identified\s+by\s+[^,;]+?),?\s+and\s+(?=(?:(?:shall |must |should |will )?(?:has|have)|(?:is|are)\s+(?:described|characteri[sz]ed))\s)/gi,
    (_, head) => `${head}; they `,
  ],
  // "Jury members give films a score with a comment": they rate them.
  [
    /\b(give|assign|award)(s?)\s+((?:an?|the|each|every)\s+)?([a-z]+)\s+(an?|points?)\s*(score|rating|grade|mark|star rating|points?)?\b(?:,?\s+(?:with|and))?/gi,
    (words, _, third, article, of, __, what) =>
      what === undefined ? (words ?? '') : `rate${third} ${article ?? ''}${of} with a ${what}`,
  ],
  // "With 1 to 5 stars."
  [/\bwith\s+(?:from\s+)?(\d+)\s*(?:to|-|–)\s*(\d+)\s+stars\b/gi, (_, from, to) => `with a score (${from} to ${to})`],
  // "Members reserve cars for a start and end time."
  [
    /\bfor\s+(?:an?|the)\s+start(?:\s+(time|date))?\s+and\s+(?:an?\s+|the\s+)?end\s+(time|date)\b/gi,
    (_, one, other) => `with a start ${one ?? other} and an end ${other}`,
  ],
  [
    /\bfor (sale|rent|hire|lease) (?:or|and) (?:for )?(sale|rent|hire|lease)\b/gi,
    (_, one, other) => `(for ${one}, for ${other})`,
  ],
  // "Members check in at the gym" make check-ins.
  [
    /\b([a-z]+s)\s+(?:can\s+)?check\s+in\b(?:\s+(?:at|to|into)\s+(?:the|our)\s+[a-z]+)?/gi,
    (_, who) => `${who} make check-ins`,
  ],
  // "We record that a voter has voted."
  [
    /\b(?:we|the system)\s+(?:record|track|store|keep|know|remember|note)s?\s+(?:whether|that|if)\s+(?:an?|the|each|every)\s+([a-z]+)\s+(?:has|was|is|had)\s+(?:been\s+)?([a-z]+)\b/gi,
    (_, who, done) => `each ${who} has ${done} (boolean)`,
  ],
  // "Users save recipes into collections and rate them."
  [
    /^((?:[a-z]+\s+)?[a-z]+s\s+(?:can\s+)?[a-z]+\s+)([a-z]+s)\b([^.;]*?\band\s+[a-z]+\s+)them\b/i,
    (_, head, what, between) => `${head}${what}${between}${what}`,
  ],
  // "Meal plans assign recipes to days."
  [
    /\bassigns?\s+([a-z]+s)\s+to\s+(?:the\s+)?(days|dates|weekdays)(?:\s+of\s+(?:an?|the)\s+week)?\b/gi,
    (_, what, day) => `use ${what} with a ${day === 'dates' ? 'date' : 'weekday'}`,
  ],
  // "Licences that expire".
  [
    /\b([a-z]+s)\s+(?:that|which)\s+(?:can\s+|may\s+)?(?:expire|lapse|run out)\b(?!\s+(?:in|within|on|soon|before|after|this|next|by)\b)/gi,
    (_, of) => `${of} with an expiry date`,
  ],
  // "Program chairs decide whether a paper is accepted or rejected."
  [
    /^(.+?)\s+(?:decides?|determines?|says?|tells?|votes? on)\s+(?:whether|if)\s+(?:an?|the|each|every)\s+([a-z ]+?)\s+(?:is|was|has been|gets|should be)\s+([a-z]+)\s+or\s+([a-z]+)\s*[.;]?$/i,
    (_, __, of, one, other) => `each ${of} has a status (${one}, ${other})`,
  ],
  // "Where it stands, when I watered it."
  [/\bwhere\s+(?:it|they|each)\s+(?:stands?|is|are|lives?|lies?|grows?|(?:is|are)\s+kept)\b/gi, () => 'location'],
  [
    /\bwhen\s+(?:i|we|you|they|he|she|somebody|it\s+was|they\s+were)\s+(?:last\s+)?([a-z]+ed)(?:\s+(?:it|them))?(?=\s*(?:,|\.|;|$|\band\b))/gi,
    (_, done) => `${done} date`,
  ],
  [
    /\b([a-z]+ed date(?:, [a-z]+ed(?: (?:it|them))?)*)(,| and) ([a-z]+ed)(?: (?:it|them))?(?=\s*(?:,|\.|;|$|\band\b))/gi,
    (_, head, joint, done) =>
      `${(head ?? '').replace(/, ([a-z]+ed)(?: it| them)?/g, ', $1 date')}${joint} ${done} date`,
  ],
  // "Whether the queen was seen."
  [
    /\bwhether\s+(?:or not\s+)?(?:it|they|he|she|(?:(?:the|an?|its|their|any)\s+)?([a-z]+))\s+(?:is|was|were|are|has been|had been|can be)\s+([a-z]+)(?:\s+or not)?(?=\s*(?:,|\.|;|$|\band\b))/gi,
    (_, of, state) => `${of === undefined ? '' : `${of} `}${state} (boolean)`,
  ],
  // "Options, one or more of them correct."
  [
    /,?\s+(?:exactly |at least |only )?(?:one|some|any|one or more|several|zero or more)\s+of\s+(?:them|which|these)\s+(?:is |are |being |may be |must be )?([a-z]+)(?=\s*(?:,|\.|;|$))/gi,
    (_, state) => ` with ${state} (boolean)`,
  ],
  // "Each stop is a pickup or a delivery with an address."
  [
    /^((?:each|every|an?|the)\s+[a-z ]+?)\s+is\s+((?:either\s+)?an?\s+[a-z]+\s+or\s+an?\s+[a-z]+),?\s+with\s+(.+)$/i,
    (_, of, kinds, rest) => `${of} is ${kinds}; ${of} has ${rest}`,
  ],
  // "Meters for electricity, gas and water."
  [
    /\b((?:has|have)\s+(?:an?\s+|several\s+|many\s+)?[a-z]+s)\s+for\s+([a-z]+(?:,\s*[a-z]+)*,?\s+(?:and|or)\s+[a-z]+)\s*[.;]?$/i,
    (words, head, list) => {
      const all = splitList(list ?? '');
      return all.every((one) => value.test(one) && phraseOf(one)?.plural === false)
        ? `${head} (${all.join(', ')})`
        : (words ?? '');
    },
  ],
  // "Exhibitions run from a start date to an end date", "tariffs are valid from a date to a date".
  [
    /\b(?:runs?|lasts?|goes|go|(?:is|are)\s+(?:open|on|shown|held))\s+from\s+((?:an?|the|its|their)\s+[a-z]+\s+(?:date|time))\s+(?:to|until|till)\s+((?:an?|the|its|their)\s+[a-z]+\s+(?:date|time))/gi,
    (_, one, other) => `have ${one} and ${other}`,
  ],
  [
    /\b((?:a|an|the|its|their)\s+[a-z]+\s+(?:date|time))\s+(in|at)\s+([a-z]+s)(?=\s*(?:[.;]|$))/gi,
    (_, time, at, where) => `${time}, and take place ${at} ${where}`,
  ],
  [
    /\b(?:is|are)\s+(valid|effective|open|available|in force)\s+from\s+(?:an?|one|the|some)\s+(?:date|day)\s+(?:to|until|till)\s+(?:an?|another|the|some)(?:\s+other)?\s+(?:date|day)/gi,
    (_, how) => `have a ${how?.replace(/^in /i, '')} from date and a ${how?.replace(/^in /i, '')} until date`,
  ],
  // "Listeners rate episodes from 1 to 5."
  [
    /\b(rates?|scores?|grades?|marks?|assess(?:es)?)\s+((?:an?\s+|the\s+)?[a-z]+(?: [a-z]+)?)\s+(?:from|on a scale (?:of|from)|between)\s+(-?\d+)\s*(?:to|-|–|and)\s*(-?\d+)/gi,
    (_, verb, of, from, to) => `${verb} ${of} with a score (${from} to ${to})`,
  ],
  // "Shows made of episodes."
  [
    /(?<!\b(?:is|are|be|being|was|were)\s)\b([a-z]+s)\s+(?:made (?:up )?of|consisting of|composed of|made up from)\s+/gi,
    (_, of) => `${of}, which have `,
  ],
  // "A queen, with the year she was born": the comma tells nothing.
  [/(\b(?:has|have)\b[^.;:]*?),\s+with\s+(?=(?:an?|the|its|their|her|his)\s)/gi, (_, head) => `${head} with `],
  // "Her colour mark" is that of the queen.
  [/(\bwith\b[^.;]*?\band\s+)(?:her|his)\s+/gi, (_, head) => `${head}the `],
  // "Questions can be essay, short answer or numeric": kinds, where states are single words.
  [
    /^((?:each\s+|every\s+|an?\s+)?[a-z]+(?: [a-z]+)?)\s+(?:(?:can|may|must)\s+be|is|are)\s+(?:of type\s+|either\s+|one of\s+)?([a-z/-]+(?: [a-z-]+)?(?:,\s*[a-z/-]+(?: [a-z-]+)?)+,?\s+or\s+[a-z/-]+(?: [a-z-]+)?)\s*[.;]?$/i,
    (words, of, list) => {
      const all = splitList(list ?? '');
      const plain = all.every((one) => value.test(one) && !phraseOf(one)?.plural && !/(?:[^e]ed|en|ing)$/.test(one));
      return plain && /[ /-]/.test(all.join('')) && !/^(?:it|they|this|these|that|there|which|who)\b/i.test(of ?? '')
        ? `${of} ${/s$/.test(of ?? '') ? 'have' : 'has'} a kind (${all.map((one) => one.replace('/', '-')).join(', ')})`
        : (words ?? '');
    },
  ],
];

/** `The port of departure` is the departure port. */
function endOf(text: string | undefined, what: string): string | undefined {
  if (text === undefined) return undefined;
  const of = new RegExp(`^${what} of (?:the )?([a-z]+)$`, 'i').exec(text)?.[1];
  return of === undefined ? (text.endsWith(what) && text !== what ? text : undefined) : `${of} ${what}`;
}

/** What is kept of how far, how long, how often. */
const amounts: Readonly<Record<string, string>> = {
  'how far': 'progress',
  'how much': 'quantity',
  'how long': 'duration',
  'how often': 'count',
  'how many times': 'count',
};

/** What a verb's date is called. */
const doing: Readonly<Record<string, string>> = {
  born: 'birth',
  die: 'death',
  died: 'death',
  expire: 'expiry',
  expires: 'expiry',
  end: 'end',
  ends: 'end',
  start: 'start',
  starts: 'start',
  begin: 'start',
  begins: 'start',
  arrive: 'arrival',
  arrives: 'arrival',
  arrived: 'arrival',
  leave: 'departure',
  leaves: 'departure',
  left: 'departure',
  bought: 'purchase',
  sold: 'sale',
  built: 'built',
  made: 'made',
  joined: 'joined',
};

/** A sentence in a form that the grammar reads, where people write it in another. */
export function inCommonForm(text: string): string {
  return forms.reduce((plain, [form, words]) => plain.replace(form, words), withinEvent(withMarks(text)));
}

/** `At a visit the vet records a diagnosis`: visits have a vet, and diagnoses. */
function withinEvent(given: string): string {
  // "At an inspection the temper and notes are recorded": an inspection has them.
  const text = given.replace(
    /(^|[:;]\s*)(?:at|during|in|on|for|with)\s+(?:an?|each|every)\s+([a-z]+(?: [a-z]+)?),?\s+((?:the|an?|its)\s+[^;:]+?)\s+(?:is|are)\s+(?:also\s+)?(?:recorded|noted|taken|kept|stored|measured|written down|logged|saved|entered)(?=\s*(?:[.;]|$))/gi,
    (_, before: string, event: string, list: string) => `${before === '' ? '' : '; '}each ${event} has ${list}`,
  );
  const found =
    /^(?:at|during|in|on|for)\s+(?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)?),?\s+(?:the|an?|one)\s+([a-z]+)\s+((?:[a-z]+s)\s+.+)$/i.exec(
      text,
    );
  const [, event = '', who = '', rest = ''] = found ?? [];
  const person = phraseOf(who);
  return found && person && isPerson(person.name) && !phraseOf(event)?.plural
    ? `each ${event} belongs to one ${singularWords(who)}; each ${event} ${rest}`
    : text;
}
