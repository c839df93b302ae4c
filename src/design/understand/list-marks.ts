import { meaningOf } from './attribute-type.ts';
import { phraseOf, singularName, singularWords, splitList } from './phrase.ts';

type Form = readonly [RegExp, (...found: string[]) => string];

const end = '(?=\\s*(?:[,.;]|$|\\band\\b))';
const article = '(?:an?|the|each|every)\\s+';

/** What stands between commas and tells something of the member before it is written behind that in parentheses. */
const forms: readonly Form[] = [
  // "Status [open, closed]", "status open/closed".
  [/\s\[([^\][()]*[,|/][^\][()]*)\]/g, (_, list) => ` (${values((list ?? '').replace(/[|/]/g, ','))})`],
  [
    /(?<=^|[,;:]\s+|\b(?:an?|the|its|with)\s+)((?:[a-z]+ )?(?:status|state|stage|phase|type|kind|category|priority|severity|role|level|method|mode))\s*:?\s+([a-z][a-z-]*(?: [a-z-]+)?(?:\s?[/|]\s?[a-z][a-z-]*(?: [a-z-]+)?)+)(?=\s*(?:[,.;)]|$))/gi,
    (_, of, list) => `${of} (${values((list ?? '').replace(/\s?[|/]\s?/g, ', '))})`,
  ],
  // "Ushers work at a hall; roles: door, bar": each has one of these.
  [
    /;\s*(?:their\s+|the\s+)?(roles|types|kinds|statuses|states|levels|categories|ranks|grades|priorities)\s*:\s*([a-z][\w -]*(?:,\s*[a-z][\w -]*)+)(?=\s*(?:[.;]|$))/gi,
    (_, of, list) => `; they have a ${singularName(of ?? '')} (${values(list)})`,
  ],
  // "Photos, one is the main photo": whether it is.
  [
    /,?\s+(?:and\s+|of which\s+)?(?:exactly\s+|at most\s+|only\s+)?one\s+(?:of\s+(?:them|which|these)\s+)?(?:is|being|as)\s+(?:the|a)\s+(main|primary|default|preferred|principal|current|cover|front)(?:\s+(?:one|[a-z]+))?(?=\s*(?:[.;,]|$))/gi,
    (_, how) => ` with is ${how} (boolean)`,
  ],
  // "A number, unique per vessel," and "a booking reference of 6 characters, unique,".
  [
    new RegExp(
      `,\\s+(?:(?:which|that)\\s+)?(?:(?:is|are|must be|has to be|should be)\\s+)?(?:always\\s+)?(unique|optional|mandatory|required|nullable)((?:\\s+(?:per|within|in|for each|across|among)\\s+(?:${article})?[a-z]+(?: [a-z]+)?)?)${end}`,
      'gi',
    ),
    (_, mark, scope) => ` (${mark}${scope ?? ''})`,
  ],
  // "A number unique within its street".
  [
    new RegExp(
      `(?<!\\b(?:is|are|be|always))\\s+unique\\s+(per|within|in|for each|across|among)\\s+(?:${article}|its\\s+|their\\s+)?([a-z]+(?: [a-z]+)?)${end}`,
      'gi',
    ),
    (_, scope, of) => ` (unique ${scope} ${of})`,
  ],
  // "A paid date, which may be empty".
  [
    new RegExp(
      `,?\\s+(?:which|that)\\s+(?:may|can|might)\\s+be\\s+(?:empty|missing|null|blank|left out|unknown|absent)${end}`,
      'gi',
    ),
    () => ' (optional)',
  ],
  [
    new RegExp(`,\\s+(?:where|if|when|as far as)\\s+(?:any|known|applicable|there is one)${end}`, 'gi'),
    () => ' (optional)',
  ],
  // "Optionally an actual departure and an actual arrival": either may be missing.
  [
    /\boptionally,?\s+(an?\s+[a-z-]+(?: [a-z-]+){0,2})\s+and\s+(an?\s+[a-z-]+(?: [a-z-]+){0,2})(?=\s*(?:[.;]|$))/gi,
    (_, one, other) => `${one} (optional) and ${other} (optional)`,
  ],
  // "Certificates, each with an issue date and an expiry date".
  [
    /\b([a-z]+s,?|(?<=\b(?:one|an?|more)\s+)[a-z]+,)\s+each\s+(?:of\s+(?:them|which)\s+)?(?:with|having|has)\s+([^;.]+)/gi,
    (_, given, list) => {
      const of = (given ?? '').replace(/,$/, '');
      return `${of}; each ${singularWords(of)} has ${list}`;
    },
  ],
  // "And is a car, a van or a lorry": a kind of it, within a list.
  [
    /((?:\b(?:has|have)\b)[^.;:]*?)(?:,\s*|\s+)and\s+(?:it\s+|they\s+)?(?:is|are)\s+(?:either\s+)?((?:an?\s+[a-z-]+,\s*)*an?\s+[a-z-]+,?\s+or\s+an?\s+[a-z-]+)(?=\s*(?:[.;]|$))/gi,
    (_, head, list) => `${head}, and a kind (${values(list)})`,
  ],
  // "With status: received, approved" behind what has it.
  [
    /,?\s+with\s+(?:an?\s+|the\s+)?((?:[a-z]+ )?(?:status|state|stage|type|kind|category|priority|severity|level))(?:\s*:\s*|\s+(?:being\s+)?(?:one of|either)\s+)([a-z][\w-]*(?: [\w-]+)?(?:(?:,|\s+or|,\s+or|\s+and)\s+[a-z][\w-]*(?: [\w-]+)?)+)(?=\s*(?:[.;]|$))/gi,
    (_, of, list) => ` with a ${of} (${values(list)})`,
  ],
  // "Payments are made by card, bank transfer or voucher".
  [
    /^((?:[a-z]+\s+)?[a-z]+s)\s+((?:are|can be|may be)\s+(?:made|paid|sent|delivered|done|settled|placed|received|given)(?:\s+(?:for|to|of)\s+[a-z]+s)?)\s+(?:by|via|in)\s+((?:an?\s+)?[a-z]+(?: [a-z]+)?(?:,\s*(?:an?\s+)?[a-z]+(?: [a-z]+)?)*,?\s+or\s+(?:by\s+)?(?:an?\s+)?[a-z]+(?: [a-z]+)?)(?=\s*(?:[.;]|$))/gi,
    (words, of, head, list) =>
      splitList(list ?? '').every((one) => phraseOf(one)?.plural === false)
        ? `${of} ${head}; each ${singularWords(of ?? '')} has a method (${values(list)})`
        : (words ?? ''),
  ],
  // "Collectors (name, email) collect accessions": what they have, and what they do.
  [
    /^((?:[a-z]+ )?[a-z]+s)\s+\(([^()]*,[^()]*)\)\s+([a-z]+(?:\s+[a-z]+)+)(?=\s*[.;]?$)/i,
    (_, of, list, rest) => `${of} have ${list}; ${of} ${rest}`,
  ],
  // "It takes place in a hall, from a start time to an end time".
  [
    /\b((?:takes?\s+place|happens?|occurs?|(?:is|are)\s+held)\s+(?:in|at|on)\s+(?:an?|the|one)\s+[a-z]+),?\s+from\s+((?:an?|the|its)\s+(?:[a-z]+ )?(?:time|date))\s+(?:to|until|till)\s+((?:an?|the|its)\s+(?:[a-z]+ )?(?:time|date))(?=\s*(?:[.;,]|$))/gi,
    (_, head, one, other) => `${head} with ${one} and ${other}`,
  ],
  [/\s+(?:in part|in full|in total|in general|in detail|in advance|in writing|as well)(?=\s*(?:[,.;]|$))/gi, () => ''],
];

function values(list: string | undefined): string {
  return splitList(list ?? '')
    .map((one) => one.replace(/^(?:an?|the|by)\s+/i, ''))
    .join(', ');
}

/** `a location (latitude and longitude)` is both. */
function spelledOut(text: string): string {
  return text.replace(
    /\b(an?|the|its|their)\s+[a-z]+(?: [a-z]+)?\s+\(([a-z ]+(?:,\s*[a-z ]+)*\s+and\s+[a-z ]+)\)/gi,
    (words, of: string, list: string) => {
      const all = splitList(list);
      return all.every((one) => meaningOf(phraseOf(one)?.name ?? '')?.strength === 'strong')
        ? all.map((one) => `${/^an?$/i.test(of) ? 'a' : of} ${one}`).join(', ')
        : words;
    },
  );
}

/** A sentence whose lists say in parentheses what they say of their members. */
export function withMarks(text: string): string {
  return forms.reduce((plain, [form, words]) => plain.replace(form, words), spelledOut(text));
}
