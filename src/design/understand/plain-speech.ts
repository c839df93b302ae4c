import { plural } from '../../catalog/words.ts';
import { actOf } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const counted = '(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\\d+)';

/** Faces that people draw in a message; their brackets open and close nothing. */
const faces = /(?<=^|[\s.,!?])[:;]['’]?-?[()DPp](?=\s|$|[.,!?])/g;
const contractions: readonly (readonly [RegExp, string])[] = [
  [/\b(it|that|there|he|she|who|what)['’]s(?=\s)/gi, '$1 is'],
  [/\b(they|we|you)['’]re\b/gi, '$1 are'],
  [/\b(i|we|you|they)['’]ve\b/gi, '$1 have'],
  [/\b(i|we|you|they)['’]d(?= like\b)/gi, '$1 would'],
];

/** Without faces and contractions. */
export function withoutFaces(text: string): string {
  return contractions.reduce((plain, [form, words]) => plain.replace(form, words), text.replace(faces, '.'));
}

/** What people say before and within a sentence without meaning more by it. */
export const spokenForms: readonly Form[] = [
  // "Basically: ships arrive", "also which boat brought him": the word tells nothing.
  [
    /^(?:so|basically|okay|ok|well|anyway|finally|plus|roughly|in short|to sum up|as said|by the way|obviously|of course)(?::|,)?\s+(?=[a-z])/i,
    () => '',
  ],
  [/^(?:also|and|then)\s+(?=(?:which|what|an?|each|every|for)\s)/i, () => ''],
  // "A claim always concerns one policy": how often is no word of the name.
  [
    /^((?:an?|each|every)\s+[a-z-]+(?: [a-z-]+)?|[a-z-]+(?: [a-z-]+)?s)\s+(?:always|usually|typically|normally|generally|often|sometimes|regularly|frequently|naturally|obviously|necessarily|additionally|moreover|further|furthermore|likewise)\s+(?=[a-z]+\s)/i,
    (_, who) => `${who} `,
  ],
  // "… and often with a follow-up date": it may be missing.
  [
    /,?\s+and\s+(?:often|sometimes|possibly|perhaps|optionally|occasionally|in some cases)\s+(?:also\s+)?(?:with\s+)?(an?|the)\s+([a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;,]|$))/gi,
    (_, article, what) => ` and ${article} ${what} (optional)`,
  ],
  // "Ships arrive and need a pilot": that they arrive tells nothing of them.
  [
    /^([a-z]+s)\s+(?:arrive|depart|come|leave|call|dock|land|exist|die|grow|happen|live|wait|enter)\s+and\s+(?:then\s+)?(?=[a-z]+\s+(?:an?|one|several|many|the)\s)/i,
    (_, who) => `${who} `,
  ],
  // "For such a reservation we need the school": for each.
  [/\b(for|of|about|on)\s+(?:each\s+)?such\s+an?\s+/gi, (_, about) => `${about} each `],
  // "Tickets are bought by visitors online": where or how, and no word of the name.
  [
    /\s+(?:online|on-?site|in person|in advance|on the spot|by phone|over the phone|at the desk|at the counter)(?=\s*(?:[.,;]|$|\band\b))/gi,
    () => '',
  ],
  // "A team consists of 2-3 workers".
  [
    /\b(consists? of|has|have|contains?|comprises?|made up of)\s+\d+\s*(?:-|–|to|or)\s*\d+\s+(?=[a-z]+s\b)/gi,
    (_, verb) => `${verb} several `,
  ],
  // "An urgency (low / normal / high)".
  [/\(([a-z][a-z -]*(?:\s\/\s[a-z][a-z -]*)+)\)/gi, (_, list) => `(${(list ?? '').split(/\s\/\s/).join(', ')})`],
  // "…, not all of them have one".
  [
    /,\s+(?:but\s+)?not\s+(?:all|every|everyone)\s+(?:of\s+them\s+)?(?:have|has|do|does|is|are)(?:\s[^,;.]*)?/gi,
    () => '',
  ],
  // "A shelfmark, which identifies it, a title".
  [/,\s+(?:which|that)\s+identif(?:y|ies)\s+(?:it|them)(?=\s*(?:,|$|\band\b))/gi, () => ' (unique)'],
  // "Paid or not", "billable or not".
  [
    /(,\s+|\band\s+)([a-z]{2,}(?:ed|id|[ai]ble|ent|ant))\s+or\s+not(?=\s*(?:[,.;]|$))/gi,
    (_, joint, state) => `${joint}${state} (boolean)`,
  ],
  // "Boxes are numbered and stand on shelves".
  [/^([a-z]+s)\s+are\s+numbered\s+and\s+(?=[a-z]+\s)/i, (_, what) => `${what} have a number; ${what} `],
  // "Timing points, each at a certain distance": each has one.
  [
    /\b([a-z]+(?: [a-z]+)?s),\s+each\s+(?:at|with|on|in|for)\s+an?\s+(?:certain|given|specific|particular|fixed|different)\s+([a-z]+)(?:\s+(?:from|of|on|in)\s+the\s+[a-z]+)?$/gi,
    (_, what, of) => `${what}; each ${singularWords(what ?? '').replace(/^(?:are|is|have|has) /, '')} has a ${of}`,
  ],
  // "A visit is for one request, done by one team": both hold of it.
  [
    /^((?:an?|each|every)\s+([a-z]+(?: [a-z]+)??)\s+is\s+(?:for|of|on|in|at)\s+(?:exactly\s+)?(?:one|an?)\s+[a-z]+(?: [a-z]+)?),\s+(?:and\s+)?([a-z]+(?:ed|ne|en|ld|nt|de))\s+(by|in|at|on|for|to|from)\s+(?=(?:an?|one|exactly one)\s)/i,
    (_, head, what, done, by) => `${head}; each ${what} is ${done} ${by} `,
  ],
  // "An emergency contact (name, phone)", "the position (x, y)": each is kept by itself.
  [
    /\b(an?|the|its|their)\s+((?:[a-z]+ )?(?:contact|position|coordinates|period|range))\s+\(([a-z]+(?: [a-z]+)?(?:,\s*[a-z]+(?: [a-z]+)?)+)\)/gi,
    (words, article, what, list) =>
      splitList(list ?? '').every((one) => one.length === 1 || meaningOf(phraseOf(one)?.name ?? '') !== undefined)
        ? splitList(list ?? '')
            .map((one) => `${article} ${what} ${one}${one.length === 1 ? ' (decimal)' : ''}`)
            .join(', ')
        : (words ?? ''),
  ],
  // "Customers can complain about a visit - date, text": a list behind a dash.
  [
    /^((?:an?|each|every)\s[a-z][^:;-]*?|[a-z]+s\s(?:can|may)\s[^:;-]*?)\s+[-–—]\s+(?=[a-z]+(?: [a-z]+)?,\s)/i,
    (_, head) => `${head}: `,
  ],
  // "A lease ties a tenant to a plot from a start date until an end date": the lease has both.
  [
    /^((?:an?|each|every)\s+([a-z]+(?: [a-z]+)??)\s+(?:links|connects|ties|binds|assigns|attaches|gives|entitles)\s+[^;,]+?)\s+from\s+(an?\s+[a-z]+(?: [a-z]+)?)\s+(?:to|until|till)\s+(an?\s+[a-z]+(?: [a-z]+)?)$/i,
    (_, head, what, from, to) => `${head}; each ${what} has ${from} and ${to}`,
  ],
  // "Bills: one bill per lease with an amount": the label says nothing more.
  [
    /^[A-Z][\w -]{2,30}:\s+(?=one\s+[a-z]+\s+per\s|[a-z]+s\s+(?:state|leave|give|provide|pay)\s|[a-z]+(?: [a-z]+)?s\s+are\s+[a-z]+\s+(?:in|at|for|on|by)\s+each\s)/,
    () => '',
  ],
  // "When a bird is ill, it is seen by a vet": the bird, then.
  [
    /^(?:when|whenever|if|once|as soon as|before|after|while)\s+(?:an?|the|each|every)\s+([a-z]+(?: [a-z]+)??)\s+(?:is|was|has|gets|needs|becomes|falls|arrives|leaves|comes|goes)\b[^,;:]*,\s+(?:it|he|she|they)\s+(?:is|are|must be|has to be)\s+/i,
    (_, what) => `each ${what} may be `,
  ],
  // "May have been designed", "has been bought": it is told as what is.
  [
    /\b(may|can|must|could|might)\s+have\s+been\s+(?=[a-z]+(?:ed|en|wn|ght|lt|de|nt)\b)/gi,
    (_, modal) => `${modal} be `,
  ],
  [
    /\b(has|have)\s+been\s+([a-z]+(?:ed|en|wn|ght|lt|de|nt)\s+(?:by|in|at|from|to)\s)/gi,
    (_, verb, rest) => `${verb === 'has' ? 'is' : 'are'} ${rest}`,
  ],
  [
    /\b(by|in|to|of|at|with|from)\s+more\s+than\s+one\s+([a-z]+(?: [a-z]+)?)(?=\s*(?:[.;,]|$))/gi,
    (_, by, what) => `${by} several ${plural(what ?? '')}`,
  ],
  // "Telescopes belong either to the club or to a member".
  [/\bbelongs?\s+either\s+to\s+(?:the\s+[a-z]+|us)\s+or\s+(?:to\s+)?(?=(?:an?|one)\s)/gi, () => 'may belong to '],
  // "Each bird is weighed every morning: we need the date and the weight": each time is one.
  [
    /^(?:(?:an?|each|every|the)\s+)?([a-z]+(?: [a-z]+)??)\s+(?:is|are)\s+([a-z]+(?:ed|de|ne|en|ht|nt))\s+(?:every|each|once|twice|daily|weekly|monthly|yearly|annually|regularly|periodically|from time to time|several times|at least)\b[^:;]*[:;]\s+(?:(?:for each\s+[a-z]+,?\s+)?(?:we|the system)\s+(?:also\s+)?(?:need|keep|store|record|note|log|know)s?\s+)?((?:the|an?)\s[^;:]+?)(?:\s+(?:is|are)\s+(?:kept|stored|recorded|noted|logged))?$/i,
    (words, what, verb, list) => {
      const base = (verb ?? '').toLowerCase();
      const made =
        actOf(base.replace(/ed$/, '')) ??
        actOf(base.replace(/d$/, '')) ??
        (base.endsWith('ed') ? `${base.slice(0, -2)}ing` : undefined);
      return made === undefined
        ? (words ?? '')
        : `each ${made} belongs to one ${singularWords(what ?? '')}; each ${made} has ${list}`;
    },
  ],
  // "Damage is documented per piece, with a description".
  [
    /^([a-z]+)(?:\s+(?:found|seen|noticed|reported|made)(?:\s+(?:on|at|in|during)\s+[a-z]+)?)?\s+(?:is|are|shall be|must be|has to be)\s+(?:documented|recorded|noted|kept|stored|registered|logged|entered)\s+(?:per|for each|for every)\s+([a-z]+(?: [a-z]+)?),?\s+with\s+([^;:]+)$/i,
    (_, what, of, list) =>
      `each ${singularWords(what ?? '')} belongs to one ${of}; each ${singularWords(what ?? '')} has ${list}`,
  ],
  // "The type is kept, as are the defects found".
  [
    /\s+(?:is|are)\s+(kept|stored|recorded|noted|known|registered|documented|logged),\s+as\s+(?:is|are)\s+((?:the|its|their|any)\s[^;]+)$/i,
    (_, how, list) => ` and ${list} are ${how}`,
  ],
  // "It is identified by a number, and we also keep the name".
  [
    /^((?:an?|each|every)\s+([a-z]+(?: [a-z]+)??)\s+(?:is|has)\s[^;:]+?),\s+and\s+(?:we|the system)\s+(?:also\s+)?(?:keep|store|note|record|need|know|register)s?\s+([^;:]+)$/i,
    (_, head, what, list) =>
      `${head}; each ${what} has ${splitList(list ?? '')
        .map((one) => (/^(?:an?|the|its|their)\s/i.test(one) ? one : `the ${one}`))
        .join(', ')}`,
  ],
  // "Some members are qualified as drivers or conductors": these are members.
  [
    /^(?:some\s+(?:of\s+the\s+)?|certain\s+|several\s+)?([a-z]+(?: [a-z]+)?s)\s+(?:are|can be|may be)\s+(?:also\s+)?(?:qualified|trained|certified|employed|engaged|appointed|licensed|registered|elected)\s+as\s+([a-z]+s)(?:\s+(?:and|or)\s+([a-z]+s))?$/i,
    (_, who, one, other) => `${one}${other === undefined ? '' : ` and ${other}`} are ${who}`,
  ],
  // "The number of passengers is counted per trip": each trip has it.
  [
    /^(the\s[^;:]+?)\s+(?:is|are)\s+(?:counted|recorded|noted|kept|stored|logged|registered|measured)\s+(?:per|for each|for every)\s+([a-z]+(?: [a-z]+)?)$/i,
    (_, list, of) =>
      `each ${of} has ${(list ?? '').replace(/\s+(?:carried|sold|used|served|produced|collected)$/i, '')}`,
  ],
  // "Work days are held in each colony (date, task)": what a work day has.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+are\s+[a-z]+\s+(?:in|at|for|on|by)\s+(?:each|every)\s+([a-z]+(?: [a-z]+)?)\s*\(([^()]+,[^()]+)\)$/i,
    (_, what, of, list) =>
      `each ${singularWords(what ?? '')} belongs to one ${of}; each ${singularWords(what ?? '')} has the ${splitList(list ?? '').join(', the ')}`,
  ],
  // "Prizes are donated by sponsors (name, phone)": what a sponsor has.
  [
    /\b((?:by|to|in|at|for|with|from)\s+(?:an?\s+|one\s+|several\s+)?([a-z]+(?: [a-z]+)?))\s*\(([a-z]+(?: [a-z]+)?(?:,\s*[a-z]+(?: [a-z]+)?)+)\)$/i,
    (words, head, what, list) => {
      const members = splitList(list ?? '').map((one) => phraseOf(one)?.name ?? '');
      const values = members.filter((one) => meaningOf(one) !== undefined);
      return values.length * 2 > members.length && meaningOf(phraseOf(what ?? '')?.name ?? '') === undefined
        ? `${head}; each ${singularWords((what ?? '').replace(/^each\s+/i, ''))} has the ${splitList(list ?? '').join(', the ')}`
        : (words ?? '');
    },
  ],
  // "Our four advisers each have a name".
  [
    new RegExp(
      `^(?:our|the|these|those|all(?: the)?)\\s+(?:${counted}\\s+)?([a-z]+(?: [a-z]+)?s)\\s+each\\s+(have|are|can|must|may)\\s`,
      'i',
    ),
    (_, who, verb) => `each ${singularWords(who ?? '')} ${verb === 'have' ? 'has' : verb === 'are' ? 'is' : verb} `,
  ],
  // "One pilot does it (sometimes two)": what is usual is no rule.
  [
    /\s*\((?:sometimes|usually|often|mostly|rarely|normally|typically|occasionally|in practice|see|mainly|at present|currently)\s[^()]*\)/gi,
    () => '',
  ],
  // "…, but we also deal with agents": these are there, too.
  [/,?\s+(?:but|and)\s+we\s+(?:also\s+)?(?:deal|work|cooperate|collaborate)\s+with\s+/gi, () => '; we manage '],
  // "A job is ordered by an agent, it is urgent or not", "a firm has a name, and it represents lines".
  [
    /^((?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)??)\s+(?:is|has|may|can|must|shall|[a-z]+s)\s[^;]*?)(?:,\s+(?:and\s+|but\s+)?|\s+(?:and|but)\s+)it\s+(?=(?:is|has|may|can|must|shall|should|[a-z]{3,}s)\s)/i,
    (words, head, what) =>
      /\b(?:when|where|if|that|which|until|after|before)$/i.test(head ?? '') ? (words ?? '') : `${head}; each ${what} `,
  ],
  // "A minimum and a maximum number of players", "a first and a last day": of the same.
  [
    /\b(an?|the)\s+(minimum|maximum|first|last|lower|upper|lowest|highest|earliest|latest|smallest|largest|old|new|planned|actual)\s+and\s+(?:an?\s+|the\s+)?(minimum|maximum|first|last|lower|upper|lowest|highest|earliest|latest|smallest|largest|old|new|planned|actual)\s+((?:number\s+of\s+)?[a-z]+)(?=\s*(?:[.;,)]|$|and\s))/gi,
    (_, article, one, other, what) => `${article} ${one} ${what} and ${article} ${other} ${what}`,
  ],
  // "A grave is of one of three kinds: single, double or urn".
  [
    new RegExp(
      `\\b(is|are)\\s+(?:always\\s+)?(?:(?:of|in)\\s+)?(?:exactly\\s+)?one\\s+of\\s+(?:the\\s+)?(?:${counted}|following|these|several)?\\s*(?:kinds|types|sorts|classes|forms|categories)\\s*:?\\s*([a-z][a-z-]*(?: [a-z-]+)?(?:,\\s*[a-z][a-z-]*(?: [a-z-]+)?)*,?\\s+(?:or|and)\\s+[a-z][a-z-]*(?: [a-z-]+)?)(?=\\s*(?:[.;]|$))`,
      'i',
    ),
    (_, verb, list) =>
      `${verb === 'is' ? 'has' : 'have'} a kind (${(list ?? '').replace(/,?\s+(?:or|and)\s+/i, ', ')})`,
  ],
  // "It is either inbound, outbound or a shift between berths".
  [
    /^((?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?)\s+is\s+(?:either\s+)((?:an?\s+)?[a-z-]+(?:,\s*(?:an?\s+)?[a-z-]+)+,?\s+or\s+(?:an?\s+)?[a-z-]+)(?:\s+(?:between|of|from|to|in|for)\s[^;,]*)?$/i,
    (_, of, list) =>
      `${of} has a kind (${(list ?? '')
        .split(/,\s*(?:or\s+)?|\s+or\s+/i)
        .map((one) => one.replace(/^an?\s+/i, ''))
        .join(', ')})`,
  ],
  // "To inspect the damage": what for.
  [
    /^((?:an?|the|each|every)\s+[a-z]+\s+(?:may|can|must|will|has to)?\s*[a-z]+\s+(?:an?|one|several)\s+[^,;]*?)\s+(?:in order\s+)?to\s+[a-z]+\s+the\s+[a-z]+(?=\s*(?:[.,;]|$))/i,
    (_, head) => head ?? '',
  ],
];
