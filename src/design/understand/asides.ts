import { plural } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

/** Words of a sentence that say nothing of what is kept: greetings, reasons, examples, how things usually are. */
export const asides: readonly Form[] = [
  [/\b(i|we|they|you)'d\s+like\b/gi, (_, who) => `${who} would like`],
  [/\bwould\s+like\s+to\s+(?=(?:also\s+)?(?:track|keep|record|store|manage)\b)/gi, () => 'want to '],
  // "We keep track of hours": we record them.
  [/\bkeep(s)?\s+track\s+of\b/gi, (_, ending) => `record${ending ?? ''}`],
  // "Visitors buy tickets online": how.
  [/\b([a-z]+s)\s+online(?=\s*(?:$|[,;]|\s(?:and|for|at|with|by|through)\s))/gi, (_, what) => what ?? ''],
  // "Tickets are of type adult, child or senior".
  [
    /\b(is|are)\s+of\s+(?:(?:an?|the|one)\s+)?(type|kind|class|category)\s*:?\s+([a-z-]+(?:,\s*[a-z-]+)*,?\s+or\s+[a-z-]+)(?=\s*(?:[.;,]|$))/gi,
    (_, verb, what, list) =>
      `${verb === 'is' ? 'has' : 'have'} a ${what} (${(list ?? '').replace(/,?\s+or\s+/gi, ', ')})`,
  ],
  // "Hello, we run a shop": whoever writes greets.
  [
    /^(?:hello|hi|hey|good (?:morning|day|afternoon|evening)|dear [a-z ]+?)(?: (?:all|there|team|everyone))?\s*[,!:]\s*/i,
    () => '',
  ],
  // "Here is what we have so far: members with a name": that it follows tells nothing of it.
  [
    /^(?:(?:here|below)(?:'s| is| are| follows)|this is|these are|(?:a\s+)?(?:quick|rough|short|brief|first)\s+(?:dump|list|overview|summary|outline|sketch|note))\b[^:.]*\b(?:what|list|dump|overview|summary|outline|notes?|far|things|everything)\b[^:.]*?(?::\s*|$)/i,
    () => '',
  ],
  // "Old visits are deleted": visits are.
  [
    /^(?:old|older|outdated|expired|stale|past|obsolete|outworn)\s+([a-z]+(?: [a-z]+)?s)\s+(?=(?:are|get|(?:can|may|must|should|will)\s+be)\s+(?:automatically\s+|regularly\s+)?(?:deleted|removed|purged|archived|dropped|erased|discarded|thrown away|cleaned up)\b)/i,
    (_, what) => `${what} `,
  ],
  // "A review needs a rating between 1 and 5": it has one.
  [
    /\b(?:needs|requires|gets|carries|must have|should have)\s+(an?\s+[a-z]+(?: [a-z]+)?)\s+(?=(?:between|from)\s+-?\d)/i,
    (_, what) => `has ${what} `,
  ],
  // "Consider a museum that keeps art objects": we keep them.
  [
    /^(?:please\s+)?(?:consider|imagine|assume|suppose|think of|take)\s+(?:that\s+)?(?:an?|the following)\s+[a-z ]+?\s+(?:that|which)\s+(?:keeps?|has|have|manages?|maintains?|stores?|records?|collects?|owns?|operates?)\s+(?:track of\s+)?/i,
    () => 'We keep ',
  ],
  // "We would like to replace our spreadsheets": why it is asked for.
  [
    /^(?:we|our|the|this)\b[^,;:]*?\b(?:would like|wants?|wish(?:es)?|needs?|plans?|intends?)\s+to\s+(?:replace|moderni[sz]e|computeri[sz]e|automate|improve|digiti[sz]e|move away from|get rid of)\b[^;:]*$/i,
    () => '',
  ],
  // "Before hiring a video, a customer must …".
  [/^(?:before|after|when|while|by|on|upon|for)\s+[a-z]+ing\s+[^,]+,\s+(?=(?:an?|the|each|every|we)\s)/i, () => ''],
  [
    /^(?:over time|in the course of time|at any (?:given )?time|in general|as a rule|of course|in practice|in our case),?\s+/i,
    () => '',
  ],
  // "Since players change clubs, we record their contracts with a start date": of both.
  [
    /^(?:since|because|as|given that)\s+([a-z]+s)\s+(?:can\s+|may\s+|often\s+|sometimes\s+)?[a-z]+\s+([a-z]+s)(?:\s[^,]*)?,\s+(?:we|the system)\s+(?:also\s+)?(?:record|keep|store|track|note)s?\s+(?:their|the)\s+([a-z]+s)(?:\s+with\s+(.+))?$/i,
    (_, who, what, made, list) => {
      const one = `each ${singularWords(made ?? '')}`;
      return `${one} belongs to one ${singularWords(who ?? '')}; ${one} belongs to one ${singularWords(what ?? '')}${list === undefined ? '' : `; ${one} has ${list}`}`;
    },
  ],
  [
    /^(?:since|because|given that|although|even though|whereas)\s+[^,]+,\s+(?=(?:we|it|the|each|every|an?|for)\s)/i,
    () => '',
  ],
  [
    /\b(may|can|must|might|is|are|has|have|there are|there is)\s+(?:of course|naturally|typically|normally|generally|usually|often|sometimes|currently|also of course|in addition|in turn|potentially|theoretically)\s+/gi,
    (_, verb) => `${verb} `,
  ],
  [/(?<=\b(?:number|code|name|id))\s+(?:there|here)(?=\s*(?:,|\band\b))/gi, () => ''],
  [/\s+(?:here|there|as well|too|in turn|from time to time|as needed|if necessary|when necessary)$/i, () => ''],
  // "Meters are read every month by readers": how often.
  [
    /\b((?:is|are)\s+[a-z]+|takes? place|meets?)\s+(?:(?:every|each)\s+(?:single\s+)?(?:day|week|month|year|quarter|hour|morning|evening|season|night)|once\s+(?:a|per|every)\s+(?:day|week|month|year)|daily|weekly|monthly|yearly|annually|regularly)\b/gi,
    (_, verb) => verb ?? '',
  ],
  // "The firm also rents out tools by the day".
  [/^(we|the [a-z]+)\s+also\s+/i, (_, who) => `${who} `],
  [/\s+by\s+the\s+(?:day|hour|week|month|minute)(?=\s*(?:[,.;]|$))/gi, () => ''],
  // "Each paper assigned to him or her".
  [
    /\s+(?:(?:that|which)\s+(?:is|are)\s+)?(?:assigned|given|allocated|entrusted)\s+to\s+(?:him or her|him|her|them|it)\b/gi,
    () => '',
  ],
  // "Drivers work in shifts": they have them.
  [
    /^((?:an?|each|every)\s+[a-z]+|[a-z]+(?: [a-z]+)?s)\s+(works?|do|does)\s+(?:in\s+|on\s+)?(?:several\s+)?shifts\b/i,
    (_, who, verb) => `${who} ${/s$/i.test(verb ?? '') ? 'has' : 'have'} several shifts`,
  ],
  // "With the number of copies of each book".
  [/(\bwith\s+(?:the|an?)\s+[^,;]+?)\s+of\s+each(?:\s+[a-z]+)?$/i, (_, list) => list ?? ''],
  // "Held jointly by several": how.
  [/\s(?:jointly|together|directly|individually|exclusively|mainly|partly|solely)(?=\s+by\s)/gi, () => ''],
  // "After a ride the passenger can rate the driver".
  [
    /^(?:after|before|during|at the end of)\s+(?:an?|the|each|every)\s+[a-z]+,?\s+(?:the|an?)\s+([a-z]+)\s+(?=(?:can|may)\s)/i,
    (_, who) => `a ${who} `,
  ],
  // "Was painted by several": it is told as what is.
  [
    /\b(was|were)\s+([a-z]+(?:ed|en|wn|lt|nt|ld|ght)\s+(?:by|in|at|on|from)\s)/gi,
    (_, verb, rest) => `${verb === 'was' ? 'is' : 'are'} ${rest}`,
  ],
  [/\band\s+having\s+(?=(?:an?|the|its|several|one)\s)/gi, () => 'and has '],
  // "Buyers are companies, described by a name".
  [/^([a-z]+s)\s+are\s+[a-z]+s,\s+(?=(?:described|identified|characteri[sz]ed)\s+by\s)/i, (_, what) => `${what} are `],
  // "Held for sections, on a date": the comma tells nothing.
  [/,\s+(?=(?:on|at)\s+an?\s+(?:given\s+|certain\s+)?(?:date|time|weekday)\b)/gi, () => ' '],
  // "… are stored, but not the name".
  [/,?\s+but\s+not\s+(?:the|their|its|an?)\s+[^,;.]+/gi, () => ''],
  // "Members of staff" are staff members.
  [
    /\b(?:an?|each|every)\s+member\s+of\s+(?:the\s+)?(staff|crew|team|faculty|board)\b/gi,
    (words, of) => `${/^an?\s/i.test(words ?? '') ? 'a' : 'each'} ${of} member`,
  ],
  [/\bmembers\s+of\s+(?:the\s+)?(staff|crew|faculty|board)\b/gi, (_, of) => `${of} members`],
  // "Food, such as hay or fish": examples, and nothing that is kept.
  [
    /\b([a-z]+s|[a-z]+(?=,)|equipment|food|furniture|material|staff)(?:,)?\s+(?:such as|like|for example|for instance|e\.g\.,?)\s+([a-z-]+(?: [a-z]+)?(?:,\s*[a-z-]+(?: [a-z]+)?)*(?:,?\s+(?:or|and)\s+[a-z-]+(?: [a-z]+)?)?)(?:,|(?=\s*(?:$|:))|(?=\s+(?:with|are|is|have|can|may|must|belong)\b))/gi,
    (words, what, list) =>
      splitList(list ?? '').some((one) => meaningOf(phraseOf(one)?.name ?? '') !== undefined) ||
      /^(?:details|data|properties|attributes|fields|particulars|facts|things|items|columns)$/i.test(what ?? '')
        ? (words ?? '')
        : (what ?? ''),
  ],
  [
    /,\s+(?:for example|for instance|e\.g\.,?|i\.e\.,?)\s+([^,;.:()]+)$/i,
    (words, list) =>
      splitList(list ?? '').some((one) => meaningOf(phraseOf(one)?.name ?? '') !== undefined) ? (words ?? '') : '',
  ],
  [/\bknown\s+as\s+(?:the|an?)\s+([a-z]+)$/i, () => ''],
  // "The level measured before", "the price paid": when it was.
  [
    /\b(level|temperature|pressure|value|weight|content|rate)\s+(?:measured|taken|determined|recorded)(?:\s+(?:before|after|during|then|there))?(?=\s*(?:[,.;]|$|\band\b))/gi,
    (_, what) => what ?? '',
  ],
];

/** Says good-bye, and nothing of what is kept. */
export const farewell =
  /^(?:(?:best|kind|warm|many)\s+)?(?:regards|wishes|thanks|greetings)\b.{0,40}$|^(?:thank you|sincerely|yours|cheers|please let me know)\b.{0,80}$|^(?:all the best|best|love|take care|see you(?: soon)?|talk soon|bye)[,!]\s*[a-z]+(?: [a-z]+)?$/i;

/** "Bills are sent to anglers: each has a number": the bills. */
function withEach(text: string): string {
  return text.replace(
    /^([a-z]+(?: [a-z]+)?s)\s+(are\s+[^:;]+):\s+each\s+(?:of\s+(?:them|these)\s+)?(?=(?:has|contains|includes|belongs to)\s)/i,
    (_, what: string, done: string) => `${what} ${done}; each ${singularWords(what)} `,
  );
}

/** `It is identified by a code`, `they may be divers`: what the sentence before spoke of. */
export function withSubject(given: string, subject: string | undefined): string {
  const text = withEach(given);
  if (subject === undefined || subject === '') return text;
  const spoken = subject.replaceAll('_', ' ');
  return text
    .replace(
      /^it\s+(?=(?:is|has|may|can|must|shall|should|will|consists|contains|belongs|comprises|includes|[a-z]{3,}s)\s(?!(?:possible|important|necessary|required that|clear|useful|essential)\b))/i,
      `each ${spoken} `,
    )
    .replace(
      /^(?:they|these|those)\s+(?=(?:are|have|may|can|must|shall|should|will|consist|contain|belong|comprise|include|get|go|cover|concern|work|speak|need)\s)/i,
      `${plural(spoken)} `,
    );
}
