import type { Cause } from '../model.ts';
import {
  actOf,
  actOfParticiple,
  events,
  gerundOf,
  isAlwaysStanding,
  isRepeated,
  isStanding,
  rootOf,
  rootOfParticiple,
} from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { atTimes, companions, measuredAt, roleOfVerb, severalOf, toldOfBoth, whenAndWhere } from './beside-object.ts';
import { further, madeThings, objectsOf, parts } from './objects.ts';
import { orderOf } from './order-of.ts';
import { isPerson } from './persons.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import { isPiecewise } from './piecewise.ts';
import type { Statement } from './statement.ts';
import type { Verb } from './verbs.ts';

/** What a verb says of its subject and of what stands behind it. */
export function ofVerb(verb: Verb, subject: Phrase, head: string, rest: string, cause: Cause): readonly Statement[] {
  const entity: Statement = { kind: 'entity', phrase: subject, cause };
  if (/\bnot\b/.test(rest.split(' ')[0] ?? '')) return [];
  // Patients register with a name and an address: that is told of them.
  if (verb.kind === 'possess' || (verb.kind !== 'belong' && /^with\s/i.test(rest))) {
    // Of what one may have, nobody must have one.
    const may = /\b(?:may|might|optionally)\b/i.test(head);
    const all = parts(subject.name, rest.replace(/^with\s+/i, ''), cause, isRecord(rest));
    return [
      entity,
      ...(/\bmust$/i.test(head)
        ? all.flatMap((one): readonly Statement[] =>
            one.kind === 'part' &&
            one.of === subject.name &&
            !one.phrase.many &&
            !one.phrase.optional &&
            meaningOf(one.phrase.name)
              ? [{ kind: 'presence', of: subject.name, attribute: one.phrase.name, optional: false, cause }]
              : [],
          )
        : []),
      ...all.map(
        (one): Statement =>
          may && one.kind === 'part' && !one.phrase.many ? { ...one, phrase: { ...one.phrase, optional: true } } : one,
      ),
    ];
  }
  const [plain, told] = toldOfBoth(rest);
  const optional = verb.modal || /\b(?:can|may|might|optionally)\b/i.test(head);
  const root = rootOf(verb.word);
  // A firm that serves many clients has them for long; whoever serves a meal does it each time.
  const lasting = root === 'serve' && !isPerson(subject.name) && objectsOf(plain).every((one) => severalOf(one));
  const act = /\b(?:in stock|stocked)\b/.test(verb.word) ? 'stock' : lasting ? undefined : actOf(root);
  if (verb.kind === 'belong') {
    const participle = verb.word.split(' ').at(-2) ?? '';
    const done = / (?:for|by|with)$/.test(verb.word) ? actOfParticiple(participle) : undefined;
    // "Billed at departure", "sold by weight": how and when, and no thing.
    const manner = / (?:at|by|in|on|upon)$/.test(verb.word) && verb.word.split(' ').length > 2;
    const to = objectsOf(plain).filter((one) => !moments.test(one.name) && (!manner || one.plural || !isManner(one)));
    const pieces = to.filter((one) => isPiecewise(subject, verb.word.replace(/^\S+ /, ''), one));
    if (pieces.length > 0)
      return [
        entity,
        ...pieces.map((one): Statement => ({ kind: 'part', of: subject.name, phrase: { ...one, many: true }, cause })),
      ];
    // Reviewers who are assigned to papers have several, and so has each paper.
    if (
      / (?:assigned|allocated) to$/.test(verb.word) &&
      isPerson(subject.name) &&
      subject.plural &&
      to.length > 0 &&
      to.every((one) => one.plural && !isPerson(one.name))
    )
      return [entity, ...to.map((one): Statement => together(subject, one, undefined, told, cause))];
    // "Artworks are lent to museums, and shown in exhibitions": each has several, one after the other.
    const lent = lending[participle] === undefined ? undefined : actOf(lending[participle] ?? '');
    if (lent !== undefined && / (?:to|by)$/.test(verb.word) && to.length > 0)
      return [entity, ...to.map((one): Statement => together(subject, one, lent, told, cause))];
    if (
      /^(?:shown|exhibited|displayed|featured|performed|screened|used|worn|consumed)$/.test(participle) &&
      subject.plural &&
      to.every((one) => one.plural)
    )
      return [entity, ...to.map((one): Statement => together(subject, one, undefined, told, cause))];
    // "Tracks are played in segments, at an offset": each time is a play.
    const replayed =
      /^(?:played|sung|aired|cited|quoted|mentioned)$/.test(participle) && / (?:in|on|at|during)$/.test(verb.word);
    const [where] = to;
    if (replayed && subject.plural && where?.plural)
      return [
        entity,
        together(subject, where, actOf(rootOfParticiple(participle)), [...told, ...measuredAt(plain)], cause),
      ];
    // "A cabin can be reserved for a booking on a sailing": each time is a reservation.
    const kept = / for$/.test(verb.word) && verb.modal ? reserving[participle] : undefined;
    if (kept !== undefined && to.length > 0 && !isPerson(subject.name))
      return [entity, ...to.map((one): Statement => together(subject, one, kept, told, cause, further(plain)))];
    // "Professors are employed in one or more departments with a percentage": of the two together.
    if (told.length > 0 && to.length > 0 && to.every((one) => severalOf(one) || (one.other && one.plural)))
      return [entity, ...to.map((one): Statement => together(subject, one, undefined, told, cause))];
    // "Labels can be put on issues": each on several.
    if (
      verb.modal &&
      /^(?:attached|added|put|applied|linked|connected|tied|stuck)$/.test(participle) &&
      / (?:to|on|with)$/.test(verb.word) &&
      subject.plural &&
      to.length > 0 &&
      to.every((one) => one.plural && !one.other)
    )
      return [entity, ...to.map((one): Statement => together(subject, one, undefined, told, cause))];
    if (done !== undefined && to.every((one) => one.plural))
      return [entity, ...to.map((one): Statement => together(subject, one, done, told, cause))];
    return [
      entity,
      ...to.map((one): Statement => belonging(verb, subject, one, optional, cause)),
      ...further(plain).map(
        (one): Statement =>
          severalOf(one)
            ? together(subject, one, undefined, [], cause)
            : { kind: 'belongs', from: subject.name, to: one, optional, cause },
      ),
      ...(told.length > 0 ? [] : companions(plain)).map(
        (one): Statement => ({
          kind: 'belongs',
          from: subject.name,
          to: one,
          optional: optional || one.optional,
          cause,
        }),
      ),
      ...atTimes(plain).map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
      ...told.map(
        (phrase): Statement => ({
          kind: 'part',
          of: (/,\s+(?:with|having)\s/i.test(rest) ? undefined : whoseIs(told, to)) ?? subject.name,
          phrase,
          cause,
        }),
      ),
    ];
  }
  // "An employee may supervise other employees": each has one supervisor at most.
  const leader = leaders[root];
  const led = leader === undefined ? undefined : objectsOf(plain).find((one) => one.name === subject.name);
  if (leader !== undefined && led)
    return [
      entity,
      { kind: 'belongs', from: subject.name, to: { ...led, other: true }, optional: true, role: leader, cause },
    ];
  // "Each player plays for one team": that is whose the player is.
  const within = /^(?:for|in|at|on|under|with|from)\s+((?:exactly |only |just )?one\s(?!or\s).+)$/i.exec(
    [...verb.word.split(' ').slice(1), plain].join(' '),
  );
  if (within && /^(?:each|every|an?)\s/i.test(head))
    return [
      entity,
      ...objectsOf(within[1] ?? '').map(
        (to): Statement => ({ kind: 'belongs', from: subject.name, to, optional, cause }),
      ),
      ...told.map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
    ];
  // Patients attend visits that are theirs alone.
  const attended = /^attends?$/.test(verb.word) ? objectsOf(plain) : [];
  if (attended.length > 0 && attended.every((one) => own.test(one.name)))
    return [entity, ...madeThings(subject.name, rest, cause, undefined)];
  // "Each pupil attends one school": that is whose the pupil is.
  const objects = objectsOf(plain);
  if (
    (verb.kind === 'mutual' || verb.kind === 'act') &&
    /^(?:each|every|an?)\s/i.test(head) &&
    !verb.modal &&
    objects.length > 0 &&
    objects.every((one) => /^(?:exactly |only |just )?one\s(?!or\s)/i.test(one.text))
  )
    return [
      entity,
      ...objects.map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional, cause })),
      ...told.map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
    ];
  const ordered = /^orders?$/.test(verb.word) ? orderOf(subject, rest, cause) : undefined;
  if (ordered) return [entity, ...ordered];
  // Students take quizzes, again and again.
  const tried = /^(?:take|takes|sit|sits|attempt|attempts|solve|solves)$/.test(verb.word)
    ? objectsOf(plain).filter((one) =>
        /(?:^|_)(?:quiz|test|exam|examination|assessment|exercise|puzzle|challenge)$/.test(one.name),
      )
    : [];
  if (tried.length > 0) return [entity, ...tried.map((to): Statement => together(subject, to, 'attempt', told, cause))];
  // Vehicles enter and leave garages; reviews are left.
  if (
    /^(?:leaves?|enters?)$/.test(verb.word) &&
    !events.test(objectsOf(plain)[0]?.name ?? '') &&
    !/feedback|tip|message|note|mark/.test(plain)
  )
    return [entity, ...objectsOf(plain).map((phrase): Statement => ({ kind: 'entity', phrase, cause }))];
  // "Assign a defect to a craftsman": the one is of the other, and nobody else's.
  const given = /^assigns?$/.test(verb.word)
    ? /^(?:an?\s+|the\s+|each\s+)?([\w ]+?)\s+to\s+(?:an?\s+|the\s+|one\s+)([\w ]+)$/i.exec(plain)
    : null;
  const [task, whom] = [phraseOf(given?.[1] ?? ''), phraseOf(given?.[2] ?? '')];
  if (task && whom && !isGeneral(task) && !isGeneral(whom))
    return [
      entity,
      { kind: 'entity', phrase: task, cause },
      { kind: 'belongs', from: task.name, to: whom, optional: true, cause },
    ];
  // "A station reports temperature and humidity": each time is a reading.
  if (
    /^(?:reports?|sends?|transmits?|emits?|measures?|records?)$/.test(verb.word) &&
    !isPerson(subject.name) &&
    objectsOf(plain).length > 1 &&
    splitList(plain).every((one) => !/^(?:an?|the|their|its)\s/i.test(one) && phraseOf(one)?.many === false)
  )
    return [
      entity,
      ...[phraseOf('readings')].flatMap((one): readonly Statement[] =>
        one ? [{ kind: 'part', of: subject.name, phrase: one, made: true, cause }] : [],
      ),
      ...parts('reading', plain, cause),
    ];
  // Workers spray blocks again and again: each time is one spraying.
  const through = act ?? (verb.kind === 'act' && isPerson(subject.name) ? gerundOf(root) : undefined);
  // Only persons follow for their own sake: visits follow a schedule.
  if (
    /^follows?$/.test(verb.word) &&
    !isPerson(subject.name) &&
    objectsOf(plain).every((one) => one.name !== subject.name && !one.plural)
  )
    return [
      entity,
      ...objectsOf(plain).map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional, cause })),
    ];
  // "A claim matches at most one item": of the one there is one at most.
  const single = /^(?:at most|exactly|zero or|only)\s+one\s/i;
  if (verb.kind === 'act' && !isPerson(subject.name) && objectsOf(plain).every((one) => single.test(one.text)))
    return [
      entity,
      ...objectsOf(plain).map(
        (to): Statement => ({
          kind: 'belongs',
          from: subject.name,
          to,
          optional: optional || /^(?:at most|zero)/i.test(to.text),
          cause,
        }),
      ),
    ];
  // Cars stand at spots, articles appear on a page: each in one place.
  const places = objectsOf(plain);
  if (
    places.length > 0 &&
    !isPerson(subject.name) &&
    ((verb.kind === 'act' && /^\w+ (?:at|in|on)$/.test(verb.word)) ||
      (/^(?:appears?|stands?|lies?|lie) (?:in|on|at)$/.test(verb.word) && places.every((one) => !one.plural)))
  )
    return [
      entity,
      ...places.map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional, cause })),
      ...further(plain).map(
        (to): Statement => ({ kind: 'belongs', from: places[0]?.name ?? subject.name, to, optional: false, cause }),
      ),
      ...told.map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
    ];
  if (verb.kind === 'mutual' && / belong to$/.test(verb.word) && objectsOf(plain).every((one) => !one.plural))
    return [
      entity,
      ...objectsOf(plain).map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional: true, cause })),
    ];
  if (verb.kind === 'mutual' || (verb.kind === 'act' && !events.test(objectsOf(plain)[0]?.name ?? '')))
    return [
      entity,
      ...objectsOf(plain).map((to): Statement => together(subject, to, through, told, cause, further(plain))),
      ...(through === undefined ? whenAndWhere(objectsOf(plain)[0], plain, cause) : []),
    ];
  // Whoever borrows a book makes a loan: the book was there before.
  const there = act !== undefined && isStanding(root);
  const made = (there ? objectsOf(plain) : []).filter(
    (to) =>
      to.name !== act && to.name !== act?.replace('_item', '') && (isAlwaysStanding(root) || !events.test(to.name)),
  );
  if (made.length > 0) {
    // "Passengers book places on a sailing": the booking is for it; whose the places are stands behind `of`.
    const beside = further(plain.replace(/\sof\s.*$/i, ''));
    return [
      entity,
      ...made.map((to): Statement => together(subject, to, act, told, cause, beside)),
      ...madeThings(subject.name, rest, cause, undefined).filter((one) =>
        one.kind === 'belongs'
          ? !beside.some(({ name }) => name === one.to.name)
          : one.kind !== 'part' || (one.of !== subject.name && !told.some(({ name }) => name === one.phrase.name)),
      ),
    ];
  }
  return [entity, ...madeThings(subject.name, rest, cause, act)];
}

/** Ranked by the date, set for a year: when, and no thing. */
const moments = /(?:^|_)(?:date|time)$|^(?:day|year|month|week|hour)$/;

/** Three or more values, each of which a thing has one of: what is kept of it. */
function isRecord(list: string): boolean {
  const members = splitList(list.replace(/^with\s+/i, '')).map((one) => phraseOf(one));
  const values = members.filter((one) => one && (meaningOf(one.name) ?? meaningOf(one.written)));
  return (
    members.length >= 3 &&
    members.every((one) => one && (!one.many || meaningOf(one.written)?.strength === 'strong')) &&
    values.length * 2 >= members.length
  );
}

/** What is arranged for one person. */
const own = /(?:^|_)(?:visit|appointment|consultation|interview|examination|checkup|check_up|hearing)$/;

/** `Each ship belongs to a company with a name and a country`: what has a name, or what is called after it, is the company. */
function whoseIs(told: readonly Phrase[], [to, more]: readonly Phrase[]): string | undefined {
  if (!to || more || to.plural) return undefined;
  const last = to.name.slice(to.name.lastIndexOf('_') + 1);
  return told.some(({ name }) => /^(?:name|title|address)$/.test(name) || name.startsWith(`${last}_`))
    ? to.name
    : undefined;
}

/** What is given for a time and comes back: the verb of each participle. */
const lending: Readonly<Record<string, string>> = {
  lent: 'lend',
  loaned: 'loan',
  rented: 'rent',
  leased: 'lease',
  hired: 'rent',
  dispatched: 'dispatch',
  deployed: 'deploy',
};

/** Who is one for several of the same kind. */
const leaders: Readonly<Record<string, string>> = {
  supervise: 'supervisor',
  manage: 'manager',
  lead: 'leader',
  mentor: 'mentor',
  coach: 'coach',
};

/** What is taken by one at a time, again and again. */
const reserving: Readonly<Record<string, string>> = { reserved: 'reservation', booked: 'booking', rented: 'rental' };

/** Without an article and in the singular, of no name. */
function isManner({ text, name }: Phrase): boolean {
  return /^[a-z]+$/.test(text) && !isPerson(name);
}

function together(
  subject: Phrase,
  to: Phrase,
  act: string | undefined,
  told: readonly Phrase[],
  cause: Cause,
  beside: readonly Phrase[] = [],
): Statement {
  return {
    kind: 'mutual',
    from: subject.name,
    to,
    ...(beside.length > 0 && act !== undefined ? { beside } : {}),
    ...(act === undefined ? {} : { through: act, repeated: isRepeated(act) }),
    ...(told.length === 0 ? {} : { told }),
    cause,
  };
}

function belonging(verb: Verb, subject: Phrase, to: Phrase, optional: boolean, cause: Cause): Statement {
  // Tasks that depend on other tasks may depend on several.
  if (severalOf(to) || (to.other && to.plural && to.name === subject.name))
    return {
      kind: 'mutual',
      from: subject.name,
      to,
      ...(to.other && /^depends?\b/.test(verb.word) ? { through: `${subject.name}_dependency` } : {}),
      cause,
    };
  const by = / by$/.test(verb.word);
  return {
    kind: 'belongs',
    from: subject.name,
    to,
    optional: optional || to.optional,
    ...(by ? roleOfVerb(verb.word, to) : {}),
    cause,
  };
}
