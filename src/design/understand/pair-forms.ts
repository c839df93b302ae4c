import { plural } from '../../catalog/words.ts';
import { phraseOf, singularWords } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const of = (name = '') => singularWords(name);

/** What a thing is of another of its kind, and what that other is to it. */
const sources: Readonly<Record<string, string>> = {
  daughter: 'mother',
  son: 'father',
  child: 'parent',
  copy: 'original',
  successor: 'previous',
  continuation: 'previous',
  part: 'parent',
  version: 'original',
  translation: 'original',
  sequel: 'previous',
  reprint: 'original',
};

/** How many there are of each for one of the other. */
function bothSides(from = '', to = '', one = '', other = ''): string {
  const counted = (name: string, number: string) =>
    /^many$/i.test(number) ? `several ${plural(name)}` : `exactly one ${name}`;
  return `each ${of(from)} has ${counted(of(to), other)}; each ${of(to)} ${/^many$/i.test(one) ? 'has' : 'belongs to'} ${counted(of(from), one)}`;
}

/** Sentences of two things, of one thing and another of its kind, and of whole and parts. */
export const pairForms: readonly Form[] = [
  // "A hiker may be a member of several sections": hikers join them.
  [
    /^((?:an?|each|every|the)\s+[a-z]+|(?:the\s+)?[a-z]+s)\s+(?:can|may|must|is|are)\s*(?:be\s+)?(?:an?\s+)?members?\s+of\s+(several|many|multiple|various|one or more|zero or more|at least one|more than one)\s+([a-z]+s)/i,
    (_, who, number, what) => `${who} may join ${number} ${what}`,
  ],
  // "Each flight departs from one airport and arrives at another": it has the two.
  [
    /^((?:an?|each|every|the)\s+[a-z]+)\s+(?:departs?|leaves?|starts?|begins?|goes|runs|flies|sails)\s+(?:from|at|in)\s+(?:an?|one)\s+([a-z]+(?: [a-z]+)?)\s+and\s+(?:arrives?|ends?|finish(?:es)?|lands?|goes|stops?|runs)\s+(?:at|in|to)\s+(?:another|an?|one)(?:\s+\2|\s+one)?(?=\s*(?:[,.;]|$|\b(?:at|on|and|with)\b))/i,
    (_, who, what) => `${who} has an origin ${what} and a destination ${what}`,
  ],
  // "Each match is played between a home team and an away team at a ground": it has both, and takes place there.
  [
    /^((?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?)\s+is\s+(?:[a-z]+ed|held|fought)\s+between\s+(?:an?|the|one)\s+([a-z]+ [a-z]+)\s+and\s+(?:an?|the|one)\s+([a-z]+ [a-z]+)(?:\s+((?:at|in|on)\s+[^;.]+))?(?=\s*(?:[.;]|$))/i,
    (_, who, one, other, rest) =>
      `${who} has a ${one} and a ${other}${rest === undefined ? '' : `; ${who} takes place ${rest}`}`,
  ],
  // "There is a many-to-many relationship between songs and playlists."
  [
    /^(?:there\s+(?:is|are|exists?)\s+|we have\s+|it is\s+)?(?:an?\s+|the\s+)?(one|many)[- ]to[- ](one|many)\s+(?:relationship|relation|association|connection|link)s?\s+(?:exists\s+)?(?:between|from)\s+(?:the\s+|an?\s+|each\s+)?([a-z]+(?: [a-z]+)?)\s+(?:and|to)\s+(?:the\s+|an?\s+|each\s+)?([a-z]+(?: [a-z]+)?)(?=\s*(?:[.;,]|$))/i,
    (_, one, other, from, to) => bothSides(from, to, one, other),
  ],
  [
    /^(?:the\s+)?(?:relationship|relation|association|cardinality)\s+(?:between|from|of)\s+(?:the\s+|an?\s+)?([a-z]+(?: [a-z]+)?)\s+(?:and|to)\s+(?:the\s+|an?\s+)?([a-z]+(?: [a-z]+)?)\s+(?:is|should be|must be)\s+(?:an?\s+)?(one|many)[- ]to[- ](one|many)\b.*/i,
    (_, from, to, one, other) => bothSides(from, to, one, other),
  ],
  [
    /^(?:the\s+)?([a-z]+(?: [a-z]+)?)\s+and\s+(?:the\s+)?([a-z]+(?: [a-z]+)?)\s+(?:have|share|are in)\s+(?:an?\s+)?(one|many)[- ]to[- ](one|many)\s+(?:relationship|relation|association)\b.*/i,
    (_, from, to, one, other) => bothSides(from, to, one, other),
  ],
  // "A queen is the daughter of another queen": each has one that it comes from.
  [
    /^(?:an?|each|every|the)\s+([a-z]+)\s+(?:is|may be|can be)\s+(?:the|an?)\s+([a-z]+)\s+of\s+another\s+\1(?:,?\s+(?:if\s+|when\s+)?(?:known|any|if any))?(?=\s*(?:[,.;(]|$))/i,
    (_, what, is) => `a ${what} may have another ${sources[is ?? ''] ?? 'original'} ${what}`,
  ],
  // "Recipes may be variations of another recipe."
  [
    /^([a-z]+s)\s+(?:are|may be|can be)\s+([a-z]+s)\s+of\s+(?:another|other|an existing)\s+([a-z]+)(?=\s*(?:[,.;]|$))/i,
    (words, what, is, other) =>
      of(what) === of(other)
        ? `a ${of(what)} may have another ${sources[of(is)] ?? 'original'} ${of(what)}`
        : (words ?? ''),
  ],
  // "Regions can lie within larger regions."
  [
    /^(?:an?\s+|each\s+)?([a-z]+)\s+(?:can|may)\s+(?:lie|be|be nested|nest|sit|be contained|be grouped|belong)\s+(?:with)?(?:in|inside|under|to)\s+(?:an?\s+)?(?:larger|other|another|parent|bigger|higher)\s+([a-z]+)(?=\s*(?:[,.;]|$))/i,
    (words, what, other) => (of(what) === of(other) ? `a ${of(what)} may have a parent ${of(what)}` : (words ?? '')),
  ],
  // "Places are nested (village, county, country)."
  [
    /^([a-z]+(?: [a-z]+)?s)\s+(?:are|can be|may be)\s+(?:nested|hierarchical|organi[sz]ed hierarchically|arranged in a (?:tree|hierarchy))(?:\s*(\([^()]+\)))?(?=\s*(?:[,.;]|$))/i,
    (_, what, kinds) =>
      `a ${of(what)} may have a parent ${of(what)}${kinds === undefined ? '' : `; each ${of(what)} has a kind ${kinds}`}`,
  ],
  // "A case may be joined to another case."
  [
    /^(?:an?|each|every|the)\s+([a-z]+)\s+(?:is|may be|can be)\s+([a-z]+ed)\s+(?:to|with|by|from|into|onto)\s+another\s+\1(?=\s*(?:[,.;]|$))/i,
    (_, what, done) => `a ${what} may have another ${done} ${what}`,
  ],
  // "A route is a sequence of stops": it has several.
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+is\s+(?:an?|the)\s+(?:ordered\s+)?(?:sequence|list|set|collection|group|series|bundle|chain)\s+of\s+([a-z]+(?: [a-z]+)?s)(?=\s*(?:[,.;]|$))/i,
    (_, whole, parts) => `${whole} has several ${parts}`,
  ],
  // "A track is a recording of a song", "a trip is a run of a route on a day": it is of the one.
  [
    /^((?:an?|each|every)\s+([a-z]+(?: [a-z]+)?))\s+is\s+(?:an?|one|the)\s+[a-z]+\s+of\s+((?:an?|one|the)\s+(?!number|kind|type|sort|set|list)[a-z]+(?: [a-z]+)?)(?=\s*(?:[,.;]|$|\b(?:on|at|in|with)\b))/i,
    (_, whole, __, what) => `${whole} belongs to ${what}`,
  ],
  // "Facts are backed by citations": they have them.
  [
    /^([a-z]+(?: [a-z]+)?s)\s+are\s+(?:backed|supported|documented|evidenced|accompanied|illustrated|justified)(?:\s+up)?\s+by\s+([a-z]+(?: [a-z]+)?s)\b/i,
    (_, what, parts) => `${what} have ${parts}`,
  ],
  // "Recipes can be tagged."
  [/^([a-z]+(?: [a-z]+)?s)\s+(?:can|may)\s+be\s+tagged(?=\s*(?:[,.;]|$))/i, (_, what) => `${what} have several tags`],
  // "A father and a mother, both persons, both optional": who they are, and that they may be missing.
  [
    /\ban?\s+([a-z]+)\s+and\s+an?\s+([a-z]+),\s+both\s+(?:are\s+|of them\s+)?([a-z]+s)(,\s+(?:and\s+)?(?:both\s+)?(?:are\s+)?optional)?(?=\s*(?:[,.;]|$))/gi,
    (_, one, other, who, optional) =>
      `${optional === undefined ? 'a' : 'an optional'} ${one} and ${optional === undefined ? 'a' : 'an optional'} ${other}, both are ${who}`,
  ],
  // "Each loan to have a start date": it has one.
  [
    /^((?:each|every|an?|the|all)\s+[a-z]+(?: [a-z]+)?)\s+to\s+(have|contain|include|belong)\s/i,
    (_, who, verb) => `${who} ${verb === 'have' ? 'has' : `${verb}s`} `,
  ],
  // "Holders are assigned a bay": they have one.
  [
    /\b(is|are)\s+(?:assigned|given|allocated|granted|issued|allotted)\s+(?=(?:an?|one|exactly one)\s+[a-z])/gi,
    (_, verb) => (verb?.toLowerCase() === 'is' ? 'has ' : 'have '),
  ],
];

/** `plaintiff, defendant or witness`. */
const words = (list = '') =>
  list
    .split(/,\s*(?:or\s+)?|\s+or\s+/)
    .map((one) => one.replace(/^(?:an?|the|as)\s+/i, '').trim())
    .filter((one) => one !== '');
const choice = '(?:an?\\s+|the\\s+)?[\\p{L}-]+(?: [\\p{L}-]+)?';

/** Sentences that tell which values there are. */
export const valueForms: readonly Form[] = [
  // "Parties take part as plaintiff, defendant or witness": in a role.
  [
    new RegExp(
      `(?<!\\b(?:categori[sz]ed|classified|divided|grouped|sorted|known|counted|regarded))\\s+as\\s+(?:either\\s+)?(${choice}(?:,\\s+${choice})*,?\\s+or\\s+${choice})(?=\\s*(?:[.;]|$))`,
      'giu',
    ),
    (_, list) => ` with a role (${words(list).join(', ')})`,
  ],
  // "A stay is paid by card or cash at a machine."
  [
    new RegExp(
      `\\b(is|are)\\s+paid\\s+(?:by|with|in|either by)\\s+(${choice}(?:,\\s+${choice})*,?\\s+or\\s+(?:by\\s+)?${choice})(?=\\s*(?:[,.;]|$)|\\s+(?:at|in|on|to)\\s)(?:\\s+(?:at|in|on)\\s+(?=an?\\s))?`,
      'giu',
    ),
    (whole, verb, list) =>
      `${verb === 'is' ? 'has' : 'have'} a payment method (${words(list?.replace(/\bby\s/g, '')).join(', ')})${/\s(?:at|in|on)\s+$/.test(whole ?? '') ? ' and ' : ''}`,
  ],
  // "A bay is standard, disabled, electric or for motorcycles."
  [
    /(^|[;:,]\s+(?:and\s+)?)((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+(?:is|can be|may be)\s+(?:either\s+|one of\s+)?([\p{L}-]+(?: [\p{L}-]+)?(?:,\s+[\p{L}-]+(?: [\p{L}-]+)?)+,?\s+or\s+[\p{L}-]+(?: [\p{L}-]+)?)(?=\s*(?:[.;]|$))/giu,
    (whole, before, who, list) => {
      const all = words(list);
      // `A vehicle is a car, a truck or a bus` names things.
      if (
        /(?:^|,\s*|\sor\s+)an?\s/i.test(list ?? '') ||
        all.some((one) => /^(?:by|in|for|of|with|from|at)\b/i.test(one))
      )
        return whole ?? '';
      const done = all.filter((one) => /(?:ed|en|sold|paid|sent|lost|open|active|held|draft)$/i.test(one)).length;
      // What has become of it is read as states.
      return done * 2 >= all.length
        ? (whole ?? '')
        : `${/^,/.test(before ?? '') ? '; ' : before}${who} has a kind (${all.join(', ')})`;
    },
  ],
  // "Orders can have the states draft, open, closed."
  [
    new RegExp(
      `\\b(?:can |may |must )?(have|has|be in|take|takes)\\s+(?:one of\\s+)?(?:the\\s+)?(?:following\\s+)?(states|statuses|stages|phases|types|kinds|categories|priorities|levels):?\\s+(${choice}(?:,\\s+${choice})+(?:,?\\s+(?:or|and)\\s+${choice})?)(?=\\s*(?:[.;]|$))`,
      'giu',
    ),
    (_, verb, what, list) =>
      `${/s$/.test(verb ?? '') ? 'has' : 'have'} a ${/^(?:state|status)e?s$/i.test(what ?? '') ? 'status' : of(what)} (${words(list?.replace(/\s+and\s+/, ', ')).join(', ')})`,
  ],
  // "A colour: red, white, sparkling": a list of values behind the property that they are of; "a hotel: rooms, guests" has things.
  [
    /\b((?:has|have|with|and|an?|its|their|the)\s+(?:an?\s+|its\s+|their\s+|the\s+)?[a-z]+(?: [a-z]+)?):\s+([\p{L}\p{N}+-]+(?: [\p{L}\p{N}-]+)?(?:,\s+[\p{L}\p{N}+-]+(?: [\p{L}\p{N}-]+)?)+(?:,?\s+(?:or|and)\s+[\p{L}\p{N}+-]+(?: [\p{L}\p{N}-]+)?)?)(?=\s*(?:[.;]|$))/giu,
    (whole, head, list) =>
      phraseOf(head ?? '')?.plural ||
      words(list?.replace(/\s+and\s+/, ', ')).every((one) => phraseOf(one)?.plural) ||
      /\b(?:an?|the|has|have|with|is|are|their|its|each|per|by)\b/i.test(list ?? '')
        ? (whole ?? '')
        : `${head} (${words(list?.replace(/\s+and\s+/, ', ')).join(', ')})`,
  ],
];
