import { actOf } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const noun = '[a-z][a-z-]*(?: [a-z][a-z-]*)?';
const keep =
  '(?:know|keep|store|record|need|note|hold|register|save|want|write down|note down|collect|enter|track|have)';
const kept =
  '(?:kept|stored|recorded|noted|known|registered|listed|entered|logged|written down|documented|needed|held|tracked|saved)';
const paper = '(?:card|file|record|form|sheet|entry|page|dossier|folder|index card|row|line|document)';
const one = (words: string | undefined) =>
  singularWords((words ?? '').replace(/^(?:an?|the|each|every|any|one)\s+/i, ''));

/** Lists of what is kept, as people tell them who think of papers, or on the way of another sentence. */
export const keptForms: readonly Form[] = [
  // "For each client there is a card with the surname and the town".
  [
    new RegExp(
      `^(?:for|of|about)\\s+(?:each|every|an?|all)\\s+(${noun}),?\\s+(?:there\\s+(?:is|exists)|we\\s+(?:have|keep|fill in|use)|i\\s+(?:have|keep))\\s+(?:an?|one)\\s+${paper}\\s+(?:with|holding|containing|showing|that shows|that holds|on which we (?:note|write|keep))\\s+([^;]+)$`,
      'i',
    ),
    (_, of, list) => `each ${one(of)} has ${list}`,
  ],
  // "On a policy you find the number and the premium".
  [
    new RegExp(
      `^(?:on|in)\\s+(?:an?|each|every|the)\\s+(${noun}?)\\s+(?:you(?:\\s+(?:can|will))?\\s+(?:find|see|read)|we\\s+(?:note|find|write|print|state|have)|(?:there\\s+)?(?:is|are)\\s+(?:printed|written|noted|shown|stated)|stand|stands)\\s+((?:the|an?|its)\\s[^;]+)$`,
      'i',
    ),
    (_, of, list) => `each ${one(of)} has ${list}`,
  ],
  // "A policy covers a dwelling, of which we need the address": told of the dwelling.
  [
    new RegExp(
      `(?<=[a-z]\\s)(an?|one|exactly one|at most one)\\s+(${noun}),?\\s+(?:of|for|about|on|from)\\s+(?:which|whom)\\s+(?:we|the system|i)\\s+(?:also\\s+|only\\s+)?(?:want to |need to |would like to |have to )?${keep}s?\\s+([^;]+)$`,
      'i',
    ),
    (_, article, what, list) => `${article} ${what}; each ${one(what)} has ${list}`,
  ],
  [
    new RegExp(
      `(?<=[a-z]\\s)(an?|one|exactly one|at most one|several|one or more)\\s+(${noun}),?\\s+(?:of|for|about|on)\\s+(?:which|whom)\\s+((?:the|an?)\\s[^;]+?)\\s+(?:is|are|must be|shall be|should be)\\s+${kept}$`,
      'i',
    ),
    (_, article, what, list) => `${article} ${what}; each ${one(what)} has ${list}`,
  ],
  // "Holders are natural persons of whom we keep the surname": whatever else they are.
  [
    new RegExp(
      `^([a-z]+(?: [a-z]+)?s)\\s+are\\s+(?:(?:natural|legal|private|external|other|independent|local|registered)\\s+)?(?:persons|people|individuals|companies|firms|organi[sz]ations|bodies|institutions|businesses|places|buildings|things|objects)\\s+(?:of|for|about)\\s+(?:whom|which)\\s+(?:we|the system)\\s+(?:also\\s+)?${keep}s?\\s+([^;]+)$`,
      'i',
    ),
    (_, who, list) => `each ${one(who)} has ${list}`,
  ],
  // "An agent is a firm with a name and a phone".
  [
    /^(an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+is\s+an?\s+(?:[a-z]+\s+)?(?:company|firm|organi[sz]ation|body|institution|business|place|building|thing|object|area|room|document|device|machine)\s+(?:with|having|that has|which has|who has)\s+([^;]+)$/i,
    (_, __, who, list) => `each ${one(who)} has ${list}`,
  ],
  // "A policy covers one vehicle: we write down the plate": that of the vehicle.
  [
    new RegExp(
      `^((?:an?|each|every)\\s+${noun}?\\s+(?!has\\b|is\\b|was\\b)[a-z]+s(?:\\s+(?:to|in|at|on|for))?\\s+(?:an?|one|exactly one)\\s+)(${noun})\\s*:\\s+(?:here\\s+|there\\s+)?(?:we|i|the system)\\s+(?:also\\s+)?${keep}s?\\s+([^;:]+)$`,
      'i',
    ),
    (_, head, what, list) => `${head}${what}; each ${one(what)} has ${list}`,
  ],
  // "Every conversation with a client is noted with the date and the channel".
  [
    new RegExp(
      `^(?:(?:each|every|an?|all)\\s+)?(?!change|edit|update|correction|modification|deletion)([a-z]+)\\s+(?:with|on|for|about|to|from|by|against|in|at|of)\\s+(?:an?|each|every|the|one)\\s+(${noun}?)\\s+(?:is|are|must be|shall be)\\s+${kept}\\s+(?:together\\s+|along\\s+)?(?:with|by)\\s+([^;]+)$`,
      'i',
    ),
    (_, what, of, list) =>
      `each ${one(what)} belongs to one ${one(of)}; each ${one(what)} has ${(list ?? '').replace(/^([a-z]+) and ([a-z]+)$/i, 'the $1 and the $2')}`,
  ],
  // "If a job is cancelled we want the reason".
  [
    new RegExp(
      `^(?:if|when|whenever|once|as soon as)\\s+(?:an?|the)\\s+(${noun}?)\\s+(?:is|was|gets?|got|has been|had to be)\\s+[a-z]+(?:ed|en|id|ld|nt|ht|wn)(?:\\s+[a-z]+)?,?\\s+(?:then\\s+)?(?:we|the system)\\s+(?:also\\s+)?(?:want to |need to |have to |must )?${keep}s?\\s+((?:the|an?|its)\\s[^;]+)$`,
      'i',
    ),
    (_, of, list) => `each ${one(of)} may have ${list}`,
  ],
  // "For each task it is recorded who did it": a list like any other.
  [
    /^((?:for|of|about)\s+(?:each|every|any|all)\s+[^,]+?),?\s+it\s+(?:is|shall be|must be|should be|will be|has to be)\s+(recorded|stored|noted|kept|known|registered|tracked|logged|documented)\s+(?!that\b|if\b)([^;]+)$/i,
    (_, about, how, list) => `${about} the ${(list ?? '').replace(/^the\s+/i, '')} are ${how}`,
  ],
  // "After the game the result is stored: the time left and the hints".
  [
    new RegExp(
      `^(?:(?:after|before|during|at|upon)\\s+(?:an?|the|each|every)\\s+(${noun}),?\\s+)?(?:the|an?|its|their)\\s+([a-z]+)\\s+is\\s+(?:also\\s+)?${kept}\\s*:\\s+([^;]+,[^;]+|(?:the|an?)\\s[^;]+)$`,
      'i',
    ),
    (words, of, what, list) => (of === undefined ? (words ?? '') : `each ${one(what)} has ${list}`),
  ],
  // "A projector has a model, and whenever its lamp is replaced, the date is noted": a lamp replacement of it.
  [
    new RegExp(
      `^((?:an?|each|every)\\s+(${noun}?)\\s+(?:has|is|belongs)\\s.+?),?\\s+and\\s+(?:when|whenever|each time|every time)\\s+(?:its|the|an?|his|her)\\s+(${noun}?)\\s+(?:is|gets)\\s+([a-z]+(?:ed|en|id|ld|nt|ht)),\\s+((?:the|its|an?)\\s[^;]+?)\\s+(?:is|are)\\s+(?:also\\s+)?${kept}$`,
      'i',
    ),
    (words, head, of, what, verb, list) => {
      const made = actOf((verb ?? '').replace(/d$/, '')) ?? actOf((verb ?? '').replace(/ed$/, ''));
      return made === undefined
        ? (words ?? '')
        : `${head}; each ${what} ${made} belongs to one ${of}; each ${what} ${made} has ${list}`;
    },
  ],
  // "Visitors leave a name and an e-mail address": they have these.
  [
    /^([a-z]+s)\s+(?:(?:must|have to|can|may)\s+)?(?:leave|give(?:\s+us)?|provide|state|supply|enter|specify|indicate)\s+((?:an?|their|the)\s[^;:]+)$/i,
    (words, who, list) =>
      splitList(list ?? '').every((each) => meaningOf(phraseOf(each)?.name ?? '') !== undefined) ||
      (/^their\s/i.test(list ?? '') && meaningOf(phraseOf(splitList(list ?? '')[0] ?? '')?.name ?? '') !== undefined)
        ? `${who} have ${list}`
        : (words ?? ''),
  ],
  // "Invoice after the visit: number, date and amount": an invoice of a visit.
  [
    new RegExp(
      `^(?:an?\\s+|the\\s+)?([a-z]+)\\s+(?:after|for|of|per|to)\\s+(?:the|each|every|an?)\\s+(${noun}?)\\s*:\\s+([^:;]+,[^:;]+)$`,
      'i',
    ),
    (words, what, of, list) =>
      splitList(list ?? '').filter((each) => meaningOf(phraseOf(each)?.name ?? '') !== undefined).length >= 2 &&
      !/^(?:if|as|and|with)$/i.test(what ?? '')
        ? `each ${one(what)} belongs to one ${one(of)}; each ${one(what)} has ${splitList(list ?? '')
            .map((each) => (/^(?:an?|the|its)\s/i.test(each) ? each : `the ${each}`))
            .join(', ')}`
        : (words ?? ''),
  ],
  // "As an organiser, I want to define races (name, distance) for each edition".
  [
    new RegExp(
      `^as\\s+an?\\s+[a-z ]+,\\s+i\\s+(?:want|need|would like|wish)\\s+to\\s+(?:define|create|set up|maintain|manage|add|enter|register|record|describe|plan|configure)\\s+(?:an?\\s+|the\\s+|new\\s+|our\\s+)?(${noun}?)\\s*\\(([^()]+,[^()]+)\\)(?:\\s+(?:for|of|in|within)\\s+(?:each|every|an?)\\s+(${noun}?)(?:\\s+of\\s.+)?)?(?:,?\\s+(?:because|so that|so)\\b.*)?$`,
      'i',
    ),
    (_, what, list, of) =>
      `${of === undefined ? '' : `each ${one(what)} belongs to one ${one(of)}; `}each ${one(what)} has ${splitList(
        list ?? '',
      )
        .map((each) => (/^(?:an?|the|its)\s/i.test(each) ? each : `the ${each}`))
        .join(', ')}`,
  ],
  // "That is a request: it has a date".
  [
    new RegExp(
      `^(?:that|this)\\s+is\\s+(?:called\\s+)?an?\\s+(${noun}?)(?:\\s+basically)?\\s*:\\s+it\\s+(?=(?:has|is|may|can)\\s)`,
      'i',
    ),
    (_, what) => `each ${one(what)} `,
  ],
  // "Sections are designated by a letter", "a customer is known by an e-mail address".
  [
    /\b(is|are)\s+(?:designated|denoted|distinguished|known|referenced|told apart|recogni[sz]ed)\s+by\s+(?=((?:an?\s+|the\s+|its\s+|their\s+)?(?:[a-z-]+\s+)?(?:letter|number|code|symbol|name|identifier|id|title|address|e-?mail(?: address)?|key|abbreviation))\b)/gi,
    (_, verb) => `${verb} identified by `,
  ],
  // "No room has two slots at the same date and start time".
  [
    new RegExp(
      `^no\\s+(${noun}?)\\s+(?:has|can have|may have|must have|shall have)\\s+(?:two|several|more than one)\\s+(${noun}?)\\s+(?:at|on|in|with|for|of)\\s+the\\s+same\\s+([^;]+)$`,
      'i',
    ),
    (_, of, what, list) => `no two ${what} have the same ${of}, ${list}`,
  ],
  // "How the premium is paid (monthly, yearly)": a way of paying.
  [
    /\bhow\s+(?:the|an?|its|their)\s+([a-z]+)\s+(?:is|are|was|were|will be|must be)\s+(paid|delivered|sent|treated|financed|settled|transported|invoiced|billed)\b/gi,
    (_, __, done) => `the ${ways[(done ?? '').toLowerCase()] ?? 'handling'} mode`,
  ],
];

const ways: Readonly<Record<string, string>> = {
  paid: 'payment',
  delivered: 'delivery',
  sent: 'dispatch',
  treated: 'treatment',
  financed: 'financing',
  settled: 'settlement',
  transported: 'transport',
  invoiced: 'invoicing',
  billed: 'billing',
};
