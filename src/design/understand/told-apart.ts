import { plural } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';
import { findVerb, lowerWords, plainVerbs, verbAt } from './verbs.ts';

/** A noun of up to three words, as a sentence begins with it. */
const noun = '[a-z][a-z-]*(?: [a-z][a-z-]*){0,2}';
/** One noun in the plural, and a word before it that belongs to it. */
const severalOf =
  '(?:(?!(?:has|have|is|are|of|into|in|with|from|for|by|to|on|at|contains?|comprises?|and|or|the|its|their|our|several|many|more|various|certain|different|some|all|these|those)\\b)[a-z]+ )?[a-z]+s';
const article = '(?:an?|the|each|every|any|one|exactly one|some)';
const kept = '(?:know|keep|store|record|need|note|hold|register|save|want)';
const told = '(?:identified|known|numbered|described|characteri[sz]ed|distinguished|named|labell?ed|designated)';

/** Without the verb that stands before it: of `buy tickets` the tickets. */
function nounOf(words: string | undefined): string {
  const [first = '', ...rest] = (words ?? '').split(' ');
  const isVerb = verbAt([first.toLowerCase()], 0) !== undefined || plainVerbs.test(first);
  return rest.length > 0 && isVerb ? rest.join(' ') : (words ?? '');
}

/** A number beside each: it is told of two things together. */
export const measured =
  '(?:quantity|amount|number|percentage|proportion|dose|dosage|price|rate|share|weight|volume|score|grade)';

/** `each wine` of `wines`, `a wine`, `one or more wines`. */
function eachOf(words: string | undefined): string {
  const noun = nounOf(words);
  const phrase = phraseOf(noun);
  return `each ${phrase ? phrase.name.replaceAll('_', ' ') : singularWords(noun)}`;
}

/** What stands behind a noun goes on with a verb, and is no member of a list. */
function goesOn(subject: string, rest: string): boolean {
  const words = lowerWords(subject);
  const verb = findVerb([...words, ...lowerWords(rest)]);
  return verb !== undefined && verb.at >= words.length && verb.at <= words.length + 2;
}

/** What a sentence tells of a thing on its way is a sentence of its own. */
export const toldApart: readonly Form[] = [
  // "Donors give specimens: donor name, address, email": the list is the donor's.
  [
    /^(([a-z]+)s\s+[^:;()]+):\s+(?:the\s+)?\2(?:'s)?\s+((?:name|number|code|id)\b[^;:()]*,[^;:()]+)$/i,
    (_, clause, who, list) =>
      `${clause}; each ${who?.toLowerCase()} has ${splitList(list ?? '')
        .map((one) => (/^(?:an?|the|their)\s/i.test(one) ? one : `the ${one}`))
        .join(', ')}`,
  ],
  // "The number of hours that an employee works on each project": of both.
  [
    /^(?:we|they|the\s+(?:system|company))\s+(?:also\s+)?(?:want\s+to\s+|need\s+to\s+)?(?:records?|stores?|keeps?|notes?|tracks?|knows?)\s+((?:the|an?)\s[^,;]+?)\s+(?:that|which)\s+(?:an?|each|every|the)\s+([a-z]+)\s+[a-z]+s\s+(?:on|in|at|for|to)\s+(?:an?|each|every|the)\s+([a-z]+)$/i,
    (_, list, who, what) =>
      `a ${who} is assigned to several ${plural(what ?? '')} with ${(list ?? '')
        .replace(/\s+(?:per|a|each)\s+(?:hour|day|week|month|year)$/i, '')
        .replace(/^the\s+number\s+of\s+([a-z]+)$/i, 'a number-of-$1 (integer)')}`,
  ],
  // "One leader (who is also a scout)".
  [/\s*\(\s*((?:who|which)\s+(?:is|are)\s+[^()]+?)\s*\)/gi, (_, told) => `, ${told}`],
  // "An address consisting of street, city and zip code": the parts are what is kept.
  [
    /\b(?:an?|the|their|its|his|her)\s+((?:[a-z]+ )?(?:address|name|location|position|coordinates|dimensions?))\s*(?:,?\s*(?:which\s+|that\s+)?(?:consisting of|given by|expressed by|defined by|composed of|made up of|comprising|consists of|is composed of|is made up of|including)\s+|,?\s*\(\s*)((?:an?\s+|the\s+)?[a-z]+(?: [a-z]+)?(?:,\s*(?:an?\s+|the\s+)?[a-z]+(?: [a-z]+)?)*,?\s+and\s+(?:an?\s+|the\s+)?(?:zip code|postal code|post code|[a-z]+ name|[a-z]+))\)?/gi,
    (words, _, list) =>
      splitList(list ?? '').every((one) => meaningOf(phraseOf(one)?.name ?? '') !== undefined)
        ? splitList(list ?? '')
            .map((one) => (/^(?:an?|the)\s/i.test(one) ? one : `the ${one}`))
            .join(', ')
        : (words ?? ''),
  ],
  // "A date of birth from which the age is derived".
  [
    /,?\s+(?:from|by|with|out of)\s+which\s+(?:the|an?|its|their)\s+[a-z]+(?: [a-z]+)?\s+(?:is|can be|may be|will be)\s+(?:derived|computed|calculated|determined|deduced|obtained)/gi,
    () => '',
  ],
  // "The treatment type (code, description, cost) is the same everywhere": it has them.
  [
    new RegExp(
      `^((?:an?|each|every|the)\\s+${noun})\\s*\\(([^()]+,[^()]+)\\)\\s+((?:is|are|has|have|can|may|must|belongs|[a-z]+s)\\s[^;]+)$`,
      'i',
    ),
    (words, what, list, rest) =>
      splitList(list ?? '').every((one) => (phraseOf(one)?.words.length ?? 4) <= 3) &&
      splitList(list ?? '').some((one) => meaningOf(phraseOf(one)?.name ?? '') !== undefined) &&
      (/^(?:is|are|has|have|can|may|must)\s/i.test(rest ?? '') || goesOn(what ?? '', rest ?? ''))
        ? `${eachOf(what?.replace(/^(?:an?|each|every|the)\s+/i, ''))} has ${splitList(list ?? '')
            .map((one) => (/^(?:an?|the)\s/i.test(one) ? one : `the ${one}`))
            .join(', ')}; ${what} ${rest}`
        : (words ?? ''),
  ],
  // "A judge, of whom we know the name and the extension, hears cases".
  [
    new RegExp(
      `^((?:${article}\\s+)?${noun}),?\\s+(?:of|about|for)\\s+(?:whom|which)\\s+(?:we|the system)\\s+(?:also\\s+)?${kept}s?\\s+([^;]+?)(?:,\\s+((?:can|may|must|is|are|has|have|[a-z]+)\\s[^,;]+))?$`,
      'i',
    ),
    (words, who, list, rest) => {
      if (rest === undefined) return `${eachOf(who)} has ${list}`;
      return goesOn(who ?? '', rest) ? `${eachOf(who)} has ${list}; ${who} ${rest}` : (words ?? '');
    },
  ],
  // "Painted by artists, of whom we want to know the name".
  [
    new RegExp(
      `\\b(${severalOf}),?\\s+(?:of|about|for)\\s+(?:whom|which)\\s+(?:we|the system)\\s+(?:also\\s+)?(?:want to |need to |would like to |have to )?${kept}s?\\s+([^;]+)$`,
      'i',
    ),
    (words, what, list) =>
      (words ?? '').replace(/,?\s+(?:of|about|for)\s+(?:whom|which)\s.*$/is, `; ${eachOf(what)} has ${list}`),
  ],
  // "There are two types of accounts: savings accounts, which have a rate, and …": the kinds, and what each has.
  [
    /^(there\s+(?:are|exist)\s+[^:;]*\bof\s+[a-z ]+?(?::|,|-)\s*)([^;]*\b(?:which|that|who)\s+(?:have|has)\b[^;]*)$/i,
    (_, head, list) => {
      const found = [
        ...(list ?? '').matchAll(
          /([a-z]+(?: [a-z]+)?),?\s+(?:which|that|who)\s+(?:have|has)\s+(.+?)(?=,\s+(?:and|or)\s+[a-z]+(?: [a-z]+)?,?\s+(?:which|that|who)\s|,\s+[a-z]+(?: [a-z]+)?,?\s+(?:which|that|who)\s|$)/gi,
        ),
      ];
      const kinds = found.map(([, what = '']) => what.replace(/^(?:and|or)\s+/i, ''));
      return `${head}${kinds.join(' and ')}; ${found.map(([, , told = ''], at) => `${eachOf(kinds[at])} has ${told}`).join('; ')}`;
    },
  ],
  // "Methods, of which one is the default".
  [
    /,?\s+of\s+(?:which|whom)\s+(?:exactly\s+)?one\s+is\s+(?:the|designated as the|marked as the)\s+([a-z]+)$/i,
    (_, what) => ` with ${what} (boolean)`,
  ],
  // "Clubs, each of which has a name", "legs, each numbered within the flight", "bottles, all of which are of one size".
  [
    new RegExp(
      `\\b(${severalOf}),?\\s+(?:each|all|every one)\\s+(?:of\\s+(?:which|whom|them)\\s+)?(has|have|is|are|can|may|must|belongs?|${told})\\s+([^;]+)$`,
      'i',
    ),
    (_, what, verb, rest) =>
      `${what}; ${eachOf(what)} ${verb === 'have' ? 'has' : verb === 'are' ? 'is' : /ed$|known/i.test(verb ?? '') ? `is ${verb}` : verb} ${rest}`,
  ],
  // "A teacher, who has a name and a phone number, recommends students".
  [
    new RegExp(
      `^((?:an?|each|every)\\s+${noun}),\\s+(?:who|which|that)\\s+((?:has|is|can|may|must)\\s[^;]+?),\\s+((?:[a-z]+s|can|may|must)\\s[^;]+)$`,
      'i',
    ),
    (words, who, first, rest) =>
      goesOn(who ?? '', rest ?? '') ? `${eachOf(who)} ${first}; ${who} ${rest}` : (words ?? ''),
  ],
  // "Users, who log in with a password, own trees".
  [
    /^([a-z]+(?: [a-z]+)?s),\s+(?:who|which)\s+([^;]+,\s+[a-z]+\s[^;]+)$/i,
    (words, who, told) => {
      const at = [...(told ?? '').matchAll(/,\s+(?=[a-z]+\s)/gi)].find(({ index, 0: { length } }) =>
        goesOn(who ?? '', (told ?? '').slice(index + length)),
      );
      return at ? `${who} ${told?.slice(0, at.index)}; ${who} ${told?.slice(at.index + at[0].length)}` : (words ?? '');
    },
  ],
  // "I want to manage venues, each with a name": what a venue has.
  [
    new RegExp(
      `(?<=\\b(?:manage|maintain|record|register|create|add|keep|store|define|enter|describe)\\s(?:[a-z]+\\s)?)([a-z]+s),\\s+(?:each|all)\\s+(?:by|with|having)\\s+(an?(?!\\s+(?:[a-z]+\\s+)?${measured}\\b)\\s[^;]+)$`,
      'i',
    ),
    (_, what, list) => `${what}; ${eachOf(what)} has ${list}`,
  ],
  // "Vehicles, each by its plate and its colour".
  [
    /\b([a-z]+s),\s+(?:each|all)\s+(?:by|with|having)\s+((?:its|their)\s[^;]+)$/i,
    (_, what, list) => `${what}; ${eachOf(what)} has ${list}`,
  ],
  // "Customers, with name and address, place orders", "types, identified by a code, can land at airports".
  [
    new RegExp(
      `^((?:${article}\\s+)?${noun}),\\s+((?:with|having|${told}\\s+by)\\s+[^;]+?),\\s+((?:can|may|must|also|is|are|has|have|[a-z]+)\\s[^;]+)$`,
      'i',
    ),
    (words, who, list, rest) => {
      if (!goesOn(who ?? '', rest ?? '')) return words ?? '';
      const [, by, more] = /^(.+?\bby\b.+?)\s+and\s+with\s+(.+)$/i.exec(list ?? '') ?? [];
      const first = by === undefined ? list : by;
      const having = /^(?:with|having)\s+/i.test(first ?? '')
        ? `has ${first?.replace(/^(?:with|having)\s+/i, '')}`
        : `is ${first}`;
      return `${eachOf(who)} ${having}; ${more === undefined ? '' : `${eachOf(who)} has ${more}; `}${who} ${rest}`;
    },
  ],
  // "At a donation centre, either fixed or mobile, that has a name": which kinds there are.
  [
    new RegExp(
      `\\b(an?|one|the)\\s+(${noun}),\\s+(?:which is\\s+)?(either\\s+[a-z-]+(?:,\\s*[a-z-]+)*\\s+or\\s+[a-z-]+)\\s*,\\s+(?:that|which|and)\\s+(has|is|can|may|must)\\s+([^;]+)$`,
      'i',
    ),
    (_, the, what, kinds, verb, rest) => `${the} ${what}; ${eachOf(what)} is ${kinds}; ${eachOf(what)} ${verb} ${rest}`,
  ],
  // "A stadium that has a name and a capacity", "a ticket which is valid for one park and has a price".
  [
    new RegExp(
      `\\b(?<!\\bwhen )(?:${article})\\s+([a-z]+(?: [a-z]+)?),?\\s+(?:that|which|who)\\s+((?:also\\s+)?(?:has|is identified by|is described by|is valid|belongs to|consists of|contains|is made by|is owned by)\\s[^;]+)$`,
      'i',
    ),
    (words, what, rest) => (words ?? '').replace(/,?\s+(?:that|which|who)\s.*$/is, `; ${eachOf(what)} ${rest}`),
  ],
  // "Stations, which are numbered within the district and have an address".
  [
    new RegExp(`\\b(${severalOf}),?\\s+(?:which|that|who)\\s+((?:are\\s+(?:${told})|have)\\s[^;]+)$`, 'i'),
    (words, what, rest) => (words ?? '').replace(/,?\s+(?:which|that|who)\s.*$/is, `; ${nounOf(what)} ${rest}`),
  ],
  // "Members, whose names are unique", "a clinic whose name and city are stored".
  [
    new RegExp(
      `\\b(?:(?:${article}|several|many|one or more)\\s+)?([a-z]+(?: [a-z]+)?),?\\s+whose\\s+([^;]+?)\\s+(?:is|are)\\s+(?:also\\s+)?(?:kept|stored|recorded|known|noted|registered)(?:\\s+too|\\s+as well)?$`,
      'i',
    ),
    (words, what, list) =>
      (words ?? '').replace(
        /,?\s+whose\s.*$/is,
        `; ${eachOf(what)} has ${splitList(list ?? '')
          .map((one) => (/^(?:an?|the)\s/i.test(one) ? one : `the ${one}`))
          .join(' and ')}`,
      ),
  ],
  // "Divided into plots, identified by a letter within the vineyard".
  [
    new RegExp(
      `\\b(into|of|in|has|have|contains?|comprises?)\\s+((?:one or more|several|many|multiple|numbered)\\s+)?(${severalOf}),?\\s+(${told}\\s+(?:by|within|with|in|per)\\s[^;]+)$`,
      'i',
    ),
    (_, verb, many, what, how) => `${verb} ${many ?? ''}${what}; ${eachOf(what)} is ${how}`,
  ],
  // "Beds are numbered within the ward": they have numbers, that are unique there.
  [
    new RegExp(
      `^((?:${article}\\s+)?${noun})\\s+(?:is|are)\\s+(?:(?:sequentially|consecutively|uniquely)\\s+)?numbered(?:\\s+(?:sequentially|consecutively|uniquely))?(?:\\s+(?:within|per|in|for|inside)\\s+(?:an?\\s+|the\\s+|each\\s+|every\\s+|its\\s+|their\\s+)?([a-z]+(?: [a-z]+)?))?$`,
      'i',
    ),
    (_, what, within) => `${eachOf(what)} has a number${within === undefined ? '' : ` (unique within the ${within})`}`,
  ],
  // "On every level there are numbered spaces".
  [
    /^((?:in|inside|within|on|at)\s+(?:each|every|an?)\s+[a-z]+(?: [a-z]+)?,?\s+there\s+(?:is|are)\s+)(?:several\s+|many\s+)?numbered\s+([a-z]+(?: [a-z]+)?s)\b/i,
    (_, before, what) => `${before}several ${what}; ${eachOf(what)} has a number; ${what}`,
  ],
  // "Parks consist of numbered spaces".
  [
    /\b(has|have|contains?|comprises?|consists? of|into)\s+(?:several\s+|many\s+)?numbered\s+([a-z]+(?: [a-z]+)?s)(?=\s*(?:[.,;]|$))/gi,
    (_, verb, what) => `${verb} several ${what}; ${eachOf(what)} has a number`,
  ],
];
