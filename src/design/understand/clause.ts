import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { belongVerbs, generalNouns, makeVerbs, mutualVerbs, possessVerbs, roleNouns } from './lexicon.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { columnOf } from './tables.ts';

type VerbKind = 'possess' | 'belong' | 'mutual' | 'make';
interface Verb {
  readonly at: number;
  readonly length: number;
  readonly kind: VerbKind;
  readonly word: string;
  readonly modal: boolean;
}

const kinds: readonly (readonly [VerbKind, ReadonlySet<string>])[] = [
  ['belong', belongVerbs],
  ['mutual', mutualVerbs],
  ['possess', possessVerbs],
  ['make', makeVerbs],
];
const modals = new Set([
  'can',
  'could',
  'may',
  'might',
  'must',
  'should',
  'shall',
  'will',
  'would',
  'to',
  'also',
  'only',
  'optionally',
  'always',
  'usually',
  'often',
  'then',
  'cannot',
]);
const pronouns = /^(?:we|they|it|you|i|he|she|this|these|those|which|who|that|system|one)$/i;
/** Words that are nouns as often as verbs: verbs after a modal, or between a noun in the plural and something counted. */
const nounsToo =
  /^(?:orders?|reviews?|lists?|books?|posts?|plans?|uses?|records?|comments?|likes?|follows?|files?|reports?|rates?|issues?|shares?|views?|tracks?|stores?|places?|supports?|features?|offers?|requests?|needs?|logs?|claims?|leads?|trains?|runs?|works?|takes?|carries|holds?|blocks?|visits?|starts?|measures?|saves?|returns?|casts?|does|do|schedules?|purchases?|rents?|hosts?|gives?|treats?)$/i;

/** What a verb makes of whoever does it with a thing that is there by itself. */
const acts: Readonly<Record<string, string>> = {
  borrow: 'loan',
  rent: 'rental',
  book: 'booking',
  reserve: 'reservation',
  buy: 'purchase',
  purchase: 'purchase',
  rate: 'rating',
  review: 'review',
  order: 'order_item',
  enroll: 'enrollment',
  enrol: 'enrollment',
  register: 'registration',
  sign: 'registration',
  attend: 'attendance',
  join: 'membership',
  participate: 'participation',
  like: 'like',
  follow: 'follow',
  favourite: 'favorite',
  favorite: 'favorite',
  bookmark: 'bookmark',
  subscribe: 'subscription',
  vote: 'vote',
  block: 'block',
  share: 'share',
  visit: 'visit',
  treat: 'treatment',
  complete: 'completion',
  comment: 'comment',
  prescribe: 'prescription',
};
const standing = new Set([
  'borrow',
  'rent',
  'book',
  'reserve',
  'buy',
  'purchase',
  'rate',
  'review',
  'order',
  'complete',
  'return',
  'save',
  'take',
  'do',
  'prescribe',
  'comment',
]);

/** What only comes to be when somebody does it. */
const events =
  /(?:appointment|order|booking|reservation|visit|trip|ride|loan|meeting|lesson|test|payment|session|review|rating|purchase|rental|request|application|shift|flight|ticket|survey|claim|comment|post|photo|question|answer|message|bid|donation|pledge)$/;

/**
 * What a sentence says of things and what hangs between them: has, belongs to, places, enrols in. `before` is what the
 * sentence before spoke of, for `it` and `they`.
 */
export function readClauses(
  text: string,
  cause: Cause,
  before: string | undefined,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  let subject = before;
  const statements: Statement[] = [];
  for (const part of clausesOf(text).flatMap(withOwnVerbs)) {
    const said = { ...cause, words: part.length < text.length - 2 ? part : cause.words };
    const found = readClause(part, said, subject);
    statements.push(...found.statements);
    // `customers, who have orders`: what comes next tells of whom was named last.
    const last = lastNoun(part);
    subject = found.statements.length === 0 && last !== undefined ? last : (found.subject ?? subject);
  }
  return { statements, ...(subject === undefined ? {} : { subject }) };
}

function clausesOf(text: string): readonly string[] {
  return text
    .replace(/[.!]\s*$/, '')
    .replace(
      /^(?:(?:in addition|additionally|furthermore|moreover|also|finally|then|here|note that|please note that|in the system|in our system|optionally)\s*,\s*)+/i,
      '',
    )
    .split(
      /\s*;\s*|,?\s+(?:and|but|while|whereas|where)\s+(?=(?:each|every|an?|the|one|it|they|these|users?|customers?|all)\b[^,]*?\b(?:has|have|can|may|must|is|are|belongs?|contains?|should|includes?|consists?)\b)|,?\s+(?:and|but|or)\s+(?=(?:(?:can|may|must|is|are|was|were)\s+\w+(?:ed|en|made|held|led|paid|sent|taught|part|in)\b|has|have|belongs?\s+to|contains?|consists?\s+of|works?\s+(?:for|in|at)|reports?\s+to)\b)|,?\s+(?=(?:which|who)\s)/i,
    )
    .map((one, at) =>
      at > 0 &&
      /^(?:can|may|must|is|are|was|were|has|have|belongs?|contains?|consists?|works?|reports?)\b/i.test(one.trim())
        ? `it ${one.trim()}`
        : one.trim(),
    )
    .filter((one) => one !== '');
}

/** The noun that stands alone, or that a list ends with; nothing where a sentence has a verb that is not known. */
function lastNoun(text: string): string | undefined {
  const phrase = phraseOf(
    splitList(text.replace(/^.*\b(?:has|have|need|needs|keep|store|track)\s+/i, '')).at(-1) ?? '',
  );
  return phrase && phrase.words.length <= 2 && !isGeneral(phrase) && !pronouns.test(phrase.name)
    ? phrase.name
    : undefined;
}

const breaks = /,\s*(?:and\s+|but\s+|or\s+|while\s+)?|\s+(?:and|but|while)\s+/gi;
const verbs = [...makeVerbs, ...mutualVerbs].sort((a, b) => b.length - a.length).join('|');
const counted = '(?:(?:an?|the|their|its|other|many|several|one|new)\\s|(?:[\\w-]+\\s)?[\\w-]+s\\b)';
const shared = new RegExp(`\\b(${verbs})\\s+(?:and|or)\\s+(${verbs})\\s+(${counted}.*)$`, 'i');
const chained = new RegExp(`^(${verbs})\\s+${counted}`, 'i');

/** `companies have contacts, deals have notes`, `customers place orders and write reviews`: a clause for each verb. */
function withOwnVerbs(text: string): readonly string[] {
  const plain = text.replace(shared, (words, one: string, two: string, object: string) => {
    // The first of them is the verb of the clause, and not its object: `place orders and write reviews`.
    const before = lowerWords(`${text.slice(0, text.length - words.length)}${one}`);
    const verb = findVerb([...before, 'their']);
    return verb && verb.at + verb.length === before.length ? `${one} ${object}, ${two} ${object}` : words;
  });
  const found: string[] = [];
  let start = 0;
  for (const one of plain.matchAll(breaks)) {
    const [left, right] = [plain.slice(start, one.index), plain.slice(one.index + one[0].length)];
    const verb = findVerb(lowerWords(found.length > 0 && !hasSubject(left) ? `it ${left}` : left));
    if (!verb || isWithin(plain, one.index)) continue;
    const chain = chained.exec(right)?.[1];
    const isChain = chain !== undefined && (!nounsToo.test(chain) || verb.kind === 'make' || verb.kind === 'mutual');
    if (!isChain && !hasSubject(right)) continue;
    found.push(left);
    start = one.index + one[0].length;
  }
  found.push(plain.slice(start));
  return found.map((one, at) => (at > 0 && !hasSubject(one) ? `it ${one}` : one));
}

function isWithin(text: string, at: number): boolean {
  return (text.slice(0, at).match(/\(/g)?.length ?? 0) > (text.slice(0, at).match(/\)/g)?.length ?? 0);
}

/** A plural of one or two words, then a verb. */
function hasSubject(text: string): boolean {
  const words = lowerWords(text);
  const verb = findVerb(words);
  const subject = verb && words.slice(0, verb.at).filter((word) => !modals.has(word));
  return (
    subject !== undefined &&
    subject.length >= 1 &&
    subject.length <= 2 &&
    !subject.some((word) => /^[,:(]/.test(word)) &&
    /(?:[^s]s|people|staff|children)$/.test(subject.at(-1) ?? '')
  );
}

/** True for `customers place orders`: a sentence of its own, whatever stands before it. */
export function isClause(text: string): boolean {
  return (
    hasSubject(text.replace(/^(?:each|every|all|an?|the)\s+/i, '')) ||
    /^(?:each|every|an?)\s+\w+\s+(?:has|can|may|must|belongs)\b/i.test(text)
  );
}

/** `Messages have a sender and a recipient, both are users`: the last names are persons. */
const whoAre =
  /^(.+?),?\s+(?:both|all|each|who|which)\s+(?:of (?:them|whom|which)\s+)?(?:is|are)\s+(?:also\s+)?(?:an?\s+)?([a-z]+)$/i;

function readClause(
  text: string,
  cause: Cause,
  before: string | undefined,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  const persons = whoAre.exec(text);
  const are = persons && phraseOf(persons[2] ?? '');
  if (persons && are && /\b(?:has|have)\b/i.test(persons[1] ?? '')) {
    const inner = readClause(persons[1] ?? '', cause, before);
    const roles = inner.statements.flatMap((one): readonly Statement[] =>
      one.kind === 'part' ? [{ kind: 'role', role: one.phrase.name, is: are.name, cause }] : [],
    );
    return { ...inner, statements: [...inner.statements, ...roles] };
  }
  // "For each order we store the date and the total."
  const each =
    /^(?:for|of)\s+(?:each|every|all|any|an?|the)\s+(.+?)\s*,?\s+(?:we|the system|it|you|i)\s+(?:(?:need|want|must|should|have|has|would like)(?:s)?\s*(?:to)?\s+)?(?:store|track|record|keep|save|know|capture|hold|see|need|maintain)s?\s+(?:track of\s+)?(?:the following\s*:?\s*|both\s+)?(.+)$/i.exec(
      text,
    );
  if (each) {
    const of = phraseOf(each[1] ?? '');
    if (of)
      return {
        statements: [{ kind: 'entity', phrase: of, cause }, ...parts(of.name, each[2] ?? '', cause)],
        subject: of.name,
      };
  }
  // "There are 3 kinds…" is a list; "X is a Y who …" is a role.
  const isA =
    /^(?:each|every|an?|the|all|both)?\s*([\w ,]+?)\s+(?:is|are)\s+(?:also\s+|both\s+|just\s+|all\s+)*(?:an?\s+)?([a-z]+)(?:\s+(?:who|that|with|too)\b.*)?$/i.exec(
      text,
    );
  if (isA) {
    const is = phraseOf(isA[2] ?? '');
    const roles = splitList(isA[1] ?? '').flatMap((one) => phraseOf(one) ?? []);
    if (
      is &&
      !isGeneral(is) &&
      (is.plural || /\b(?:is|are) (?:also )?an?\s/i.test(text)) &&
      roles.length > 0 &&
      roles.every(
        (one) =>
          one.words.length <= 2 &&
          !/\b(?:has|have|can|must|may)\b/.test(isA[1] ?? '') &&
          !isGeneral(one) &&
          !pronouns.test(one.name),
      )
    ) {
      return { statements: roles.map((one): Statement => ({ kind: 'role', role: one.name, is: is.name, cause })) };
    }
  }
  const tokens = tokensOf(text);
  const words = lowerWords(text);
  const verb = findVerb(words);
  if (!verb) return { statements: [] };
  const start = tokens[0]?.index ?? 0;
  const from = tokens[verb.at]?.index ?? 0;
  const last = tokens[verb.at + verb.length - 1];
  const to = last ? last.index + last[0].length : text.length;
  const head = text.slice(start, from).trim();
  const rest = text.slice(to).trim().replace(/^:\s*/, '');
  const subjects = subjectsOf(head, before);
  if (subjects.length === 0 || rest === '') return { statements: [] };
  return {
    statements: subjects.flatMap((subject) => ofVerb(verb, subject, head, rest, cause)),
    subject: subjects[0]?.name ?? '',
  };
}

function tokensOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/\([^()]*\)|[\p{L}\p{N}_'-]+|[,:]/gu)];
}

function lowerWords(text: string): readonly string[] {
  return tokensOf(text).map((token) => token[0].toLowerCase());
}

function subjectsOf(head: string, before: string | undefined): readonly Phrase[] {
  const plain = head
    .replace(
      /\b(?:can|could|may|might|must|should|shall|will|would|be able to|is able to|are able to|need(?:s)? to|want(?:s)? to|has to|have to|also|only|optionally|always|usually|often|then|to)\b/gi,
      ' ',
    )
    .replace(/^.*,\s*(?=\S)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (pronouns.test(plain) || plain === '') {
    if (/^(?:it|they|this|these|which|who|that|he|she)$/i.test(plain) && before !== undefined) {
      const phrase = phraseOf(before);
      return phrase ? [phrase] : [];
    }
    return [];
  }
  return splitList(plain).flatMap((one) => {
    const phrase = phraseOf(one);
    return phrase && !pronouns.test(phrase.name) && !isGeneral(phrase) && phrase.words.length <= 3 ? [phrase] : [];
  });
}

function findVerb(words: readonly string[]): Verb | undefined {
  for (let at = 1; at < words.length; at++) {
    const modal = at > 0 && modals.has(words[at - 1] ?? '');
    for (let length = Math.min(5, words.length - at); length >= 1; length--) {
      const word = words.slice(at, at + length).join(' ');
      const kind = kinds.find(([, set]) => set.has(word))?.[0];
      if (!kind) continue;
      if (length === 1 && nounsToo.test(word) && !modal && !betweenNouns(words, at)) continue;
      return { at, length, kind, word, modal: /^(?:can|may|might|could|optionally)$/.test(words[at - 1] ?? '') };
    }
    const passive = passiveAt(words, at);
    if (passive) return passive;
  }
  return undefined;
}

/** `is placed by`, `can be assigned to`, `are held in`. */
function passiveAt(words: readonly string[], at: number): Verb | undefined {
  if (!/^(?:is|are|be|was|were|been|being)$/.test(words[at] ?? '')) return undefined;
  let next = at + 1;
  while (/^(?:always|usually|often|only|also|directly|automatically|optionally)$/.test(words[next] ?? '')) next++;
  if (
    !/(?:ed|en|made|sent|sold|held|kept|paid|built|taught|led|run|bought|won|set|put|bound|grown|born|drawn|done)$/.test(
      words[next] ?? '',
    )
  )
    return undefined;
  const preposition = words[next + 1] ?? '';
  if (!/^(?:by|to|in|at|on|from|with|for|into|under|within|against|onto)$/.test(preposition)) return undefined;
  return {
    at,
    length: next + 2 - at,
    kind: 'belong',
    word: words.slice(at, next + 2).join(' '),
    modal: /^(?:can|may|might|could)$/.test(words[at - 1] ?? ''),
  };
}

function betweenNouns(words: readonly string[], at: number): boolean {
  const [previous = '', next = ''] = [words[at - 1], words[at + 1]];
  if (next === '' || /^(?:,|:|and|or|of|by|in|for|with|is|are|has|have|can|per)$/.test(next)) return false;
  return /s$/.test(previous)
    ? /^(?:a|an|the|one|many|several|multiple|their|its|other|each|new)$/.test(next) || /s$/.test(next)
    : /s$/.test(words[at] ?? '') && /^(?:a|an|the|one|many|several|multiple|its|other|zero)$/.test(next);
}

function ofVerb(verb: Verb, subject: Phrase, head: string, rest: string, cause: Cause): readonly Statement[] {
  const entity: Statement = { kind: 'entity', phrase: subject, cause };
  if (/\bnot\b/.test(rest.split(' ')[0] ?? '')) return [];
  if (verb.kind === 'possess') {
    // Of what one may have, nobody must have one.
    const may = /\b(?:may|might|optionally)\b/i.test(head);
    return [
      entity,
      ...parts(subject.name, rest, cause).map(
        (one): Statement =>
          may && one.kind === 'part' && !one.phrase.many ? { ...one, phrase: { ...one.phrase, optional: true } } : one,
      ),
    ];
  }
  const [plain, told] = toldOfBoth(rest);
  const objects = objectsOf(rest);
  const both = objectsOf(plain);
  const optional = verb.modal || /\b(?:can|may|might|optionally)\b/i.test(head);
  const base = (verb.word.split(' ')[0] ?? '').replace(/(?:s|es)$/, '').replace(/ie$/, 'y');
  const root = acts[base] === undefined && acts[`${base}e`] !== undefined ? `${base}e` : base;
  if (verb.kind === 'belong') {
    const by = / by$/.test(verb.word);
    return [
      entity,
      ...objects.map(
        (to): Statement =>
          severalOf(to)
            ? { kind: 'mutual', from: subject.name, to, cause }
            : {
                kind: 'belongs',
                from: subject.name,
                to,
                optional: optional || to.optional,
                ...(by ? roleOfVerb(verb.word, to) : {}),
                cause,
              },
      ),
    ];
  }
  if (verb.kind === 'mutual') {
    const through = acts[root];
    return [
      entity,
      ...both.map(
        (to): Statement => ({
          kind: 'mutual',
          from: subject.name,
          to,
          ...(through === undefined ? {} : { through }),
          ...(told.length === 0 ? {} : { told }),
          cause,
        }),
      ),
    ];
  }
  if (acts[root] === undefined && /\bwith\b/i.test(rest)) {
    // What is made has parts of its own: `readings with a value and a time`.
    const made = parts(subject.name, rest, cause).map(
      (one): Statement =>
        one.kind === 'part' && one.of === subject.name ? { ...one, phrase: { ...one.phrase, many: true } } : one,
    );
    const nested = made.some((one) => one.kind === 'part' && one.of !== subject.name && meaningOf(one.phrase.name));
    if (nested) return [entity, ...made];
  }
  return [
    entity,
    ...further(rest, cause),
    ...(acts[root] === undefined || !standing.has(root) ? objects : both).flatMap((to): readonly Statement[] => {
      const through = acts[root];
      // Whoever borrows a book makes a loan: the book was there before.
      if (
        standing.has(root) &&
        through !== undefined &&
        to.name !== through &&
        to.name !== through.replace('_item', '') &&
        !events.test(to.name)
      )
        return [{ kind: 'mutual', from: subject.name, to, through, ...(told.length === 0 ? {} : { told }), cause }];
      return [
        { kind: 'entity', phrase: to, cause },
        { kind: 'part', of: subject.name, phrase: { ...to, many: true }, cause },
      ];
    }),
  ];
}

/** Whom or what the made thing is for besides: `prescriptions for patients`, `appointments with doctors`. */
function further(rest: string, cause: Cause): readonly Statement[] {
  const found =
    /^(.+?)\s+(?:for|with|about|on|against|of)\s+(?:an?|the|one|their|my|our|his|her|its|each|every|specific|given)?\s*([a-z][a-z ]+)$/i.exec(
      rest.replace(/\s+(?:so that|when|if|in order to|once|only)\b.*$/i, ''),
    );
  const [from, to] = [phraseOf(found?.[1] ?? ''), phraseOf(found?.[2] ?? '')];
  if (
    !from ||
    !to ||
    isGeneral(from) ||
    isGeneral(to) ||
    splitList(found?.[1] ?? '').length > 1 ||
    meaningOf(to.name)?.strength === 'strong'
  )
    return [];
  return [{ kind: 'belongs', from: from.name, to, optional: false, cause }];
}

function roleOfVerb(word: string, to: Phrase): { readonly role?: string } {
  const role = {
    written: 'author',
    created: 'creator',
    owned: 'owner',
    approved: 'approver',
    reviewed: 'reviewer',
    managed: 'manager',
    supervised: 'supervisor',
    reported: 'reporter',
    requested: 'requester',
    hosted: 'host',
    organized: 'organizer',
    led: 'leader',
    sent: 'sender',
  }[word.split(' ').at(-2) ?? ''];
  return role === undefined || roleNouns.has(to.name)
    ? {}
    : /^(?:user|person|member|employee|account|staff)$/.test(to.name)
      ? { role }
      : {};
}

/** Several of the object for one of the subject, as its own words say. */
function severalOf(phrase: Phrase): boolean {
  return (
    phrase.many &&
    /^(?:one or more|zero or more|several|multiple|many|various|at least one|any number|a number of|lots|more than one|up to|different|numerous)\b/i.test(
      phrase.text,
    )
  );
}

/** `courses with a grade`, `users since a date`: whom it is done with, and what is told of the two together. */
function toldOfBoth(rest: string): readonly [string, readonly Phrase[]] {
  const since = /\s+since\b(?:\s+(?:an?|the|some|which|what)?\s*(?:date|day|time|moment|when))?\s*$/i.exec(rest);
  const plain = since ? rest.slice(0, since.index) : rest;
  const within = /^(.+?),?\s+(?:with|having)\s+(.+)$/i.exec(plain);
  const phrases = splitList(within?.[2] ?? '').flatMap((one) => phraseOf(one) ?? []);
  const all = phrases.length > 0 && phrases.every((one) => !one.many && !isGeneral(one));
  const day = since ? phraseOf('since') : undefined;
  return [all ? (within?.[1] ?? plain) : plain, [...(all ? phrases : []), ...(day ? [day] : [])]];
}

function objectsOf(rest: string): readonly Phrase[] {
  const plain = rest.replace(
    /\s+(?:so that|in order to|because|only once|at most once|once|when|if|unless|until|before|after|using|through|via|during|at the same time|over time|from time to time)\b.*$/i,
    '',
  );
  return splitList(plain).flatMap((one) => {
    const phrase = phraseOf(one);
    return phrase && !isGeneral(phrase) && phrase.words.length <= 4 && !generalNouns.has(phrase.written)
      ? [phrase]
      : [];
  });
}

/** What stands after `has`: a list of properties and things, some of them with parts of their own. */
export function parts(of: string, text: string, cause: Cause): readonly Statement[] {
  const found: Statement[] = [];
  let owner = of;
  const plain = text
    .replace(
      /^(?:the following|following)?\s*(?:columns?|fields?|attributes?|properties|information|data|details)?\s*(?::|such as|like)\s*/i,
      '',
    )
    .replace(/\b(?:such as|including|like|for example|e\.g\.,?|namely)\b/gi, ',');
  for (const member of splitList(plain)) {
    const within = /^(.+?)\s+(?:each\s+)?(?:with|having|containing|including)\s+(.+)$/i.exec(member);
    const phrase = phraseOf(within?.[1] ?? member);
    if (!phrase || (isGeneral(phrase) && !meaningOf(phrase.name))) continue;
    const column = columnOf(member.replace(/^(?:the|an?|its|their|each|every)\s+/i, ''));
    found.push({
      kind: 'part',
      of: owner,
      phrase,
      ...(column ? { column: { ...column, name: phrase.written } } : {}),
      cause,
    });
    if (within) {
      owner = phrase.name;
      const inner = phraseOf(within[2] ?? '');
      if (inner) found.push({ kind: 'part', of: owner, phrase: inner, cause });
    }
  }
  return found;
}
