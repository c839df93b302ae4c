import { plural } from '../../catalog/words.ts';
import { actOf, rootOf, rootOfParticiple } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { isPerson } from './persons.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const noun = '[a-z][a-z-]*(?: [a-z][a-z-]*)?';
const done = '[a-z]+(?:ed|en|id|ld|nt|ht|wn|de|ne|nd|un|ung|rn|ft|pt)';
const some = '(?:one or more|several|many|multiple|various|at least one|any number of|a number of|different)';
const one = (words: string | undefined) =>
  singularWords((words ?? '').replace(/^(?:an?|the|each|every|any|one|exactly one|several|many)\s+/i, ''));

/** How it is done, and by nobody: by hand, by mail, by weight. */
const manner =
  /^(?:hand|mail|post|e-?mail|phone|telephone|fax|car|truck|train|ship|air|sea|road|rail|weight|volume|hour|day|week|month|year|name|number|date|default|law|means|way|type|kind|category|size|letter|card|cash|transfer|itself|themselves)$/i;

/** All members are values, and none is a thing of its own. */
function areValues(list: string): boolean {
  const members = splitList(list).map((each) => phraseOf(each));
  return (
    members.length >= 2 &&
    members.every((each) => each && !/^(?:several|many|one or more)\s/i.test(each.text)) &&
    members.filter((each) => each && (meaningOf(each.name) ?? meaningOf(each.written))).length * 2 >= members.length
  );
}

/** What doing something is called, where it is not only an `-ing`. */
function act(word: string): string | undefined {
  const bases = [
    rootOfParticiple(word),
    rootOf(word),
    word.replace(/s$/, ''),
    word.replace(/ied$/, 'y'),
    word.replace(/d$/, ''),
    word.replace(/ed$/, ''),
    word.replace(/(.)\1ed$/, '$1'),
  ];
  return bases.map(actOf).find((made) => made !== undefined);
}

/** What the moment is called at which it does so. */
const whenOf: Readonly<Record<string, string>> = {
  'takes place': '',
  ends: 'end ',
  departs: 'departure ',
  arrives: 'arrival ',
  opens: 'opening ',
  closes: 'closing ',
};

/** Who and what else has a part in what a sentence tells, and what belongs to whom for that. */
export const parties: readonly Form[] = [
  // "Monuments are erected on graves by stonemasons": they are of both.
  [
    new RegExp(
      `^((?:(?:an?|each|every)\\s+)?${noun}?)\\s+(?:is|are|can be|may be|must be)\\s+(${done})\\s+(?:on|in|at|for|to|from|into|onto|under)\\s+((?:(?:an?|the|one|exactly one)\\s+)?${noun}?)\\s+by\\s+((?:(?:an?|one|exactly one)\\s+)?${noun})$`,
      'i',
    ),
    (words, what, _, where, who) =>
      manner.test(one(who)) ||
      manner.test(one(where)) ||
      !(/^(?:an?|one|exactly one)\s/i.test(who ?? '') || phraseOf(who ?? '')?.plural) ||
      /^(?:it|they|which|who|this|these)$/i.test(what ?? '') ||
      meaningOf(phraseOf(where ?? '')?.name ?? '')?.strength === 'strong'
        ? (words ?? '')
        : `each ${one(what)} belongs to one ${one(where)}; each ${one(what)} belongs to one ${one(who)}`,
  ],
  // "It is made in a quarry by a volunteer or a scientist": by one of them.
  [
    new RegExp(
      `^((?:an?|each|every)\\s+${noun}?)\\s+is\\s+(${done})(?:\\s+(?:on|in|at|for|to|from)\\s+((?:an?|one)\\s+${noun}?))?\\s+by\\s+(?:either\\s+)?((?:an?|one)\\s+${noun}?)\\s+or\\s+(?:by\\s+)?((?:an?|one)\\s+${noun})$`,
      'i',
    ),
    (_, what, __, where, who, other) =>
      `${where === undefined ? '' : `each ${one(what)} belongs to one ${one(where)}; `}each ${one(what)} may belong to one ${one(who)}; each ${one(what)} may belong to one ${one(other)}`,
  ],
  // "A concession may be transferred from one holder to another, in which case the date is noted".
  [
    new RegExp(
      `^(?:an?|each|every|the)?\\s*(${noun}?)\\s+(?:can|may|might|is|are)\\s+(?:be\\s+)?(transferred|moved|relocated|passed|reassigned|handed|sold|shifted|referred|promoted|transported)\\s+(?:on\\s+|over\\s+)?from\\s+(?:one|an?)\\s+(${noun}?)\\s+to\\s+(?:another|a different|the next|an?other one)(?:\\s+(?:one|\\3))?(?:,?\\s+in\\s+which\\s+case\\s+(.+?)\\s+(?:is|are|must be|shall be)\\s+(?:noted|recorded|kept|stored|registered)|,\\s+(?:with|giving|stating)\\s+(.+))?$`,
      'i',
    ),
    (words, what, verb, whom, list, more) => {
      const told = list ?? more;
      if (told === undefined) return words ?? '';
      const made =
        {
          moved: 'move',
          passed: 'handover',
          handed: 'handover',
          sold: 'sale',
          shifted: 'shift',
          reassigned: 'reassignment',
          promoted: 'promotion',
          relocated: 'relocation',
        }[(verb ?? '').toLowerCase()] ??
        act(verb ?? '') ??
        'transfer';
      return `each ${made} belongs to one ${one(what)}; each ${made} has a previous ${one(whom)} and a new ${one(whom)}; each ${made} has ${told.replace(new RegExp(`\\s+of\\s+the\\s+${made}\\b`, 'i'), '')}`;
    },
  ],
  // "A job goes from one berth to another".
  [
    new RegExp(
      `^((?:an?|each|every|the)\\s+${noun}?)\\s+(?:goes|leads|runs|travels|sails|flies|moves|is (?:sent|moved|carried|shipped|driven))\\s+from\\s+(?:an?|one|the)\\s+(${noun}?)\\s+to\\s+(?:another|an?|one|the)(?:\\s+other)?(?:\\s+(?:one|\\2))?$`,
      'i',
    ),
    (_, what, where) => `${what} has an origin ${where} and a destination ${where}`,
  ],
  // "A job has a time, and one pilot does it", "a watch is led by a pilot, and several pilots are on it".
  [
    new RegExp(
      `^((?:an?|each|every|the)\\s+(${noun}?)\\s+(?:has|is|may|can|must|takes|runs|goes|[a-z]+s)\\s.+?),?\\s+and\\s+(exactly one|at least one|one or more|one|several|many|some|an?)\\s+(${noun}?)\\s+(?:does|do|handles?|performs?|takes?|leads?|runs?|carries out|(?:is|are|work|works)\\s+(?:on|in|responsible for|in charge of|assigned to|part of|present at|involved in))\\s+it$`,
      'i',
    ),
    (_, head, what, many, who) =>
      /^(?:exactly one|one|an?)$/i.test(many ?? '')
        ? `${head}; each ${what} belongs to one ${who}`
        : `${head}; ${plural(one(who))} can belong to several ${plural(what ?? '')}`,
  ],
  // "A site lies in a formation": that is where each is.
  [
    new RegExp(
      `^(an?|each|every|the)\\s+(${noun}?)\\s+(?:lies|resides|is found|is situated|rests|originates|stems|hails)\\s+(?:in|on|at|within|under|from|along|by)\\s+((?:an?|one|exactly one)\\s+${noun})(?=\\s*(?:$|[.;]))`,
      'i',
    ),
    (_, __, what, where) => `each ${one(what)} belongs to one ${one(where)}`,
  ],
  // "Within a section, graves are arranged in rows": each is of one.
  [
    new RegExp(
      `^(?:within|inside|in|on|at)\\s+(?:an?|each|every)\\s+(${noun}?),\\s+([a-z]+(?: [a-z]+)?s)\\s+are\\s+(?:arranged|grouped|numbered|ordered|laid out|organi[sz]ed|lined up|sorted|placed|kept|found)(?:\\s+(?:in|by|into|along)\\s+[a-z]+(?: [a-z]+)?)?$`,
      'i',
    ),
    (_, where, what) => `each ${one(what)} belongs to one ${one(where)}`,
  ],
  // "Props are the objects in a room".
  [
    new RegExp(
      `^(?:the\\s+)?([a-z]+(?: [a-z]+)?s)\\s+are\\s+(?:the\\s+|all\\s+|those\\s+)?(?:[a-z]+\\s+)?(?:objects|items|things|elements|pieces|units|areas|parts|places|persons|people|goods|devices|machines|rooms|members|subdivisions)\\s+(?:in|of|on|at|within|inside|belonging to|kept in|found in)\\s+(?:an?|each|every|one|the)\\s+(${noun})$`,
      'i',
    ),
    (_, what, where) => `each ${one(what)} belongs to one ${one(where)}`,
  ],
  // "A find becomes a specimen with a catalogue number": the specimen is of the find.
  [
    new RegExp(
      `^(?:(?:after|before|upon|on|by)\\s+(?:the\\s+|its\\s+)?[a-z]+,?\\s+)?(?:an?|each|every|the)\\s+(${noun}?)\\s+(?:may\\s+|can\\s+)?(?:becomes?|turns into|is turned into|is converted into|is promoted to|develops into)\\s+an?\\s+(${noun}?)(?:,?\\s+(?:with|having|which has|that has)\\s+([^;]+))?$`,
      'i',
    ),
    (words, what, into, list) =>
      /(?:ed|able|ive|ent|al)$/.test(into ?? '')
        ? (words ?? '')
        : `each ${one(into)} belongs to one ${one(what)}${list === undefined ? '' : `; each ${one(into)} has ${list}`}`,
  ],
  // "A preparator prepares a find: start date, technique": each preparation is of both.
  [
    new RegExp(
      `^(?:(?:an?|each|every|the)\\s+)?(${noun}?)\\s+(?:can\\s+|may\\s+)?([a-z]{4,})\\s+(?:(?:about|on|for|against|to|at|in)\\s+)?(?:an?|one|the|their)\\s+(${noun}?)\\s*:\\s+([^:;]+,[^:;]+)$`,
      'i',
    ),
    (words, who, verb, what, list) => {
      const made = act(verb ?? '');
      return made === undefined ||
        !areValues(list ?? '') ||
        /^(?:have|has|contain|include|own|belong|choose|chooses|select|selects)$/i.test(verb ?? '') ||
        /^(?:they|we|it|he|she|you|one)$/i.test(who ?? '')
        ? (words ?? '')
        : `each ${made} belongs to one ${one(who)}; each ${made} belongs to one ${one(what)}; each ${made} has ${splitList(
            list ?? '',
          )
            .map((each) => (/^(?:an?|the|its)\s/i.test(each) ? each : `the ${each}`))
            .join(', ')}`.replaceAll('_', ' ');
    },
  ],
  // "One invoice is issued per project": it is of that.
  [
    new RegExp(
      `^(?:exactly\\s+|only\\s+|at most\\s+)?(?:one|an?|a single)\\s+(${noun}?)\\s+(?:is|shall be|must be|will be|should be|can be|may be)\\s+${done}\\s+(?:per|for each|for every)\\s+(${noun})$`,
      'i',
    ),
    (words, what, of) =>
      /^(?:day|week|month|year|hour|minute|second|quarter|night|season)$/i.test(one(of))
        ? (words ?? '')
        : `each ${one(what)} belongs to one ${one(of)}`,
  ],
  // "One bill per lease and year with an amount": each is of a lease, and of a year.
  [
    new RegExp(
      `^(?:there\\s+is\\s+|we\\s+(?:issue|send|make|write|keep)\\s+)?(?:exactly\\s+|only\\s+|at most\\s+)?one\\s+(${noun}?)\\s+per\\s+(${noun}?)(?:\\s+and\\s+(?:per\\s+)?(year|month|week|day|quarter|season))?\\s+with\\s+([^;]+)$`,
      'i',
    ),
    (_, what, of, when, list) =>
      `each ${what} belongs to one ${of}; each ${what} has ${when === undefined ? '' : `a ${when}, `}${list}${when === undefined ? '' : `; no two ${plural(what ?? '')} have the same ${of} and ${when}`}`,
  ],
  // "Every month the agent gets an invoice with number and total, with one line per job (amount)".
  [
    new RegExp(
      `^(?:(?:every|each)\\s+(?:day|week|month|quarter|year),?\\s+|(?:monthly|weekly|yearly),?\\s+)?(?:the|an?|each|every)\\s+(${noun}?)\\s+(?:gets|receives|is sent|is given|is issued)\\s+an?\\s+(${noun}?)\\s+with\\s+([^;]+?),?\\s+(?:and\\s+)?with\\s+(?:one|an?)\\s+(line|item|entry|position|row)\\s+(?:per|for each|for every)\\s+(${noun}?)(?:\\s*\\(([^()]+)\\))?$`,
      'i',
    ),
    (_, who, what, list, line, of, members) =>
      `each ${what} belongs to one ${who}; each ${what} has ${list}; each ${what} has several ${what} ${line}s; each ${what} ${line} belongs to one ${of}${members === undefined ? '' : `; each ${what} ${line} has ${members}`}`,
  ],
  // "A screening of a show starts at a certain time in a dome".
  [
    new RegExp(
      `^(?:an?|each|every)\\s+(${noun}?)(?:\\s+of\\s+(?:an?|one)\\s+(${noun}?))?\\s+(starts|begins|ends|departs|arrives|opens|closes|takes place)\\s+(?:at|on)\\s+an?\\s+(?:certain|given|fixed|specific|particular|set)\\s+(time|date|day)(?:\\s+(?:in|at|on)\\s+((?:an?|one)\\s+${noun}))?$`,
      'i',
    ),
    (_, what, of, verb, when, where) =>
      `${of === undefined ? '' : `each ${what} belongs to one ${of}; `}${where === undefined ? '' : `each ${what} belongs to one ${one(where)}; `}each ${what} has a ${whenOf[(verb ?? '').toLowerCase()] ?? 'start '}${when === 'day' ? 'date' : when}`,
  ],
  // "Shifts start and end at a given time and need a number of volunteers".
  [
    /^([a-z]+(?: [a-z]+)?s)\s+(?:start|begin)\s+and\s+(?:end|finish|stop)\s+(?:at|on)\s+an?\s+(?:given\s+|certain\s+|fixed\s+|specific\s+)?(time|date)(\s+and\s+(?:need|have)\s.+)?$/i,
    (_, what, when, more) =>
      `each ${one(what)} has a start ${when} and an end ${when}${more === undefined ? '' : `; each ${one(what)} has ${more.replace(/^\s+and\s+(?:need|have)\s+/i, '')}`}`,
  ],
  // "They may use products on a visit".
  [
    new RegExp(
      `^(?:on|during|in|at)\\s+(?:an?|each|every)\\s+(${noun}?),?\\s+(?:they|we|he|she|one)\\s+(?:may|can|often)\\s+(?:use|consume|need|take)\\s+([a-z]+(?: [a-z]+)?s)$`,
      'i',
    ),
    (_, what, used) => `each ${one(what)} uses several ${used}`,
  ],
  // "Translators are paid by purchase orders": the order is of the translator.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+(?:are|shall be|must be|will be)\s+(?:paid|billed|reimbursed|invoiced|remunerated|compensated|charged|notified)\s+(?:by|with|through|via|by means of)\s+([a-z]+(?: [a-z]+)?s)$/i,
    (words, who, what) =>
      isPerson(one(who).replaceAll(' ', '_')) && !isPerson(one(what).replaceAll(' ', '_'))
        ? `each ${one(what)} belongs to one ${one(who)}`
        : (words ?? ''),
  ],
  // "An order covers several jobs of one translator": it is of that one as well.
  [
    new RegExp(
      `^((?:an?|each|every|the)\\s+(${noun}?))\\s+((?:shall|must|may|can|should|will)\\s+)?(covers?|contains?|includes?|comprises?|groups?|has|have|lists?|bundles?)\\s+(${some}\\s+[a-z]+(?: [a-z]+)?s)\\s+of\\s+(?:exactly\\s+)?(?:one|a single|the same)\\s+(${noun})$`,
      'i',
    ),
    (_, who, what, __, ___, many, of) => `${who} has ${many}; each ${what} belongs to one ${of}`,
  ],
  // "Assigned to a season from a first day to a last day": to several, one after the other.
  [
    new RegExp(
      `\\b((?:assigned|appointed|allocated|posted|seconded|employed|engaged|stationed)\\s+(?:to|in|at|by|with|on)|works?\\s+(?:for|in|at|on)|serves?\\s+(?:in|at|on)|stays?\\s+(?:in|at|with)|lives?\\s+(?:in|at)|(?:is|are)\\s+members?\\s+of)\\s+(?:an?|one|the)\\s+(${noun}?)\\s+from\\s+(an?\\s+[a-z]+(?: [a-z]+)?)\\s+(?:to|until|till)\\s+(an?\\s+[a-z]+(?: [a-z]+)?)(?=\\s*(?:[.;,]|$))`,
      'i',
    ),
    (_, verb, what, from, to) => `${verb} several ${plural(what ?? '')} with ${from} and ${to}`,
  ],
  // "The right to use a grave is granted to a holder by a concession": it is of both.
  [
    new RegExp(
      `^(?:the|a)\\s+right\\s+(?:to\\s+[a-z]+|of\\s+[a-z]+(?:\\s+(?:of|in|on))?)\\s+(?:an?|the)\\s+(${noun}?)\\s+is\\s+(?:granted|given|assigned|awarded|conferred)\\s+to\\s+(?:an?|the)\\s+(${noun}?)(?:\\s+for\\s+[^,;]+?)?\\s+by\\s+(?:means\\s+of\\s+)?an?\\s+(${noun})$`,
      'i',
    ),
    (_, what, who, by) => `each ${by} belongs to one ${what}; each ${by} belongs to one ${who}`,
  ],
  // "For each language pair offered by a translator, the price is stored": of the two together.
  [
    new RegExp(
      `^(?:for|of)\\s+(?:each|every)\\s+(${noun}?)\\s+(?:that\\s+is\\s+|which\\s+is\\s+)?${done}\\s+by\\s+(?:an?|the|each|every)\\s+(${noun}?),?\\s+((?:the|an?|its)\\s[^;]+?)\\s+(?:is|are|shall be|must be|should be|will be)\\s+(?:stored|recorded|kept|noted|known|registered)$`,
      'i',
    ),
    (_, what, who, list) => `${plural(one(who))} are assigned to several ${plural(one(what))} with ${list}`,
  ],
  // "He writes a report with a date": whoever was named last.
  [
    new RegExp(
      `^(.+?\\s(?:an?|the|one)\\s+(${noun}?)(?:\\s*\\([^()]*\\))?)(?:\\s+to\\s+[a-z]+\\s+the\\s+[a-z]+)?,?\\s+(?:and\\s+(?:he|she)|who|which)\\s+(?:then\\s+)?(?:writes|makes|issues|files|prepares|submits|draws up|delivers|produces|creates)\\s+an?\\s+(${noun}?)(?:\\s+with\\s+([^;]+))?$`,
      'i',
    ),
    (_, head, who, what, list) =>
      `${head}; each ${what} belongs to one ${who}${list === undefined ? '' : `; each ${what} has ${list}`}`,
  ],
  // "Each such translation is called a job": another word for it.
  [/\b(each|every|any|all)\s+such\s+(?=[a-z])/gi, (_, each) => `${each} `],
  // "A specimen is identified as a taxon by a scientist on a date, with a confidence": each time is one.
  [
    new RegExp(
      `^(?:an?|each|every)\\s+(${noun}?)\\s+(?:is|can be|may be)\\s+(${done})\\s+(?:as|in|at|with|against|for|on)\\s+(?:an?|one)\\s+(${noun}?)\\s+by\\s+(?:an?|one)\\s+(${noun}?)\\s+(?:on|at)\\s+an?\\s+(?:given\\s+|certain\\s+)?(date|day|time)(?:,?\\s+(?:with|giving)\\s+([^;]+))?$`,
      'i',
    ),
    (words, what, verb, as, who, when, list) => {
      const made = act(verb ?? '');
      return made === undefined
        ? (words ?? '')
        : `${[what, as, who].map((each) => `each ${made} belongs to one ${one(each)}`).join('; ')}; each ${made} has a ${when}${list === undefined ? '' : ` and ${list}`}`;
    },
  ],
  // "Puzzles are reused in several rooms": a pair.
  [
    new RegExp(
      `\\b(?:re-?use|share|repeat)\\s+([a-z]+s)\\s+(?:in|across|between|among)\\s+(${some})\\s+([a-z]+s)\\b`,
      'i',
    ),
    (_, what, __, where) => `manage ${what}; ${what} can belong to several ${where}`,
  ],
];
