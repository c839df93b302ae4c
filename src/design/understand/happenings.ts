import { plural } from '../../catalog/words.ts';
import { isPerson } from './persons.ts';
import { singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const one = (words: string | undefined) =>
  singularWords((words ?? '').replace(/^(?:an?|the|each|every|any|one|several|many)\s+/i, ''));
const thing = '[a-z]+(?: [a-z]+)?';

/** Each member with an article: what is kept, and no thing. */
function withArticles(list: string): string {
  return splitList(list)
    .map((each) => (/^(?:an?|the|its|their|several|one)\s/i.test(each) ? each : `the ${each}`))
    .join(', ');
}

/** What happens at, when and with whom: sentences of events, and what is kept of each. */
export const happenings: readonly Form[] = [
  // "At each visit, measurements are taken, each with a value": a visit has several, and each has one.
  [
    /^(?:at|in|during|for|on|after|before)\s+(?:each|every|an?)\s+([a-z]+(?: [a-z]+)?),?\s+(?:one or more\s+|several\s+|many\s+)?([a-z]+(?: [a-z]+)?s)(?:\s*\([^()]*\))?\s+(?:are|can be|may be)\s+(?:taken|made|given|recorded|collected|carried out|performed|issued|created|produced|done|written|held|played|served|measured)(?:(?:,?\s+(?:each\s+)?with\s+|:\s+)(.+))?$/i,
    (_, of, what, list) =>
      `each ${of} has several ${what}${list === undefined ? '' : `; each ${one(what)} has ${list}`}`,
  ],
  // "On completion, a certificate with a unique code is issued": of what was spoken of.
  [
    /^(?:on|upon|after|at)\s+(?:the\s+)?(completion|enrol?lment|registration|payment|arrival|departure|delivery|purchase|admission|graduation|approval|acceptance)(?:\s+of\s+(?:an?|the|each)\s+([a-z]+(?: [a-z]+)?))?,\s+(an?)\s+([a-z]+(?: [a-z]+)?)\s+with\s+((?:an?|the|its)\s[^,;]+?)\s+is\s+(?:issued|created|generated|sent|made|printed|produced)$/i,
    (_, __, of, ___, what, list) =>
      `each ${what} has ${list}${of === undefined ? '' : `; each ${what} belongs to one ${of}`}`,
  ],
  // "A route goes from a port of departure to a port of arrival": it has both.
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+(?:goes|runs|leads|sails|flies|travels|departs|starts)\s+from\s+an?\s+([a-z]+)(?:\s+of\s+(departure|origin))?\s+(?:to|and\s+(?:arrives|ends)\s+(?:at|in))\s+(?:an?|another)\s+\2(?:\s+of\s+(arrival|destination))?(\s+and\s+(?:has|is|takes|costs)\s.+)?$/i,
    (_, who, what, from, to, rest) => {
      const each = `each ${one(who)}`;
      return `${each} has ${from === 'origin' ? 'an origin' : 'a departure'} ${what} and ${to === 'destination' ? 'a destination' : 'an arrival'} ${what}${rest === undefined ? '' : `; ${each}${rest.replace(/^\s+and/i, '')}`}`;
    },
  ],
  // "A tournament is played over several rounds": it has them.
  [
    /\b(is|are)\s+(?:played|held|run|spread|organi[sz]ed|fought|contested|given|taught)\s+(?:over|across|in)\s+(?=(?:several|one or more|multiple|many|two or more)\s+[a-z]+s\b)/gi,
    (_, verb) => (verb === 'is' ? 'has ' : 'have '),
  ],
  // "Transcripts are made of recordings by transcribers": of both.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+are\s+(?:made|created|produced|written|prepared|drawn up)\s+(?:of|from|for)\s+([a-z]+(?: [a-z]+)?s)\s+by\s+([a-z]+(?: [a-z]+)?s)$/i,
    (_, what, of, by) => `each ${one(what)} belongs to one ${one(of)}; each ${one(what)} belongs to one ${one(by)}`,
  ],
  // "Members take workshops": they attend them.
  [
    /\btake(s)?\s+(?=(?:(?:several|many|one or more|an?)\s+)?(?:[a-z]+\s)?(?:workshops?|courses?|class(?:es)?|lessons?|seminars?|trainings?|tours?)\b)/gi,
    (_, ending) => `attend${ending ?? ''} `,
  ],
  // "Passengers and possibly one or more vehicles": there may be none.
  [/\b(?:possibly|maybe|perhaps)\s+(?=(?:one or more|several|some)\s)/gi, () => ''],
  // "If a delivery fails, the reason is noted": of the delivery; what a person does, of what was spoken of.
  [
    /^(?:if|when|whenever|once|as soon as)\s+(?:an?|the)\s+([a-z]+)\s+(?!(?:is|has|was|does|wants|needs)\b)[a-z]{3,}s,\s+((?:the|its|their|his)\s[^,;]*?)\s+(?:is|are)\s+(?:also\s+)?(?:noted|recorded|stored|kept|registered|logged|saved)$/i,
    (_, who, list) => (isPerson(one(who)) ? `${list} are recorded` : `each ${one(who)} has ${list}`),
  ],
  // "Scouts are grouped in patrols, with one leader": the patrols have them.
  [
    /^([a-z]+(?: [a-z]+)?s\s+are\s+(?:grouped|organi[sz]ed|divided|arranged|sorted)\s+(?:in|into)\s+([a-z]+s)),?\s+(?:each\s+)?with\s+((?:one|an?|exactly one|their|its)\s[^;]+)$/i,
    (_, head, what, list) => `${head}; each ${one(what)} has ${list}`,
  ],
  // "Scouts earn badges on a date, signed off by a leader": of both.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+(?:can\s+|may\s+)?(?:earn|win|receive|obtain|get|achieve|complete|collect)\s+([a-z]+(?: [a-z]+)?s)\s+(?:on|at)\s+an?\s+(?:certain\s+|given\s+)?(date|time)(?:,?\s+[a-z]+(?:ed|en)(?:\s+off)?\s+by\s+(an?\s+[a-z]+(?: [a-z]+)?))?$/i,
    (_, who, what, when, by) =>
      `${who} are assigned to several ${what} with a ${when}${by === undefined ? '' : ` and ${by}`}`,
  ],
  // "Rates that change every year, and we want to keep the old ones": former values are kept.
  [
    /\b(has|have)\s+(?:an?\s+)?([a-z]+(?: [a-z]+)?)s?\s+(?:that|which)\s+(?:can\s+|may\s+)?changes?\b[^,;]*,?\s+and\s+(?:we\s+(?:want|need|have)\s+to\s+keep|we\s+keep)\s+(?:all\s+)?(?:the\s+)?(?:old|previous|former|past)\s+(?:ones|values|rates|prices|figures)$/i,
    (_, verb, what) => `${verb} a ${one(what)} with history`,
  ],
  // "May accept or decline an assignment": what is declined is what could be accepted.
  [
    /\b((?:may|can|must)\s+[a-z]+)\s+or\s+(?:decline|reject|refuse|deny|ignore|skip)\s+(?=(?:an?|the|their|its)\s)/gi,
    (_, head) => `${head} `,
  ],
  // "Rate an interpreter after a hearing from 1 to 5, with a remark".
  [
    /\b(rates?)\s+(an?\s+[a-z]+(?: [a-z]+)?)\s+(?:after|for|at|during)\s+(?:an?|the|each)\s+([a-z]+(?: [a-z]+)?)\s+(?:from|between)\s+(\d+)\s+(?:to|and)\s+(\d+)(?:\s+stars)?(?:,?\s+(?:and|with)\s+(an?\s[^;]+))?$/i,
    (_, verb, whom, when, from, to, more) =>
      `${verb} ${whom} with a score (${from} to ${to})${more === undefined ? '' : ` and ${more}`}; each rating belongs to one ${when}`,
  ],
  // "At each stop there are bins, each with a barcode": a stop has several.
  [
    new RegExp(
      `^(?:at|in|on|inside|within)\\s+(?:each|every|an?)\\s+(${thing}),?\\s+there\\s+(?:is|are|can be|may be)\\s+(?:one or more\\s+|several\\s+|many\\s+|a number of\\s+)?(?!numbered\\b)(${thing}s)(?:,?\\s+each\\s+(?:with|having)\\s+([^;]+))?$`,
      'i',
    ),
    (_, of, what, list) =>
      `each ${of} has several ${what}${list === undefined ? '' : `; each ${one(what)} has ${list}`}`,
  ],
  // "Invoices go out every quarter and list the emptyings": each has several.
  [
    /^([a-z]+s)\s+(?:go out|come out|(?:are|get)\s+(?:sent(?: out)?|issued|generated|produced|made|created|written))\b[^,;]*?\s+and\s+(?:list|contain|include|show)\s+(?:all\s+)?(?:the\s+)?([a-z]+s)$/i,
    (_, what, of) => `each ${one(what)} has several ${of}`,
  ],
  // "When a membership starts we record the start date": of each.
  [
    /^(?:when|whenever|once|as soon as)\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)??)\s+(?:starts?|begins?|ends?|is\s+[a-z]+(?:ed|en|ld|nt)|arrives|leaves|happens),?\s+(?:we|the system)\s+(?:also\s+)?(?:record|keep|store|note|save|register)s?\s+((?:the|its|an?)\s[^;]+)$/i,
    (_, what, list) =>
      `each ${what} has ${(list ?? '').replace(/\s+(?:once|when|as soon as|after|if)\s+(?:it|they)\s[^,]+/gi, '')}`,
  ],
  // "Members sign up at one of the gyms with their name": they are of a gym.
  [
    /^(?:an?\s+|each\s+|every\s+)?([a-z]+(?: [a-z]+)?)\s+(?:can\s+|must\s+|may\s+)?(?:first\s+)?(?:signs?\s+up|registers?|enrols?|enrolls?|(?:is|are)\s+registered)\s+(?:as\s+an?\s+([a-z]+)\s+)?(?:at|with|in)\s+(?:exactly\s+)?(?:one\s+of\s+(?:the|our)|an?|one)\s+([a-z]+(?: [a-z]+)?),?\s+(?:with|giving|stating|by giving|providing)\s+((?:their|the|its|his|an?)\s[^;]+)$/i,
    (_, who, as, where, list) => {
      const person = one(as ?? who);
      return `each ${person} belongs to one ${one(where)}; each ${person} has ${list}`;
    },
  ],
  // "Participants register for the conference with a name": there is only one.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+(?:can\s+|must\s+|may\s+)?(?:sign up|register|enrol|enroll|apply)\s+(?:for|at|with|on)\s+the\s+[a-z]+\s+(?:with|giving|by giving|providing)\s+(?=(?:an?|the|their)\s)/i,
    (_, who) => `${who} have `,
  ],
  // "A reading is flagged as estimated or actual": one of these.
  [
    /\b(is|are)\s+(?:flagged|marked|labell?ed|designated|tagged|graded|rated)\s+(?:as\s+)?(?:either\s+)?([a-z-]+(?:,\s*[a-z-]+)*,?\s+or\s+(?:as\s+)?[a-z-]+)(?=\s*(?:[.;,]|$))/gi,
    (_, verb, list) =>
      `${verb === 'is' ? 'has' : 'have'} a kind (${(list ?? '').replace(/,?\s+or\s+(?:as\s+)?/gi, ', ')})`,
  ],
  // "Complaints are logged by staff with a date and a text": of whoever logs them, and each has these.
  [
    /^([a-z]+(?: [a-z]+)?s)(?:\s+(?:about|on|of|for|from|regarding|concerning)\s+(?:[a-z]+ )?[a-z]+)?\s+(?:are|can be|may be|must be)\s+(?:logged|recorded|registered|entered|noted|taken(?: down)?|written(?: down)?|filed|created|reported|submitted|made|issued)\s+by\s+(?:an?\s+|the\s+|our\s+)?([a-z]+(?: [a-z]+){0,2}?),?\s+(?:together\s+|along\s+)?with\s+((?:an?|the|its|their)\s[^;]+)$/i,
    (_, what, who, list) => `each ${one(what)} belongs to one ${one(who)}; each ${one(what)} has ${list}`,
  ],
  // "There are several copies of each book at a branch".
  [
    new RegExp(
      `^there\\s+(?:are|may be|can be|is|will be)\\s+(?:always\\s+)?(?:several|many|multiple|one or more|a number of|any number of)\\s+(${thing}s)\\s+(?:of|for|in|within|at|on)\\s+(?:each|every|an?|one)\\s+(${thing})(?:\\s+(?:at|in|on)\\s+(?:an?|each|every|one)\\s+(${thing}))?$`,
      'i',
    ),
    (_, what, of, where) =>
      `each ${one(what)} belongs to one ${of}${where === undefined ? '' : `; each ${one(what)} belongs to one ${where}`}`,
  ],
  // "The status indicates whether the copy is there": it has one.
  [
    /^the\s+([a-z]+)\s+(?:indicates|shows|tells|specifies|says|states)\s+(?:whether|if|how|what|which|when|where)\s[^;]+$/i,
    (_, what) => `the ${what} is recorded`,
  ],
  // "Complaints about a bill or a meter": one of both.
  [
    /\b([a-z]+s)\s+(about|on|against|regarding|concerning|for)\s+(?:an?|one)\s+([a-z]+(?: [a-z]+)?)\s+or\s+(?:an?|one)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, what, __, first, second) =>
      `${what}; each ${one(what)} may belong to one ${first}; each ${one(what)} may belong to one ${second}`,
  ],
  // "We need to know the child's name and birthday".
  [
    /^(?:we|the system|the database)\s+(?:also\s+)?(?:(?:need|want|have|would like|wish)\s+to\s+)?(?:know|keep|store|record|note|save|track)s?\s+(?:the|each|every)\s+([a-z]+(?: [a-z]+)?)'s\s+([^;]+)$/i,
    (_, who, list) => `each ${who} has the ${list}`,
  ],
  // "We note for each child the time of arrival".
  [
    /^(we|the system|they)\s+(?:also\s+)?(record|keep|store|note|save|register|need|track)s?\s+(for|of|about)\s+((?:each|every|any)\s+[a-z]+(?: [a-z]+)??)\s+((?:the|their|its|an?|whether|when)\s[^;]+)$/i,
    (_, who, verb, __, what, list) => `for ${what} ${who} ${verb} ${list}`,
  ],
  // "An invoice is for one child and one month": a month is no thing.
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+is\s+for\s+((?:exactly\s+)?(?:one|an?)\s+[a-z]+(?: [a-z]+)?)\s+and\s+(?:one|an?)\s+(month|year|day|date|week|quarter|season|semester)$/i,
    (_, what, of, when) => `each ${one(what)} belongs to ${of}; each ${one(what)} has a ${when}`,
  ],
  // "An edition takes place from a start date to an end date".
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?(?:\s+of\s+an?\s+[a-z]+)?)\s+((?:takes?\s+place|is\s+[a-z]+|runs?|lasts?)\b.*?)?\s*(?:from|between)\s+(an?\s+[a-z]+\s+(?:date|time))\s+(?:to|until|till|and)\s+(an?\s+[a-z]+\s+(?:date|time))(\s+and\s+.+)?$/i,
    (_, who, what, from, to, rest) => {
      const each = `each ${one((who ?? '').replace(/\s+of\s.+$/i, ''))}`;
      const before =
        what === undefined || /^(?:takes?\s+place|runs?|lasts?)$/i.test(what.trim()) ? '' : `${who} ${what}; `;
      const more = rest === undefined ? '' : `; ${each}${rest.replace(/^\s+and/i, '')}`;
      return `${before}${each} has ${from} and ${to}${more}`;
    },
  ],
  // "As a clerk, I want to log repairs of a lift, with the date and the cost".
  [
    /^as\s+an?\s+[a-z ]+,\s+i\s+(?:want|need|would like|wish)\s+to\s+(?:log|record|register|enter|add|create|report|note|list|describe|define|document)\s+(?:the\s+|an?\s+|my\s+)?([a-z]+s?)\s+(?:of|for|to)\s+(?:an?|my|the|each|every|our)\s+([a-z]+(?: [a-z]+)?s?),?\s+with\s+((?:the|an?|its|their)\s[^;]+?)(?:,?\s+so\s+that\s.*)?$/i,
    (_, what, of, list) => {
      const pair = /^the\s+(?:quantity|amount|number|dose|share|percentage)\b/i.test(list ?? '');
      const members = (list ?? '').replace(/\s+of\s+each$/i, '');
      return pair
        ? `each ${one(of)} has several ${one(what)}s with ${members}; each ${one(what)} belongs to several ${one(of)}s`
        : `each ${one(what)} belongs to one ${one(of)}; each ${one(what)} has ${members}`;
    },
  ],
  // "Other collections, from which objects are borrowed, have a name".
  [
    /^((?:an?\s+|the\s+|each\s+|every\s+|other\s+)?[a-z]+(?: [a-z]+)?),\s+(?:from|in|on|at|to|by|for|with|through)\s+(?:which|whom)\s+[^,]+,\s+((?:is|are|has|have|can|may|must)\s.+)$/i,
    (_, what, rest) => `${(what ?? '').replace(/^other\s+/i, '')} ${rest}`,
  ],
  // "Trainers, some of whom are freelancers with an hourly rate, give classes".
  [
    /^([a-z]+(?: [a-z]+)?s),\s+some\s+of\s+(?:whom|which)\s+(?:are|have|can)\s+(?:[a-z]+\s+)?(?:with|have)?\s*(an?\s+[^,]+)?,\s+(.+)$/i,
    (_, who, list, rest) => `${who} ${rest}${list === undefined ? '' : `; a ${one(who)} may have ${list}`}`,
  ],
  // "Each use of a lift by a pass is logged with the date": it is of both.
  [
    /^(?:each|every|any)\s+([a-z]+(?: [a-z]+)?)\s+of\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)?)(?:\s+by\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)?))?\s+is\s+(?:logged|recorded|stored|kept|tracked|registered|noted|documented)\s+with\s+([^;]+)$/i,
    (_, what, of, by, list) =>
      `each ${what} belongs to one ${of}${by === undefined ? '' : `; each ${what} belongs to one ${by}`}; each ${what} has ${list}`,
  ],
  // "A report is written for each painting by a restorer, with a date".
  [
    /^(?:(?:before|after|during|at)\b[^,;]*?,?\s+)?(?:an?|one)\s+([a-z]+(?: [a-z]+)?)\s+is\s+(?:written|made|created|issued|drawn up|filled in|prepared|produced|kept|held)\s+(?:for|of|to|about|on)\s+(?:each|every|an?|the)\s+([a-z]+(?: [a-z]+)??)(?:\s+by\s+(?:an?|the|one)\s+([a-z]+(?: [a-z]+)?))?(?:,?\s+with\s+(.+))?$/i,
    (_, what, of, by, list) =>
      `each ${what} belongs to one ${of}${by === undefined ? '' : `; each ${what} belongs to one ${by}`}${list === undefined ? '' : `; each ${what} has ${list}`}`,
  ],
  // "For each exam a student takes, the points are recorded": of the two.
  [
    /^(?:for|of)\s+(?:each|every)\s+([a-z]+)\s+(?:that\s+)?(?:an?|the|each)\s+([a-z]+)\s+(?:takes|makes|attends|visits|sits|completes|enters|plays|borrows|buys|does|joins),\s+((?:the|an?|its|their)\s.+?)\s+(?:is|are)\s+(?:recorded|stored|kept|noted|saved|registered)$/i,
    (_, what, who, list) =>
      `each ${what} ${who} belongs to one ${what}; each ${what} ${who} belongs to one ${who}; for each ${what} ${who}, ${list} are recorded`,
  ],
  // "Employees may be the banker of several customers": a customer has one.
  [
    /^(?:an?\s+|each\s+|some\s+)?([a-z]+(?: [a-z]+)?)\s+(?:may|can|is|are)\s+(?:be\s+)?the\s+([a-z]+(?: [a-z]+)?)\s+of\s+(?:several|many|one or more|an?|multiple|other)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, who, role, of) => `each ${one(of)} may have a ${role}, who is a ${one(who)}`,
  ],
  // "Assigned to projects in a certain role from a start date to an end date".
  [
    /\b(assigned|appointed|allocated|posted|seconded)\s+to\s+([a-z]+(?: [a-z]+)?s)(?:\s+in\s+an?\s+(?:certain\s+|specific\s+|particular\s+|given\s+)?(role|position|function|capacity))?(?:\s+for\s+an?\s+(?:certain\s+|given\s+)?period)?(?:\s+from\s+an?\s+(start date)\s+(?:to|until)\s+an?\s+(end date))?$/i,
    (words, verb, of, role, from, to) => {
      const told = [role, from, to]
        .filter((each) => each !== undefined)
        .map((each) => (each.startsWith('e') ? `an ${each}` : `a ${each}`));
      return told.length === 0 ? (words ?? '') : `${verb} to several ${of} with ${told.join(' and ')}`;
    },
  ],
  // "Pets come in for appointments": they have them.
  [
    /\b([a-z]+s)\s+(?:come|go)\s+(?:in\s+)?(?:for|to have)\s+(?=(?:one or more\s+|several\s+)?[a-z]+s$)/i,
    (_, who) => `${who} have `,
  ],
  // "Add users to a project as developer or tester": they are in several.
  [
    /\badd\s+([a-z]+s)\s+to\s+(?:an?|the|my|our)\s+([a-z]+)\s+as\s+([a-z]+(?:,\s*[a-z]+)*,?\s+or\s+[a-z]+)/i,
    (_, who, what, roles) =>
      `have ${what}s; ${who} take part in ${what}s with a role (${(roles ?? '').replace(/,?\s+or\s+/i, ', ')})`,
  ],
  // "Accidents are reported by rangers: date, time and severity".
  [
    /^([a-z]+(?: [a-z]+)?s)((?:\s+(?:on|in|at|of|about)\s+[a-z]+)?)\s+are\s+([a-z]+(?:ed|en|ld|nt))\s+by\s+([a-z]+(?: [a-z]+)?s):\s+([^:;]+,[^:;]+)$/i,
    (words, what, where, done, who, list) =>
      isPerson(one(who))
        ? `${what}${where} are ${done} by ${who}; each ${one(what)} has ${withArticles(list ?? '')}`
        : (words ?? ''),
  ],
  // "Pictures hang in rooms of a gallery": the rooms are of one.
  [
    /\b(hangs?|stands?|lies?|lives?|held|kept|stored|placed|located|takes? place|housed|parked)\s+in\s+((?:an?\s+)?[a-z]+)\s+of\s+(?:an?|one|the)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, verb, what, of) => `${verb} in ${what}; each ${one(what)} belongs to one ${of}`,
  ],
  // "For owners and clients we store the name": of both.
  [
    /^(for|of|about)\s+([a-z]+s)\s+and\s+([a-z]+s),?\s+(we\s+(?:also\s+)?[a-z]+)\s+((?:the|their|an?)\s[^;]+)$/i,
    (_, about, first, second, verb, list) => `${about} ${first} ${verb} ${list}; ${about} ${second} ${verb} ${list}`,
  ],
  // "Photos of a house are stored with a caption", "complaints of guests are logged with the date".
  [
    /^([a-z]+s)\s+of\s+(?:(?:an?|each|the)\s+)?([a-z]+(?: [a-z]+)?)\s+are\s+(?:logged|recorded|stored|kept|tracked|registered|noted|documented)\s+with\s+([^;]+)$/i,
    (_, what, of, list) => `each ${one(what)} belongs to one ${one(of)}; each ${one(what)} has ${list}`,
  ],
  // "Issues of a paper are numbered": each is of one.
  [
    /^([a-z]+s)\s+of\s+(?:an?|each)\s+([a-z]+(?: [a-z]+)?)\s+(?=(?:are\s+(?:numbered|identified|described|named)|have)\s)/i,
    (_, what, of) => `each ${one(what)} belongs to one ${of}; ${what} `,
  ],
  // "In each production actors play roles".
  [
    /^in\s+(?:each|every|an?)\s+([a-z]+),?\s+([a-z]+s)\s+(play|sing|perform|use|wear|drive|lead|present)\s+(?:one or more\s+|several\s+)?([a-z]+s)$/i,
    (_, where, who, verb, what) => `${who} ${verb} ${what} in ${plural(where ?? '')}`,
  ],
  // "A session is recorded when a user completes a workout": it is of both.
  [
    /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+is\s+(?:recorded|created|made|logged|opened|stored|added)\s+(?:when|whenever|each time|every time)\s+(?:an?|the)\s+([a-z]+)\s+[a-z]+s\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, what, who, of) => `each ${what} belongs to one ${who}; each ${what} belongs to one ${of}`,
  ],
  // "Inmates have committed one or more crimes", "several inmates may be involved in an incident".
  [
    /^([a-z]+(?: [a-z]+)?s)\s+have\s+[a-z]+(?:ed|en|wn)\s+(?:one or more|several|many|various)\s+([a-z]+s)$/i,
    (_, who, what) => `${who} can belong to several ${what}`,
  ],
  [
    /^(?:one or more|several|many|multiple)\s+([a-z]+(?: [a-z]+)?s)\s+(?:may|can)\s+be\s+(?:involved|engaged|present|included)\s+in\s+(?:an?|the same|one|each)\s+([a-z]+)$/i,
    (_, who, what) => `${who} can belong to several ${plural(what ?? '')}`,
  ],
  // "Each subscriber is on exactly one route".
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+is\s+(?:on|in|at|under|within)\s+(?=(?:exactly |only |at most )?one\s)/i,
    (_, who) => `${who} belongs to `,
  ],
  // "I want to add exercises to a workout with the number of sets": a workout has them.
  [
    /^as\s+an?\s+[a-z ]+,\s+i\s+(?:want|need|would like|wish)\s+to\s+add\s+([a-z]+s)\s+to\s+(?:an?|my|the)\s+([a-z]+(?: [a-z]+)?),?\s+with\s+((?:the|an?)\s[^;]+?)(?:,?\s+so\s+that\s.*)?$/i,
    (_, what, of, list) => `each ${of} contains several ${what} with ${list}`,
  ],
  // "Reviews of books, consisting of a rating and a text".
  [
    /\b([a-z]+s)((?:\s+(?:of|about|for)\s+[a-z]+)?),?\s+(?:each\s+)?(?:consisting of|comprising|made up of)\s+((?:an?|the)\s[^;]+)$/i,
    (_, what, of, list) => `${what}${of}; each ${one(what)} has ${list}`,
  ],
  // "A marriage may end with a divorce date".
  [/\b(may|can)\s+(?:end|finish|close|start|begin)\s+with\s+(?=an?\s)/gi, () => 'may have '],
  // "Events involve people, each in a certain role": told of both.
  [
    /\b([a-z]+s|people),\s+each\s+(?:in|with|having|under)\s+an?\s+(?:certain\s+|particular\s+|specific\s+|different\s+|given\s+)?(role|position|rank|function|capacity)(?=\s*(?:[.;,]|$))/gi,
    (_, what, role) => `${what} with a ${role}`,
  ],
  // "A citation links a source to an event": it has both.
  [
    /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+(?:links|connects|relates|associates|ties|maps|attaches|assigns)\s+(?:an?|one)\s+([a-z]+(?: [a-z]+)?)\s+(?:to|with|and)\s+(?:an?|one)\s+([a-z]+(?: [a-z]+)?)$/i,
    (words, what, first, second) =>
      first === second
        ? (words ?? '')
        : `each ${one(what)} belongs to one ${first}; each ${one(what)} belongs to one ${second}`,
  ],
  // "Guardians, with their names and phone numbers".
  [
    /\b([a-z]+s),?\s+(?:with|including)\s+their\s+([^;:]+)$/i,
    (words, what, list) =>
      /\b(?:sign|register|account|log)\b/i.test(words ?? '')
        ? (words ?? '')
        : `${what}; each ${one(what)} has their ${list}`,
  ],
  // "A stock of videos" is videos, "a sequence of port calls" port calls.
  [
    /(?<!\ban?\s+(?:[a-z]+\s+)?)(?<!\b(?:small|large|big|growing)\s)\b(?:an?\s+(?:ordered\s+|fixed\s+|whole\s+)?(?:stock|sequence|series|fleet|pool|range|network|chain)|(?:ordered\s+|fixed\s+|whole\s+)?(?:sequence|series|fleet|pool|range|network|chain))\s+of\s+(?=(?:[a-z]+ )?[a-z]+s\b)/gi,
    () => 'several ',
  ],
];
