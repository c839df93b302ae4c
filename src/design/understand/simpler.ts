import { plural } from '../../catalog/words.ts';
import { events, isAct, rootOfParticiple } from './acts.ts';
import { withActsTold } from './acts-told.ts';
import { asides, farewell } from './asides.ts';
import { isClause } from './clause.ts';
import { withDoers } from './doers.ts';
import { happenings } from './happenings.ts';
import { imperatives } from './imperatives.ts';
import { keptForms } from './kept-on-paper.ts';
import { parties } from './parties.ts';
import { isPerson } from './persons.ts';
import { singularName, singularWords } from './phrase.ts';
import { spokenForms } from './plain-speech.ts';
import { sameSubject } from './same-subject.ts';
import { measured, toldApart } from './told-apart.ts';
import type { Form } from './twofold-forms.ts';
import { findVerb, lowerWords } from './verbs.ts';

const several = '(?:one or more|several|many|multiple|various|at least one|any number of|zero or more|a number of)';

/** What is made where somebody gives something over to somebody: it is of all three. */
const givingOver: Readonly<Record<string, string>> = {
  prescribe: 'prescription',
  supply: 'delivery',
  supplie: 'delivery',
  lend: 'loan',
  administer: 'administration',
  recommend: 'recommendation',
};

/** Whoever made a work has it: making it is no thing of its own. */
const made =
  /^(?:directed|written|authored|composed|painted|produced|created|designed|published|edited|illustrated|invented|owned|managed|supervised|built)$/i;

const forms: readonly Form[] = [
  // "A vet sees a pet at an appointment with a reason": the appointment is of both.
  [
    /^(?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:sees|meets|treats|examines|advises|interviews|teaches|trains|serves|visits)\s+(?:an?|one|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:at|in|during)\s+(?:an?|one|each)\s+([a-z]+(?: [a-z]+)?)(?:,?\s+with\s+([^;]+?))?[.]?$/i,
    (words, who, whom, event, list) =>
      (isAct(event?.replaceAll(' ', '_') ?? '') || events.test(event ?? '')) &&
      findVerb(lowerWords(`a ${whom}`)) === undefined
        ? `each ${event} belongs to one ${who}; each ${event} belongs to one ${whom}${list === undefined ? '' : `; each ${event} has ${list}`}`
        : (words ?? ''),
  ],
  // "A doctor prescribes a drug to a patient", "suppliers supply parts to projects": a row of its own for the three.
  [
    /^(?:an?\s+|each\s+|every\s+)?(?!(?:an?|each|every|the)\s)([a-z]+)\s+(?:(?:can|may)\s+)?(prescribe|supply|supplie|lend|administer|recommend)s?\s+(?:an?\s+|one\s+|several\s+)?([a-z]+(?: [a-z]+)?)\s+to\s+(?:an?\s+|one\s+|several\s+)?([a-z]+)[.]?$/i,
    (_, who, verb, what, whom) => {
      const act = givingOver[verb?.toLowerCase() ?? ''] ?? '';
      return [who, what, whom].map((one) => `each ${act} belongs to one ${singularWords(one ?? '')}`).join('; ');
    },
  ],
  // "A doctor sees patients": he treats them, and looks at no list.
  [
    /^((?:an?|each|every|the)\s+[a-z]+|[a-z]+s)\s+sees?\s+((?:several\s+|many\s+)?([a-z]+s))[.]?$/i,
    (words, who, whom, whose) =>
      isPerson(singularName(whose ?? '')) && !/^(?:we|users|admins?|staff)$/i.test(who ?? '')
        ? `${who} treat${/^[a-z]+s$/i.test(who ?? '') ? '' : 's'} ${whom}`
        : (words ?? ''),
  ],
  // "A team cannot have more than 3 coaches": at most three.
  [
    /\b(?:(?:cannot|can not|can't|may not|must not|should not)\s+([a-z]+(?: to)?)\s+more than|(?:can|may|must|should)\s+([a-z]+(?: to)?)\s+(?:no|not) more than)\s+(?=(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\s+[a-z])(?!\S+ (?:characters|letters|digits|chars)\b)/i,
    (_, not, no) => `can ${not ?? no} at most `,
  ],
  // "A nurse is responsible for each donation": each has one.
  [
    /^(?:an?|one|exactly one)\s+([a-z]+(?: [a-z]+)?)\s+is\s+(?:responsible|in charge|accountable|liable)\s+(?:for|of)\s+(?:each|every|an?|one or more|several|many|the)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, who, what) => `each ${singularWords(what ?? '')} belongs to one ${who}`,
  ],
  // "A film may be a sequel of another film": it belongs to that.
  [
    /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+(?:may|can|could|might)\s+be\s+(?:an?|the)\s+[a-z-]+(?: [a-z-]+)?\s+(?:of|to)\s+another\s+(?:\1|one)$/i,
    (_, what) => `a ${what} may belong to another ${what}`,
  ],
  // "Each student has another student as advisor": who that is.
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?\s+(?:may\s+)?ha(?:s|ve))\s+(?:another|an?|one)\s+([a-z]+(?: [a-z]+)?)\s+as\s+(?:an?\s+|the\s+|his\s+|her\s+|its\s+|their\s+)?([a-z]+(?: [a-z]+)?)$/i,
    (_, head, who, role) => `${head} a ${role}, who is a ${who}`,
  ],
  // "May have a mother and a father among the animals".
  [
    /^(?:an?|each|every)\s+([a-z]+)\s+(may have|has)\s+an?\s+([a-z]+)\s+(?:and|or)\s+an?\s+([a-z]+)(?:,?\s+(?:who|which)\s+are\s+(?:also\s+)?(?:other\s+)?|\s+among\s+(?:the|our|its)\s+(?:[a-z]+'s?\s+)?)([a-z]+s)$/i,
    (words, who, _, one, other, of) =>
      singularName(of ?? '') === who?.toLowerCase()
        ? `${of} have a ${one} and a ${other}, both are ${of}`
        : (words ?? ''),
  ],
  // "Keepers are employees, as are veterinarians".
  [
    /^([a-z]+(?: [a-z]+)?s)\s+are\s+([a-z]+s),\s+(?:as|and so|so)\s+are\s+([a-z]+(?: [a-z]+)?s)$/i,
    (_, one, of, other) => `${one} and ${other} are ${of}`,
  ],
  // "Wines are tasted by tasters who give a score": tasters taste wines with a score.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+(?:are|can be|may be)\s+([a-z]+?)(?:ed|d)\s+by\s+([a-z]+(?: [a-z]+)?s),?\s+(?:who|which)\s+(?:give|assign|provide|leave|record|write|add|award|note)\s+(.+)$/i,
    (_, of, verb, who, list) =>
      `${who} ${/(?:at|r|s|g|c|v|iz|is)$/.test(verb ?? '') && !/(?:er|ss)$/.test(verb ?? '') ? `${verb}e` : verb} ${of} with ${list}`,
  ],
  [
    /\b(rates?|reviews?)\s+([a-z]+(?: [a-z]+)?)\s+(?:from|between)\s+(\d+)\s*(?:to|and|-|–)\s*(\d+)(?:\s+(?:stars|points))?\s+and\s+(?:optionally\s+)?(?:leaves?|writes?|adds?|gives?)\s+(an?\s+[a-z]+)/gi,
    (_, verb, of, from, to, what) => `${verb} ${of} with a score (${from} to ${to}) and ${what}`,
  ],
  // "Members sign up with a username": they have it.
  [
    /\b([a-z]+s|each [a-z]+|every [a-z]+|an? [a-z]+)\s+(?:can\s+|must\s+|may\s+)?(?:sign(s?) (?:up|in)|log(s?) in|register(s?)|(?:is|are)\s+registered)\s+(?:with|by giving|by providing)\s+(?=(?:an?|the|their|its|his|her)\s)/gi,
    (_, who) => `${who} ${/^(?:each|every|an?)\s/i.test(who ?? '') ? 'has' : 'have'} `,
  ],
  // "Drivers create an account with their name": they have it.
  [
    /\b([a-z]+s)\s+(?:can\s+|must\s+|may\s+)?(?:create|open|register|have)\s+(?:an?|their)\s+(?:own\s+|user\s+|personal\s+)?(?:account|profile)s?\s+(?:with|by giving|by providing|using|giving)\s+(?=(?:an?|the|their)\s)/gi,
    (_, who) => `${who} have `,
  ],
  // "Professors work in departments, with a percentage for each": of both.
  [/,?\s+(with\s+(?:an?|the)\s[^,;]+?)\s+for\s+each(?:\s+(?:of them|one))?$/i, (_, list) => ` ${list}`],
  // "Actors play in one or more films, and for each film the role is stored": of both.
  [
    new RegExp(
      `^([^,;:]+?\\s(?:${several}\\s+)?([a-z]+(?: [a-z]+)?s)),?\\s+(?:and|where|;)\\s*for\\s+(?:each|every)\\s+([a-z]+(?: [a-z]+)?)(?:,|\\s+(?:we\\s+(?:also\\s+)?(?:store|keep|record|note|save))?)\\s*((?:the|an?|its)\\s[^;]+?)(?:\\s+(?:is|are|must be|has to be)\\s+(?:also\\s+)?(?:stored|recorded|kept|noted|known|saved|registered))?$`,
      'i',
    ),
    (words, clause, what, each, list) =>
      singularName(what ?? '').endsWith(singularName(each ?? '')) ? `${clause} with ${list}` : (words ?? ''),
  ],
  // "Sponsors fund projects through grants": each grant is of both.
  [
    /^(?:an?\s+|each\s+|every\s+|the\s+)?([a-z]+(?: [a-z]+)?)\s+([a-z]+s?)\s+(?:an?\s+|one or more\s+|several\s+|many\s+)?([a-z]+(?: [a-z]+)?s)\s+(?:through|by means of|via|by way of)\s+(?:one or more\s+|several\s+)?([a-z]+s)$/i,
    (words, who, verb, what, by) =>
      /^(?:is|are|has|have|can|may|must)$/i.test(verb ?? '')
        ? (words ?? '')
        : `each ${singularWords(by ?? '')} belongs to one ${singularWords(who ?? '')}; each ${singularWords(by ?? '')} belongs to one ${singularWords(what ?? '')}`,
  ],
  // "Tariffs are defined per car park".
  [
    /^(?:the\s+)?([a-z]+(?: [a-z]+)?s)\s+are\s+(?:defined|set|fixed|kept|specified|maintained|given|stored|recorded|organi[sz]ed)\s+(?:per|for each|for every|by)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, what, of) => `each ${singularWords(what ?? '')} belongs to one ${of}`,
  ],
  // "An instance of a leg on a date is called a leg instance".
  [
    /^(?:an?|each|every|the)\s+[a-z]+\s+of\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:on|at)\s+an?\s+(?:particular\s+|certain\s+|given\s+|specific\s+)?(date|time)\s+is\s+(?:called|known as|referred to as)\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, of, when, what) => `each ${what} belongs to one ${of}; each ${what} has a ${when}`,
  ],
  // "People take part in cases as plaintiffs, defendants or witnesses": a role.
  [
    /\b((?:takes? part|participates?|appears?|works?|serves?|acts?|plays?|(?:is|are|may be|can be) (?:involved|employed|engaged|listed|assigned))\s+(?:in|on|at|for|to)\s+[a-z ]+?)\s+as\s+(?:either\s+|an?\s+)?([a-z-]+(?:,\s+(?:an?\s+)?[a-z-]+)*,?\s+or\s+(?:an?\s+)?[a-z-]+)(?=\s*(?:$|,\s+and\s|[.;]))/gi,
    (_, head, list) =>
      `${head} with a role (${(list ?? '')
        .split(/,\s*(?:or\s+)?|\s+or\s+/)
        .map((one) => singularWords(one.replace(/^an?\s+/i, '')))
        .join(', ')})`,
  ],
  // "The number of seats is kept, as well as the airplane used".
  [
    /^((?:the|its|their)\s+[^,;]+?)\s+((?:is|are)\s+(?:kept|stored|recorded|noted|registered)),\s+(?:as well as|together with|along with|and also)\s+((?:the|its|their)\s[^;]+)$/i,
    (_, one, verb, other) => `${one}, and ${other} ${verb?.replace(/^is/i, 'are')}`,
  ],
  // "When it leaves, the time and the fee are added".
  [
    /^(?:when|whenever|as soon as|once|after|before)\s+(?:it|they|he|she|this)\s[^,]+,\s+((?:the|its|their|an?)\s[^;]+?)\s+(?:is|are)\s+(?:also\s+)?(?:added|recorded|noted|stored|entered|registered|filled in|set|kept)$/i,
    (_, list) => `${list} are recorded`,
  ],
  // "When a vehicle enters, a session is opened with the time and the space".
  [
    /^(?:when|whenever|each time|every time|as soon as|once|if)\s+(?:an?|the)\s+([a-z]+(?: [a-z]+)??)\s+[a-z]+(?:\s[^,]+)?,\s+an?\s+([a-z]+(?: [a-z]+)?)\s+is\s+(?:opened|created|made|started|recorded|generated|issued|registered|added|scheduled|entered|written|drawn up|signed|concluded|prepared|sent)\s+(?:with|containing|giving|stating|including|showing)\s+([^;]+)$/i,
    (_, who, what, list) => `each ${what} belongs to one ${who}; each ${what} has ${list}`,
  ],
  // "An order contains wines, each with a quantity": told of the two together.
  [
    new RegExp(`\\b([a-z]+s),\\s+(?:each\\s+)?with\\s+(?=(?:an?|the|its|their)\\s+(?:[a-z]+ )?${measured}\\b)`, 'gi'),
    (_, what) => `${what} with `,
  ],
  // "Accidents in which cars are involved are registered with a number": the cars of an accident.
  [
    /^([a-z]+s)\s+in\s+which\s+(?:the\s+)?([a-z]+s)\s+(?:are|were|get)\s+involved\s+((?:are|have|must|can)\s.+)$/i,
    (_, what, who, rest) => `${what} ${rest}; a ${singularWords(who ?? '')} may be involved in several ${what}`,
  ],
  // "Matches are played between a home club and an away club on a date": two clubs, and more of the match.
  [
    /^((?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?|[a-z]+(?: [a-z]+)?s)\s+(?:is|are|takes? place)\s+(?:[a-z]+(?:ed|en|ld|nt|ht)\s+)?between\s+(an?\s+[a-z]+(?: [a-z]+)?)\s+and\s+(an?\s+[a-z]+(?: [a-z]+)?)(\s+(?:on|in|at)\s.+)?$/i,
    (_, who, one, other, rest) => {
      const each = `each ${singularWords((who ?? '').replace(/^(?:an?|each|every|the)\s+/i, ''))}`;
      return `${each} has ${one} and ${other}${rest === undefined ? '' : `; ${each} takes place${rest}`}`;
    },
  ],
  // "At the end of the case a verdict is issued, with a date": each has it, and is of the case.
  [
    /^(?:at|after|before|during|for|in|on)\s+(?:the\s+(?:end|beginning|start|close|time)\s+of\s+)?(?:an?|the|each|every)\s+([a-z]+(?: [a-z]+)??),?\s+(an?|one or more|several)\s+([a-z]+(?: [a-z]+)?)\s+(?:is|are|may be|can be)\s+(?:issued|made|given|created|written|produced|drawn up|generated|performed|carried out|prepared|announced)(?:,?\s+(?:with|giving|stating|containing|including)\s+(.+))?$/i,
    (_, of, __, what, list) => {
      const each = `each ${singularWords(what ?? '')}`;
      return `${each} belongs to one ${of}${list === undefined ? '' : `; ${each} has ${list}`}`;
    },
  ],
  // "A donation is separated into components": it has them.
  [
    /\b(?:is|are|can be|may be)\s+(?:further\s+|then\s+)?(?:separated|split(?: up)?|broken(?: down| up)?|subdivided|partitioned|decomposed)\s+into\s+(?=(?:one or more\s+|several\s+|two or more\s+|different\s+)?[a-z]+(?: [a-z]+)?s\b)/i,
    (words) => `${/^are/i.test(words ?? '') ? 'have' : 'has'} several `,
  ],
  [/^the\s+([a-z]+(?: [a-z]+)?)\s+(?:is|are)\s+(?:also\s+)?measured$/i, (_, what) => `the ${what} is recorded`],
  // "A director may have directed several films": he directs them.
  [
    /\b(can|may|might|could|must)\s+have\s+([a-z]{3,}ed|written|won|bought|sold|built)\s+(?=(?:one or more|several|many|multiple|various|at least|any number|zero or more|a number|an?|one|other|the|\d+)\s)/gi,
    (_, modal, done) => `${modal} ${made.test(done ?? '') ? 'have' : rootOfParticiple(done ?? '')} `,
  ],
  // "A packet sits at a position in a drawer of a freezer": one thing in another.
  [
    /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+(?:sits|stands|lies|hangs|lives|(?:is|may be|can be)\s+(?:always\s+)?(?:kept|stored|located|placed|found|held|housed|shelved|situated))\s+(?:at|in|on)\s+an?\s+(?:(position|slot|place|spot|level|row|column|place number)\s+(?:in|on|of|within)\s+an?\s+)?([a-z]+)\s+(?:of|in|on|within)\s+an?\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, what, where, inner, outer) =>
      `each ${what} belongs to one ${inner}; ${where === undefined ? '' : `each ${what} has a ${where}; `}each ${inner} belongs to one ${outer}`,
  ],
  // "Nurses are assigned to wards in shifts (day, night)": of both.
  [
    /\b((?:is|are|can be|may be)\s+(?:assigned|allocated|rostered|posted|appointed|scheduled)\s+to\s+[a-z]+(?: [a-z]+)?s)\s+(?:in|for|on|as)\s+([a-z]+?)s?\s*(\([^()]+,[^()]+\))$/i,
    (_, head, what, values) => `${head} with a ${what} ${values}`,
  ],
  // "The same person may appear in several cases".
  [/\bthe\s+same\s+([a-z]+(?: [a-z]+)?)\s+(?=(?:may|can)\s)/gi, (_, what) => `a ${what} `],
  // "A harvest takes place on a plot on a certain date".
  [
    /\btakes?\s+place\s+(?:on|at)\s+(?=(?:(?:an?|one|the|exactly one)\s+|[a-z]+s\b)(?!(?:[a-z]+ )?(?:date|time|day)\b))/gi,
    (words) => (/^takes/i.test(words ?? '') ? 'takes place in ' : 'take place in '),
  ],
];

/** On a certain date, in a given year: a property of what happens then. */
const moment =
  /^((?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?|[a-z]+(?: [a-z]+)?s(?:\s+of\s+an?\s+[a-z]+)?)\s+((?:(?:is|are|can be|may be)\s+[a-z]+(?:ed|en|ld|nt|ht)|takes?\s+place|happens?|occurs?)\b.*?)\s+(?:on|in|at)\s+an?\s+(?:given|certain|particular|specific|fixed)?\s*(date|year|day|time|weekday)(?:\s+(?:at|and)\s+(?:at\s+)?(?:an?\s+)?(?:given|certain|particular|specific|fixed)?\s*(time))?((?:\s+and)?\s+(?:in|at)\s+(?:an?|one(?:\s+of\s+(?:the|our))?)\s+[a-z]+(?: [a-z]+)?)?((?:\s+and\s|;).+)?$/i;

function withMoments(text: string): string {
  const [, who, what, when, hour, where = '', rest = ''] = moment.exec(text) ?? [];
  if (who === undefined) return text;
  const one = singularWords(who.replace(/^(?:an?|each|every|the)\s+|\s+of\s+an?\s.*$/gi, ''));
  const more = /^\s+and\s+(.+)$/i.exec(rest)?.[1];
  return `${who} ${what}${where.replace(/^\s+and/, '')}; each ${one} has a ${when}${hour === undefined ? '' : ` and a ${hour}`}${more === undefined ? rest : `; each ${one} ${more}`}`;
}

/** A sentence as one or several that say the same, each of one thing. `plain` is the whole description in lower case. */
export function simpler(text: string, plain: string): readonly string[] {
  const end = /[.!;]\s*$/.exec(text)?.[0] ?? '';
  const sentence = text.slice(0, text.length - end.length).trim();
  if (farewell.test(sentence)) return [];
  if (sentence.endsWith(':')) return [text];
  let all: readonly string[] = [sentence];
  for (let round = 0; round < 3; round++) {
    const next = all.flatMap((one) => parted(once(one, plain)));
    if (next.join('; ') === all.join('; ')) break;
    all = next;
  }
  all = withNouns(all);
  return all.map((one, at) => (at === all.length - 1 ? `${one}${end}` : `${one};`));
}

/** `Stops lie along the line; they have a name`: of what the piece before begins with. */
function withNouns(pieces: readonly string[]): readonly string[] {
  let spoken: string | undefined;
  return pieces.map((piece) => {
    const found = /^(it|they)\s+/i.exec(piece);
    if (!found) {
      const single = /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)??)\s+(?:is|has|can|may|must|[a-z]+s)\s/i.exec(
        piece,
      )?.[1];
      const several = /^([a-z]+s)\s+(?:are|have|can|may|must|[a-z]+[^s])\s/i.exec(piece)?.[1];
      spoken = single ?? (several === undefined ? undefined : singularWords(several)) ?? undefined;
      return piece;
    }
    if (spoken === undefined) return piece;
    return `${/^it/i.test(found[0]) ? `each ${spoken}` : plural(spoken)} ${piece.slice(found[0].length)}`;
  });
}

function once(text: string, plain: string): string {
  const made = [
    ...imperatives,
    ...spokenForms,
    ...asides,
    ...keptForms,
    ...parties,
    ...toldApart,
    ...happenings,
    ...forms,
  ].reduce((said, [form, words]) => said.replace(form, words), text);
  return withActsTold(withDoers(withMoments(made), plain), plain);
}

/** At semicolons that stand outside of parentheses, and between what are sentences of their own. */
function parted(text: string): readonly string[] {
  // "A multi-tenant SaaS: organizations have members" tells first what it is.
  const title = /^((?:an?|the|our|my)\s[^:;(]+):\s/i.exec(text)?.[1];
  const titled = title !== undefined && !isClause(title);
  return text
    .split(
      titled
        ? /;(?![^(]*\))/
        : /;(?![^(]*\))|(?<=^[^:(]+):\s+(?=(?:(?:for|of)\s+(?:each|every)|each|every|we\s+[a-z]+|an?\s+[a-z]+(?: [a-z]+)?\s+has|[a-z]+s\s+have)\s)/i,
    )
    .flatMap((one) => sameSubject(one.trim()))
    .flatMap((one) => ofTwoSubjects(one.trim()))
    .filter((one) => one !== '');
}

const keeps = /\b(?:recorded|stored|noted|kept|needed|registered|saved|known|tracked|required|we|i)\b/i;

/** `A case is heard by one judge, and a judge hears many cases`: two sentences. */
function ofTwoSubjects(text: string): readonly string[] {
  const found =
    /^(.+?)(?:,\s+(?:and|but|while|whereas)|\s+(?:and|but|while|whereas)(?=\s+(?:an?|each|every)\s+[a-z]+(?: [a-z]+)?\s+(?:can|may|must|is|has|belongs)\s))\s+((?:(?:an?|each|every|it|they|these|those)\s|the\s+[a-z]+(?: [a-z]+)??\s+(?:is|are|has|have|can|may|must|belongs?|consists?|contains?|concerns?|covers?|refers?|relates?|takes?|gets?|applies|depends?|needs?|requires?)\s).+)$/i.exec(
      text,
    );
  const [, first = '', second = ''] = found ?? [];
  // "For each burial the depth is kept, and the burial concerns one person": a list, and a clause.
  if (/^(?:for|of)\s+(?:each|every)\s.*\s(?:is|are)\s+[a-z]+$/i.test(first) && keeps.test(first) && !keeps.test(second))
    return /[:(]/.test(first) || !isClause(second) ? [text] : [first, second];
  if (!found || /\([^)]*$/.test(first) || keeps.test(first) || keeps.test(second)) return [text];
  if (/^(?:for|of|about|if|when|as|we|i)\b/i.test(first) || /:/.test(first)) return [text];
  return isClause(first) && isClause(second) ? [first, second] : [text];
}
