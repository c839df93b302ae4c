import { plural } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { readAccess } from './access.ts';
import { meaningOf } from './attribute-type.ts';
import { readClauses } from './clause.ts';
import { readFacts } from './facts.ts';
import { isGeneral, phraseOf } from './phrase.ts';
import type { Found } from './read-item.ts';
import { withPlainList } from './read-sentence.ts';
import { givenWith, readRecorded } from './recorded.ts';
import { withPeriods } from './rewording.ts';
import type { Statement } from './statement.ts';
import { isVague } from './vague-words.ts';
import { readWishes } from './wishes.ts';

const staff =
  /^(?:admin|administrator|receptionist|registrar|dispatcher|cashier|secretary|coordinator|supervisor|bookkeeper|operator|moderator|manager|owner|agent|editor|staff(?:_member)?|analyst|auditor|support_agent|developer|visitor|guest|system|(?:[a-z]+_)?clerk)$/;

const story =
  /^as (?:an?|the)\s+(.+?),?\s+i\s+(?:want|need|would like|'d like|can|should be able|must be able|wish)(?:\s+to)?(?:\s+be able to)?\s+(.+?)(?:,?\s+(?:so that|in order to|because|so i can|so)\b.*)?$/i;

/** `As a driver I want to offer a ride`: what somebody wants to do; nothing for other sentences. */
export function readStory(text: string, cause: Cause, before: readonly Statement[]): Found | undefined {
  const [, who, what] = story.exec(text.replace(/[.!]\s*$/, '')) ?? [];
  return who === undefined || what === undefined ? undefined : wanted(who, what, cause, before);
}

/** `Rate my driver`: one of several; `my bookings`: those of whoever speaks, who is `me`. */
function withoutSpeaker(who: string, what: string): string {
  return what
    .replace(/^keep track of\b/i, 'manage')
    .replace(/\b(?:my|our)\s+(?:own\s+)?([a-z]+)/gi, (_, word: string) => {
      const phrase = phraseOf(word);
      return !phrase || phrase.plural || meaningOf(phrase.name) ? word : `a ${word}`;
    })
    .replace(/\b(to|for|with|by|from|at) me\b/gi, `$1 the ${who}`);
}

/** What staff and passers-by do is told of what they do it with; a guest who books, or who has something, has rows. */
function isOnlyUser(name: string, statements: readonly Statement[], own: boolean): boolean {
  if (!staff.test(name)) return false;
  const deed = (one: Statement) =>
    (one.kind === 'mutual' && one.through !== undefined) || (one.kind === 'part' && one.made === true);
  return !/^(?:guest|visitor)$/.test(name) || !(own || statements.some(deed));
}

/** `Offer a ride`: a driver offers several, one after the other, and has none of them as a property. */
function severalMade(who: string, what: string, statements: readonly Statement[]): readonly Statement[] {
  if (/^(?:have|has|get|own)\s/i.test(what)) return statements;
  return statements.map((one): Statement => {
    if (one.kind !== 'part' || one.of !== who || one.phrase.many || meaningOf(one.phrase.name)) return one;
    const { column: _, ...rest } = one;
    return { ...rest, phrase: { ...one.phrase, many: true }, made: true };
  });
}

/** `Open bookings` are bookings. */
const states =
  /^(?:open|upcoming|past|current|own|active|recent|next|last|future|new|old|previous|former|overdue|pending|all|[a-z]+ed)_(?=[a-z]+$)/;

/** `See my bookings`: they are kept, and lie with whoever sees them. */
function ownThings(what: string, access: readonly Statement[], cause: Cause): readonly Statement[] {
  if (!/\bmy\b/i.test(what)) return [];
  return access.flatMap((one): readonly Statement[] => {
    if (one.kind !== 'access' || one.of === '' || one.summary || meaningOf(one.of)) return [];
    const phrase = phraseOf(plural(one.of.replace(states, '')));
    return phrase?.words.length === 1 &&
      !isVague(phrase) &&
      !isGeneral(phrase) &&
      new RegExp(`\\bmy\\s(?:[a-z]+\\s)?${plural(phrase.name)}\\b`, 'i').test(what)
      ? [{ kind: 'entity', phrase, cause }]
      : [];
  });
}

const registered: Readonly<Record<string, string>> = {
  register: 'registration',
  enrol: 'enrollment',
  enroll: 'enrollment',
  'sign up': 'registration',
  enter: 'entry',
  nominate: 'nomination',
};

/** `Register my child for a course`: the child is mine, and each registration is of child and course. */
function registering(who: string, what: string, cause: Cause): readonly Statement[] {
  const [, verb = '', mine = '', to = ''] =
    /^(register|enroll?|sign up|enter|nominate)\s+my\s+([a-z]+)\s+(?:for|in|into|to|on|at)\s+(?:an?\s+|the\s+)?([a-z]+(?: [a-z]+)?)$/i.exec(
      what,
    ) ?? [];
  const [own, other] = [phraseOf(plural(mine)), phraseOf(to)];
  const act = registered[verb.toLowerCase()];
  if (!own || !other || act === undefined || isVague(own) || isVague(other)) return [];
  return [
    { kind: 'part', of: who, phrase: own, made: true, cause },
    { kind: 'entity', phrase: other, cause },
    ...[own, other].map((one): Statement => ({ kind: 'belongs', from: act, to: one, optional: false, cause })),
  ];
}

function wanted(who: string, what: string, cause: Cause, before: readonly Statement[]): Found {
  const person = phraseOf(who);
  if (!person) return { statements: [] };
  const own = /\bmy\b/i.test(what);
  const access = /^report (?:an?|the|my|new)\s/i.test(what) ? [] : readAccess(what, cause);
  const named = (told: readonly Statement[]): readonly Statement[] =>
    isOnlyUser(person.name, told, own) ? [] : [{ kind: 'entity', phrase: person, cause }];
  if (access.length > 0)
    return {
      statements: [
        ...named([]),
        ...ownThings(what, access, cause),
        ...access.map(
          (one): Statement =>
            one.kind === 'access' && own && one.owner === undefined ? { ...one, owner: person.name } : one,
        ),
      ],
    };
  const entered = registering(person.name, what, cause);
  if (entered.length > 0) return { statements: [...named(entered), ...entered] };
  // "I want each loan to have a due date": that is told of loans, and nothing of whoever wants it.
  const having =
    /^((?:each|every|an?|all|the)\s+.+?)\s+to\s+(?:have|carry|show|include|contain|hold|bear|come with|record|keep|store|list|state)\s+(.+)$/i.exec(
      what,
    );
  const verb = /^all\s/i.test(having?.[1] ?? '') ? 'have' : 'has';
  const has = having ? readClauses(`${having[1]} ${verb} ${having[2]}`, cause, undefined).statements : [];
  if (has.length > 0) return { statements: has };
  const demanded = /^(?:the\s+|an?\s+|all\s+)?(.+?)\s+to\s+be\s+(.+)$/i.exec(what);
  const facts = demanded ? readFacts(`${demanded[1]} must be ${demanded[2]}`, cause) : [];
  if (facts.length > 0) return { statements: facts };
  // "I want to plan screenings: for each screening the film is recorded".
  const [, first = '', second = ''] = /^(.+?):\s+((?:of|for) (?:each|every|an?|any|all) .+)$/is.exec(what) ?? [];
  const recorded = second === '' ? undefined : readRecorded(second, cause, { subject: person.name, last: [], before });
  if (recorded) {
    const told = wanted(who, first, cause, before);
    return { ...recorded, statements: [...told.statements, ...recorded.statements] };
  }
  const said = withPeriods(`${who} can ${withPlainList(withoutSpeaker(who, what))}`);
  const clause = givenWith(said, cause, before) ?? readClauses(said, cause, undefined);
  const told = severalMade(person.name, what, clause.statements);
  return {
    statements: [
      ...named(told),
      ...readWishes(what, cause),
      ...(isOnlyUser(person.name, told, own) ? withoutStaff(told, person.name) : told),
    ],
    ...(told.length === 0 ? { why: 'what the person wants to do names no thing' } : {}),
  };
}

/** What staff do things with is there; who does is not told. */
function withoutStaff(statements: readonly Statement[], name: string): readonly Statement[] {
  return statements.flatMap((one): readonly Statement[] => {
    if (one.kind === 'part' && one.of === name) return [{ kind: 'entity', phrase: one.phrase, cause: one.cause }];
    if (one.kind === 'entity' && one.phrase.name === name) return [];
    return (one.kind === 'belongs' || one.kind === 'mutual') && one.from === name
      ? [{ kind: 'entity', phrase: one.to, cause: one.cause }]
      : [one];
  });
}
