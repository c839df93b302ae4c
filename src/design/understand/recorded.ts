import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { readClauses } from './clause.ts';
import { inCommonForm } from './common-forms.ts';
import { insideOf, ofAnother, parts } from './objects.ts';
import { isPerson } from './persons.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import { withPlainMembers } from './plain-members.ts';
import { isKeeper } from './preface.ts';
import { withoutTimes } from './rewording.ts';
import type { Of, Statement } from './statement.ts';

interface Told {
  readonly statements: readonly Statement[];
  readonly subject: string;
}

interface Context {
  readonly subject: string | undefined;
  /** What the sentence before said. */
  readonly last: readonly Statement[];
  /** What all sentences before said. */
  readonly before: readonly Statement[];
}

const participles =
  '(?:recorded|stored|noted|kept|needed|registered|saved|known|tracked|captured|maintained|required|entered|specified|indicated|written|logged|documented|held|given|stated|collected|listed|remembered|memori[sz]ed|provided|filed|mentioned|reported|set|described|asked for|of interest|relevant|important)';
const done = `(?:also |always |only |additionally |then |all )*${participles}(?: down)?(?:(?:,| and| or) ${participles})*`;
const be =
  '(?:(?:is|are|was|were)(?: to be)?|(?:must|should|shall|will|can|may|has to|have to|needs? to|ought to) (?:also )?be)';
const verbs =
  '(?:records?|stores?|keeps?(?: track of)?|notes?(?: down)?|knows?|saves?|registers?|tracks?|captures?|holds?|maintains?|needs?|enters?|logs?|documents?|collects?|remembers?|writes? down|specif(?:y|ies)|retains?|memori[sz]es?|indicates?|inserts?)';
const wanting =
  '(?:(?:also|only|always|must|should|shall|will|can|have to|has to|needs? to|wants? to|would like to|wish(?:es)? to|likes? to|are interested in|is interested in|be able to) )*';
const we = "(?:it is [a-z]+ (?:to|that we)|we|they|i|one|it|you|(?:the|our|this) [a-z]+(?:(?:'s|s')? [a-z]+)?)";
const each = '(?:each|every|any|all(?: the)?|an?|the|these|those|such|one|our)(?: single| individual| such)?';
const about = '(?:for|of|about|on|regarding|concerning|per|with)';
const following =
  '(?:the )?following(?: (?:data|details?|information|attributes?|properties|fields?|items?|facts?|things?|points?))?';
const aside =
  '(?:,? (?:as well|too|in (?:the|our) [a-z]+|by the [a-z]+|separately|individually|for (?:each|every|all)(?: of (?:them|these|those))?|about (?:each|every)? ?(?:of )?them))?';
/** What stands at the beginning of a list. */
const begins =
  '(?=(?:the|an?|its|their|his|her|both|whether|how|when|who|where|which|what|at least)\\s|[a-z]+(?: [a-z]+)?(?: \\([^)]*\\))?(?:,| and ))';

const form = (pattern: string) => new RegExp(`^${pattern}$`, 'is');

/** Whose list it is stands before the list, and is named. */
const forms: readonly RegExp[] = [
  form(`${about} ${each} (?<of>[^,:]+?),? ${following} ${be} ${done}[^:]*?[:,] *(?<list>.+)`),
  form(`${about} ${each} (?<of>[^,:]+?),? ${we} ${wanting}${verbs} (?:${following} *:? *|both )?(?<list>.+)`),
  form(`${about} ${each} (?<of>[^,:]+?),? ${be} ${done}:? (?<list>.+)`),
  form(
    `${about} ${each} (?<of>[^,:]+?)(?:,|(?<! (?:in|on|of|at|for|to|by|from|with|during)) (?=the |its |their |his |her |both |whether |an? )) *${begins}(?<list>.+?) ${be} ${done}${aside}`,
  ),
  form(`(?:for|of) (?<of>[a-z]+(?: [a-z]+)?s)(?:,| (?=the |its |their )) *(?<list>.+?) ${be} ${done}${aside}`),
  form(
    `(?:for|of|about|on|regarding) (?<of>[a-z]+(?: [a-z]+)?s|people|persons|staff|children),? ${we} ${wanting}${verbs} (?<list>.+)`,
  ),
  form(`${following} ${be} ${done} ${about} (?:${each} )?(?<of>[^,:]+?) *: *(?<list>.+)`),
  form(`${we} ${wanting}${verbs} ${following} ${about} (?:${each} )?(?<of>[^,:]+?) *: *(?<list>.+)`),
  form(
    `(?<list>(?:the|an?|its|their) .+?|[^,]+,.+?) ${be} ${done} ${about} (?:each|every|all(?: the)?|any|an?|the) (?<of>[^,:]+?)`,
  ),
  form(
    `(?<list>(?:the|an?|its|their) .+?|[^,]+,.+?) (?:of|for) (?:each|every|all(?: the)?|any) (?<of>[^,:]+?) ${be} ${done}${aside}`,
  ),
  form(`(?<list>[^,:]+,.+ and [^,]+?) of the (?<of>[a-z]+(?: [a-z]+)?) ${be} ${done}${aside}`),
  form(
    `(?:we|they|${'(?:the|our|this) (?<keeper>[a-z]+(?: [a-z]+)?)'}) ${wanting}${verbs} ${begins}(?<list>.+?) (?:of|for|about) (?:each|every|all(?: the)?|any|its|their|our) (?<of>[^,:]+?)`,
  ),
  form(
    `(?:${each} )?(?<of>[^,:]+?) ${be} (?:uniquely )?(?:${done}|characteri[sz]ed|defined|represented|determined|marked|modell?ed) (?:by|with|through|by means of|together with|along with|using) (?:${following} *:? *)?(?<list>.+)`,
  ),
  form(`(?:${each} )?(?<of>[^,:]+?) ${be} ${done}(?: [a-z]+){0,4} *: *(?<list>.+)`),
  form(`(?:${each} )?(?<of>[a-z]+(?: [a-z]+)?) ${be} [a-z]+(?:ed|en) with (?<list>(?:the|an?|its|their) [^,]+,.+)`),
  form(`(?:${each} )?(?<of>[^,:]+?) (?:is|are|will be|must be) (?:given|assigned|allotted|issued) (?<list>an? .+)`),
  form(
    `(?:the )?(?:data|details|information|attributes|properties|particulars|fields)(?: (?:to be |that (?:is|are|must be|has to be|have to be) )?${done})? (?:of|for|about|on|regarding) (?:${each} )?(?<of>[^,:]+?)(?: (?:${be}|include|includes|consists? of|comprises?|contains?)| ?:)(?: the following)? *:? *(?<list>.+)`,
  ),
  form(
    `(?:the )?(?<of>[a-z]+(?: [a-z]+)?)(?:'s|s'|') (?:data|details|information|attributes)(?: (?:to be )?${done})?(?: (?:${be}|includes?|consists? of|comprises?))? *:? *(?<list>.+)`,
  ),
  form(`(?:(?:each|every|an?|the) )?(?<of>[a-z]+(?: [a-z]+)?)(?:'s|s'|') (?<list>.+?) ${be} ${done}${aside}`),
  form(
    `(?:each|every|an?|the) (?<of>[a-z][a-z -]+?) (?:also |always |must |should )*(?:records?|captures?|includes?|contains?|comprises?|specif(?:y|ies)|states?|indicates?|notes?|shows?|mentions?|bears?|carries) (?<list>(?:(?:the|an?|its|their|which) |[a-z]+ number).+)`,
  ),
  form(
    `(?<of>[a-z]+(?: [a-z]+)?s(?: (?:about|of|for|from|by|on|to) [a-z]+s)?) (?:also |always |must |should )*(?:record|capture|include|comprise|contain|specify|state|indicate|note|mention|bear) (?<list>(?:the|an?|its|their) .+)`,
  ),
  form(`(?:an? )?(?<whose>[a-z]+(?: [a-z]+)?) ${be} ${done} for ${each} (?<of>[^,:]+?) *: *(?<list>.+)`),
];

/** What is kept of each of a thing, in the many forms in which that is told; nothing for a sentence of another kind. */
export function readRecorded(given: string, cause: Cause, context: Context): Told | undefined {
  const text = withoutTimes(given)
    .replace(/[.!;]\s*$/, '')
    .replace(/^(?:in addition|additionally|furthermore|moreover|also|finally|besides|note that)\s*,?\s+/i, '')
    .trim();
  // How long it is kept is a wish.
  if (/\b(?:every (?:\d+|two|five|ten|fifteen|thirty)|once (?:a|per)) [a-z]+,? with\b/i.test(given)) return undefined;
  if (/\b(?:for|at least) (?:\d+|two|three|five|seven|ten) (?:years|months|days)\b/i.test(text)) return undefined;
  for (const one of forms) {
    const { of = '', list = '', keeper, whose } = one.exec(text)?.groups ?? {};
    if (of === '') continue;
    // "… and one of the authors is the contact": a clause of its own behind the list.
    const [, before = '', clause = ''] = isList(list)
      ? []
      : (/^(.+), (?:and|but|while) ((?!.*, (?:and|but|while) ).+)$/is.exec(list) ??
        /^(.+) and ((?:is|are|can|may|must|has|have|belongs?) .+)$/is.exec(list) ??
        []);
    if (clause !== '' && isList(before)) {
      const told = ofThing(of, before, cause, context);
      if (told)
        return {
          ...told,
          statements: [
            ...told.statements,
            ...readClauses(
              /^(?:is|are|can|may|must|has|have|belongs?)\s/i.test(clause) ? `they ${clause}` : clause,
              cause,
              told.subject,
            ).statements,
          ],
        };
    }
    if (!isList(list)) continue;
    const [part, whole] = [phraseOf(whose ?? ''), phraseOf(of)];
    if (part && whole)
      return {
        statements: [
          { kind: 'entity', phrase: part, cause },
          { kind: 'belongs', from: part.name, to: whole, optional: false, cause },
          ...listOf(part.name, list, cause),
        ],
        subject: part.name,
      };
    if (keeper !== undefined && !isKeeper(keeper)) continue;
    const made = ofThing(of, list, cause, context);
    if (made) return made;
  }
  return whenDone(text, cause, context) ?? givenWith(text, cause, context.before) ?? ofThatBefore(text, cause, context);
}

/** At least two members, or one with an article; each of them a noun or a question for a value. */
function isList(text: string): boolean {
  const members = splitList(plainly(text));
  if (members.length === 0) return false;
  if (members.length === 1 && !/^(?:the|an?|its|their|whether|how|when)\s/i.test(members[0] ?? '')) return false;
  return members.every((one) => {
    const plain = one.replace(/\([^()]*\)/g, '');
    const phrase = phraseOf(plain);
    return (
      phrase !== undefined &&
      phrase.words.length <= 5 &&
      !/\b(?:is|are|has|have|was|were|must|should|can|may|will|belongs?|consists?|contains?|includes?)\b/i.test(plain)
    );
  });
}

/** A list in words that name its members. */
function plainly(list: string): string {
  return withPlainMembers(inCommonForm(list));
}

/** The members of a list as what is kept of a thing. */
function listOf(of: string, list: string, cause: Cause): readonly Statement[] {
  return parts(of, plainly(list), cause, true);
}

/** Behind a thing, it tells what became of it and is no part of its name: the part used, a ticket sold. */
const participle = /^(?!.*(?:eed|bed|shed|sled)$)(?:[a-z]+(?:ed|en|wn|ught)|sold|held|made|lent|built|sent|paid|let)$/i;

/** What all is kept in, and no row of it. */
const neverKept =
  /^(?:system|database|db|application|app|platform|schema|table|column|data|information|moment|time|day)$/;

function ofThing(of: string, list: string, cause: Cause, { subject, before }: Context): Told | undefined {
  // "A line is known by a number and": no name of a thing.
  if (/\b(?:is|are|has|have|consists?|contains?|includes?)\b/i.test(of)) return undefined;
  const plain = of
    .replace(/\s+(?:participating|involved|working|used|playing|attending|taking part)(?=\s+(?:in|at|on|for)\s)/i, '')
    .replace(/\s+(?:shall|must|should|will|may|can|has to|have to|also|always)$/i, '');
  const [head = '', where] = plain.split(
    /\s+(?:in|on|within|during|for|at|from)\s+(?=(?:an?|the|each|every|one|its)\s)/i,
  );
  const all = head.split(/\s+(?:that|which|who|of)\s/i)[0]?.split(/\s+/) ?? [];
  // Monthly invoices are invoices, and sold lots are lots that were spoken of.
  const often = /^(?:hourly|daily|weekly|monthly|quarterly|yearly|annual)$/i.test(all[0] ?? '');
  const state = participle.test(all[0] ?? '') && isToldOf(before, phraseOf(all.slice(1).join(' '))?.name ?? '');
  const words = all.length > 1 && (often || state) ? all.slice(1) : all;
  const become = words.length > 1 && participle.test(words.at(-1) ?? '');
  const thing = phraseOf((become ? words.slice(0, -1) : words).join(' '));
  if (
    !thing ||
    neverKept.test(thing.name) ||
    thing.words.length > 3 ||
    /^(?:it|they|them|us|this|these|that|one)$/.test(thing.name)
  )
    return undefined;
  const holder = phraseOf(where ?? '');
  const around =
    holder && !isGeneral(holder)
      ? holder.name
      : become
        ? (holderOf(before, thing.name) ??
          (isNamed(subject ?? '', thing.name) || subject?.startsWith(`${thing.name}_`) ? undefined : subject))
        : undefined;
  const own = { kind: 'entity', phrase: thing, cause } as const;
  if (around !== undefined && around !== thing.name && (become || holder !== undefined))
    return { statements: [own, ofPair(around, thing, list, cause)], subject: around };
  const inside = thing.plural ? insideOf(thing, of, cause) : [];
  return { statements: [own, ...inside, ...listOf(thing.name, list, cause)], subject: thing.name };
}

/** The name, or a longer one that ends with it. */
function isNamed(name: string, short: string): boolean {
  return name === short || name.endsWith(`_${short}`);
}

/** What a sentence before hung the thing on. */
function holderOf(before: readonly Statement[], name: string): string | undefined {
  const found = before.findLast((one) => one.kind === 'mutual' && isNamed(one.to.name, name));
  return found?.kind === 'mutual' ? found.from : undefined;
}

function ofPair(from: string, to: Phrase, list: string, cause: Cause): Statement {
  // The role of the lawyer in the case is the role.
  const ends = [from, to.name].map((one) => one.slice(one.lastIndexOf('_') + 1)).join('|');
  const ofEnds = new RegExp(
    `\\s+(?:of|in|on|for|at|by)\\s+(?:the|an?|its|their|that)\\s+(?:[a-z]+ )?(?:${ends})\\b.*$`,
    'i',
  );
  const told = splitList(plainly(list)).flatMap(
    (one) => phraseOf(ofAnother(to.name, one.replace(ofEnds, ''), true).member) ?? [],
  );
  return { kind: 'mutual', from, to, told, cause };
}

/** `When a student takes a section, the grade is recorded`: of what is done. */
function whenDone(text: string, cause: Cause, { before }: Context): Told | undefined {
  const found =
    new RegExp(
      `^(?:when|whenever|each time|every time|if|once|as soon as) (?<clause>[^,]+), (?:then )?(?:(?<list>${begins}.+?) ${be} ${done}${aside}|${we} ${wanting}${verbs} (?<kept>.+))$`,
      'is',
    ).exec(text)?.groups ?? {};
  const list = found['list'] ?? found['kept'];
  if (found['clause'] === undefined || list === undefined || !isList(list)) return undefined;
  return ofDeed(readClauses(found['clause'], cause, undefined), list, cause, before);
}

/** `Residents report faults, giving the lift and a description`: the list is of what they report. */
export function givenWith(text: string, cause: Cause, before: readonly Statement[]): Told | undefined {
  const found =
    /^(?<clause>[^,:]+?),? (?:giving|stating|specifying|indicating|mentioning|providing|entering|noting|recording|supplying|naming|by (?:giving|stating|specifying|entering|providing)|together with|along with) (?<list>(?:the|an?|their|its|his|her) .+)$/is.exec(
      text,
    )?.groups ?? {};
  const { clause, list } = found;
  if (clause === undefined || list === undefined || !isList(list)) return undefined;
  return ofDeed(readClauses(clause, cause, undefined), list, cause, before);
}

/** What a clause tells of being done: what comes to be, else who does it with what, else who does it. */
function ofDeed(
  { statements, subject }: ReturnType<typeof readClauses>,
  list: string,
  cause: Cause,
  before: readonly Statement[],
): Told | undefined {
  const deed = deedOf(statements);
  // What was told of before comes not to be by it: the list is of the two together.
  if (deed?.kind === 'part' && deed.act === undefined && isToldOf(before, deed.phrase.name))
    return {
      statements: [...statements.filter((one) => one !== deed), ofPair(deed.of, deed.phrase, list, cause)],
      subject: deed.of,
    };
  if (deed?.kind === 'mutual' && deed.through === undefined)
    return { statements: [...statements, ofPair(deed.from, deed.to, list, cause)], subject: deed.from };
  const of = deed?.kind === 'mutual' ? deed.through : deed?.kind === 'part' ? deed.phrase.name : subject;
  if (of === undefined || of === '') return undefined;
  // Whoever does it has their own name.
  const who = deed?.kind === 'mutual' ? deed.from : deed?.kind === 'part' ? deed.of : of;
  const members = splitList(plainly(list));
  const theirs = members.filter((one) => /^(?:their|his|her)\s/i.test(one) && meaningOf(phraseOf(one)?.name ?? ''));
  const rest = members.filter((one) => !theirs.includes(one));
  return {
    statements: [
      ...statements,
      ...theirs.flatMap((one) => listOf(isPerson(who) ? who : of, one, cause)),
      ...(rest.length > 0 ? listOf(of, rest.join(', '), cause) : []),
    ],
    subject: of,
  };
}

function isToldOf(before: readonly Statement[], name: string): boolean {
  return before.some((one) => one.kind === 'part' && isNamed(one.of, name));
}

/** The only thing that a sentence tells of being done or made. */
function deedOf(statements: readonly Statement[]): Of<'mutual'> | Of<'part'> | undefined {
  const all = statements.filter(
    (one): one is Of<'mutual'> | Of<'part'> => one.kind === 'mutual' || (one.kind === 'part' && one.made === true),
  );
  return all.length === 1 ? all[0] : undefined;
}

/** `The fee and the date are recorded`, `their names are needed`: of what was spoken of before. */
function ofThatBefore(text: string, cause: Cause, { subject, last, before }: Context): Told | undefined {
  const list =
    new RegExp(`^(?<list>(?:both )?(?:the|their|its|his|her|an?) .+?) ${be} ${done}${aside}$`, 'is').exec(text)
      ?.groups?.['list'] ??
    new RegExp(`^${we} ${wanting}${verbs} (?:also )?(?<list>(?:their|its|his|her) .+)$`, 'is').exec(text)?.groups?.[
      'list'
    ];
  // "We record the date, the result and the unit": of what was spoken of before.
  const ours = new RegExp(`^${we} ${wanting}${verbs} (?:also )?(?<list>(?:the|an?|whether) .+)$`, 'is').exec(text)
    ?.groups?.['list'];
  if (list === undefined && ours !== undefined && subject !== undefined && isList(ours)) {
    const members = splitList(plainly(ours));
    const phrases = members.map((one) => phraseOf(one));
    const value = phrases.some((one) => one && meaningOf(one.name));
    if (members.length >= 2 && value && phrases.every((one) => one && !one.many && !isToldOf(before, one.name)))
      return { statements: listOf(subject, ours, cause), subject };
  }
  const bare = new RegExp(`^(?<list>[a-z][^:]*(?:,| and ).+?) ${be} ${done}${aside}$`, 'is').exec(text)?.groups?.[
    'list'
  ];
  if (list === undefined && bare !== undefined && subject !== undefined && isList(bare))
    return splitList(plainly(bare)).every((one) => meaningOf(phraseOf(one)?.name ?? ''))
      ? { statements: listOf(subject, bare, cause), subject }
      : undefined;
  // "Customers call us. We note name, phone and address".
  const named = new RegExp(`^we ${wanting}${verbs} (?<list>[a-z]+(?: [a-z]+)?,.+)$`, 'is').exec(text)?.groups?.['list'];
  if (list === undefined && named !== undefined && subject !== undefined && isList(named)) {
    const values = splitList(plainly(named)).filter((one) => meaningOf(phraseOf(one)?.name ?? ''));
    return values.length >= 2 && values.length === splitList(plainly(named)).length
      ? { statements: listOf(subject, named, cause), subject }
      : undefined;
  }
  if (list === undefined || subject === undefined || !isList(list)) return undefined;
  const theirs = /^(?:their|its|his|her)\s/i.test(list);
  const deed = theirs ? undefined : deedOf(last);
  if (!theirs && splitList(list).length === 1 && !meaningOf(phraseOf(list)?.name ?? '')) return undefined;
  if (deed) return ofDeed({ statements: [deed], subject }, list, cause, before);
  return { statements: listOf(subject, list, cause), subject };
}
