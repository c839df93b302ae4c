import type { Form } from './twofold-forms.ts';

/** Where a member of a list ends. */
const end =
  '(?=\\s*(?:,|;|\\.|$|\\)|\\s(?:and|or|as well as|along with|together with|plus)\\s+(?:also\\s+)?(?:the|an?|its|their|his|her|whether|how|when|who|where|which|what|if|[a-z]+(?:\\s[a-z]+)?\\s*(?:,|\\.|$|\\())))';
const form = (pattern: string) => new RegExp(`${pattern}${end}`, 'gi');

const being =
  '(?:has to be|have to be|needs? to be|should be|is|are|was|were|has been|have been|had been|can be|may be|must be|will be)';

/** Members as people write them in a list, and the names of the values that they mean. */
const forms: readonly Form[] = [
  // "The price at that time".
  [
    form(
      '\\s+(?:at (?:that|the) (?:time|moment|point)|at the time of (?:the )?[a-z]+|on that (?:day|date)|in question|concerned|at present|valid then|charged then|involved)',
    ),
    () => '',
  ],
  // "Whether it is accessible for wheelchairs", "whether breakfast is included".
  [
    form(
      `\\b(?:whether|if)\\s+(?:or not\\s+)?(?:(?:it|they|he|she|this|one)|(?:(?:the|an?|its|their|any)\\s+)?([a-z]+(?: [a-z]+)?))\\s+${being}\\s+(?:still\\s+|already\\s+|currently\\s+|an?\\s+)?([a-z-]+)(?:\\s[^,;.()]*?)?`,
    ),
    (_, of, state) => `${of === undefined ? '' : `${of} `}${state} (boolean)`,
  ],
  // "Whether the film won".
  [
    form(
      '\\b(?:whether|if)\\s+(?:or not\\s+)?(?:it|they|he|she|(?:the|an?)\\s+[a-z]+(?: [a-z]+)?)\\s+(won|lost|passed|failed|attended|returned|survived|finished|qualified|arrived|accepted|participated|[a-z]{3,}ed)',
    ),
    (_, state) => `${state} (boolean)`,
  ],
  // "The date when the payment was received".
  [
    form(
      '\\b(the|a)\\s+(date|time|year)\\s+when\\s+(?:it|they|he|she|(?:the|an?)\\s+[a-z]+)\\s+(?:was|were|is|are)\\s+([a-z]+(?:ed|en|ught|sold))',
    ),
    (_, article, time, done) => `${article} ${done} ${time}`,
  ],
  // "When the child joined".
  [
    form(
      '\\bwhen\\s+(?:it|they|he|she|(?:the|an?)\\s+[a-z]+)\\s+(?:was\\s+|were\\s+)?([a-z]{3,}[^e]ed|left|born|sold|bought|built)',
    ),
    (_, done) => `${done === 'left' ? 'departure' : done === 'born' ? 'birth' : done} date`,
  ],
  // "Whether it has a balcony".
  [
    form(
      '\\b(?:whether|if)\\s+(?:or not\\s+)?(?:it|they|he|she|the [a-z]+)\\s+(has|have|needs?|requires?|allows?|accepts?)\\s+(?:an?\\s+|the\\s+)?([a-z]+(?: [a-z]+)?)(?:\\s[^,;.()]*?)?',
    ),
    (_, verb, what) => `${/^ha/i.test(verb ?? '') ? 'has' : `${(verb ?? '').replace(/s$/, '')}s`} ${what} (boolean)`,
  ],
  [
    form('\\bhow many\\s+([a-z]+(?: (?!(?:it|they|he|she|were|was|are|is|have|has|the)\\b)[a-z]+)?)(?:\\s[^,;.()]*?)?'),
    (_, what) => `number of ${what}`,
  ],
  [form('\\bhow long\\s[^,;.()]*?'), () => 'duration'],
  [form('\\bhow much\\s[^,;.()]*?\\b(?:paid|pays?)\\b[^,;.()]*?'), () => 'amount paid'],
  [form('\\bhow much\\s[^,;.()]*?'), () => 'amount'],
  [
    /\s+(?:(?:between|from|on a scale (?:from|of))\s+)(-?\d+)\s+(?:to|and|-)\s+(-?\d+)\b/gi,
    (_, from, to) => ` (${from} to ${to})`,
  ],
  // "The work to be done".
  [form('\\s+to be [a-z]+(?:ed|en|ne|ld|nt|pt)'), () => ''],
  // "Which species was planted in which bed, on what date".
  [
    /(?<=[a-z)]),?\s+(?:in|on|at|for|to|from|by|with|of)\s+(?:which|what)\s+(?=[a-z]+(?:\s*(?:,|;|\.|$)|\s+and\s))/gi,
    () => ', the ',
  ],
  [/^(?:in|on|at|for|to|from|by|with|of)\s+(?:which|what)\s+/i, () => 'the '],
  [
    /\bwhich\s+([a-z]+(?: [a-z]+)?)\s+(?:is|are|was|were|has been|have been|it|they)\b[^,;.()]*?(?=,|;|\.|$)/gi,
    (_, what) => `the ${what}`,
  ],
  // "The date by which it must be delivered".
  [
    form(
      '\\b(the|a)\\s+(date|day|time|year)\\s+(?:on|at|in|by|until|from)\\s+which\\s+(?:it|they|he|she|(?:the|an?)\\s+[a-z]+)\\s+(?:(?:is|are|was|were|must be|has to be|have to be|should be)\\s+)([a-z]+(?:ed|en|ught|sold))(?:\\s[^,;.()]*?)?',
    ),
    (_, article, time, done) =>
      /^(?:recorded|registered|given|taken|reported|performed|written)$/.test(done ?? '')
        ? `${article} ${time}`
        : `${article} ${done} ${time === 'day' ? 'date' : time}`,
  ],
  // "The date on which it was made", "the price for which it is sold".
  [
    form(
      '\\b((?:the|an?|its|their)\\s+[a-z][a-z -]*?)\\s+(?:(?:on|at|in|for|from|by|to|with|during|through|under|of|within|until)\\s+)(?:which|whom)\\s[^,;.()]*?',
    ),
    (_, what) => what ?? '',
  ],
  // "The doctor that is seen", "the employee who made it".
  [
    form('\\b((?:the|an?|its|their|all|any)\\s+[a-z][a-z -]*?)\\s+(?:that|which|who|whom)\\s+(?!expire|end)[^,;.()]+?'),
    (_, what) => what ?? '',
  ],
  // "The vineyard they come from", "the tank it is stored in".
  [
    form('\\b(the|a)\\s+([a-z]+(?: [a-z]+)?)\\s+(?:it|they|he|she)\\s+[a-z]+(?:\\s[^,;.()]*?)?'),
    (_, article, what) => `${article} ${what}`,
  ],
  [/\bday of the week\b/gi, () => 'weekday'],
];

/** A list whose members are names: without what only tells more of them. */
export function withPlainMembers(list: string): string {
  return forms.reduce((plain, [pattern, words]) => plain.replace(pattern, words), list);
}
