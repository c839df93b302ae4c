import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Relation } from '../model.ts';
import { addAttribute } from './attributes.ts';
import { addEntity, type Draft, type DraftEntity, drawnFrom, entityAtEnd, entityOf, related } from './draft.ts';
import { personNouns, roleNouns } from './lexicon.ts';
import type { Known, Library } from './library.ts';
import { isGeneral, type Phrase } from './phrase.ts';
import { relate } from './relate.ts';
import type { Of } from './statement.ts';
import { isThing, knownRole, persons, thing, tie } from './things.ts';
import { isVague } from './vague-words.ts';

/** What is said to be a reply to a message is a message itself, where the library's messages refer to messages. */
export function isSelf(draft: Draft, library: Library, one: Of<'belongs'>): boolean {
  if (one.as === undefined || draft.entities.has(one.from)) return false;
  const known = library.inMain(one.to.name)?.entity;
  return known?.references?.some((two) => two.to === known.name && two.as?.startsWith(one.as ?? '')) ?? false;
}

export function takeBelonging(draft: Draft, library: Library, one: Of<'belongs'>): void {
  if (isSelf(draft, library, one)) {
    draft.aliases.set(one.from, entityOf(draft, one.to.name)?.name ?? one.to.name);
    return;
  }
  const from = entityOf(draft, one.from);
  if (!from) return;
  const own = library.inMain(`${from.known?.entity.name ?? from.name}_${one.to.name}`)?.entity.name;
  // "At a site": one of several, as far as its word may mean a thing.
  const counted = !isVague(one.to) && /^(?:an?|one|each|every|exactly one)\s/i.test(one.to.text);
  if (
    isGeneral(one.to) &&
    !counted &&
    own === undefined &&
    !library.inMain(one.to.name) &&
    !entityOf(draft, one.to.name)
  )
    return;
  const name = own !== undefined && !entityOf(draft, one.to.name) ? own : one.to.name;
  const person = draft.roles.get(name);
  let to = person === undefined ? entityOf(draft, name) : entityOf(draft, person);
  let role = one.role ?? (to && to.name !== name ? name : undefined);
  if (!to) {
    to = entityAtEnd(draft, name);
    if (to) role = name;
  }
  if (!to && roleNouns.has(name)) {
    // An employee's manager is an employee.
    to =
      personNouns.has(from.name) || from.known?.entity.attributes.some((two) => two.personal) ? from : persons(draft);
    role = name;
  }
  to ??=
    own !== undefined || (isGeneral(one.to) && counted) || isThing(one.to, library)
      ? thing(draft, library, name, one.cause)
      : undefined;
  if (!to) return;
  // Goods of one product are what the library calls both.
  if (to === from && one.role === undefined && role === undefined && name !== from.name && !one.to.other) return;
  relate(draft, {
    from: from.name,
    to: to.name,
    kind: one.one ? 'one-to-one' : 'many-to-one',
    role: role ?? (to === from ? 'parent' : (knownRole(from, to) ?? to.name)),
    optional: one.optional || to === from,
    cause: one.cause,
  });
}

/** A table between both was made for what is told of the two. */
function isPair(draft: Draft, from: DraftEntity, to: DraftEntity): boolean {
  return [`${from.name}_${to.name}`, `${to.name}_${from.name}`].some((name) => {
    const roles = draft.entities.get(name)?.identifiedBy;
    return roles?.includes(from.name) === true && roles.includes(to.name);
  });
}

/** Whoever downloads an episode makes a download, where downloads are spoken of. */
function spokenAct(draft: Draft, through: string): DraftEntity | undefined {
  return through.endsWith('ing') ? entityOf(draft, through.slice(0, -3)) : undefined;
}

export function takeMutual(draft: Draft, library: Library, one: Of<'mutual'>): void {
  const from = entityOf(draft, one.from);
  if (from && isToldByAnother(draft, from, one)) return;
  const to =
    entityOf(draft, one.to.name) ??
    (isThing(one.to, library) ? thing(draft, library, one.to.name, one.cause) : undefined);
  // Residents book the laundry room, of which there is one: their bookings are rows all the same.
  if (from && !to && one.repeated && one.through !== undefined && /^the\s/i.test(one.to.text)) {
    const made = thing(draft, library, one.through, one.cause);
    if (made !== from)
      relate(draft, {
        from: made.name,
        to: from.name,
        kind: 'many-to-one',
        role: knownRole(made, from) ?? from.name,
        optional: false,
        cause: one.cause,
      });
  }
  if (!from || !to) return;
  const act = one.through === undefined ? undefined : library.inMain(one.through);
  if (from === to) {
    // The library has what lies between two of a kind, with their roles.
    const own = (act?.entity.references ?? []).filter((two) => two.to === from.known?.entity.name);
    if (act && own.length >= 2) {
      thing(draft, library, act.entity.name, one.cause);
      return;
    }
  }
  // What is taken for a booking is a row of its own, whatever the library calls both.
  const drawn = act && drawnFrom(draft, act.entity);
  const taken = one.beside && one.through !== undefined && drawn === to ? `${from.name}_${one.through}` : undefined;
  const between =
    one.through !== undefined && from !== to
      ? taken !== undefined
        ? addEntity(draft, taken, one.cause)
        : (entityOf(draft, one.through) ??
          spokenAct(draft, one.through) ??
          (act
            ? actThing(draft, library, act, to, one)
            : one.repeated || one.beside
              ? addEntity(draft, one.through, one.cause)
              : undefined))
      : undefined;
  // What an inventory of items holds are items themselves.
  if (between && between === from) {
    tie(draft, from, [to], one.cause);
    return;
  }
  const told = (one.told ?? []).filter((phrase) => !entityOf(draft, phrase.name) && !library.inMain(phrase.name));
  if (between && between !== from && between !== to) {
    for (const phrase of told) addAttribute(draft, between, phrase, columnOfBoth(phrase), one.cause);
    const beside = (one.beside ?? []).flatMap((phrase) =>
      isThing(phrase, library) ? [thing(draft, library, phrase.name, one.cause)] : [],
    );
    const ends = [...new Set([from, to, ...beside])].filter((two) => two !== between);
    tie(draft, between, ends, one.cause);
    // Done once for each pair.
    const roles = draft.relations.filter((two) => two.from === between.name).map((two) => two.role);
    if (
      one.repeated === false &&
      !between.known?.entity.identifiedBy?.every(
        (two) => roles.includes(two) || between.known?.entity.attributes.some((three) => three.name === two),
      )
    )
      between.identifiedBy = [from, to, ...beside].map((end) => knownRole(between, end) ?? end.name);
    return;
  }
  // What was told of the two together is told in a table between both already.
  if (from !== to && isPair(draft, from, to)) return;
  const named =
    from === to && one.through !== undefined && /(?:age|ing|ship|tion)$/.test(one.through) ? one.through : undefined;
  const through = named ?? (from === to ? `${from.name}_${one.through ?? 'link'}` : one.through);
  const role = from === to ? (one.through === 'follow' ? 'followed' : `other_${to.name}`) : to.name;
  const spokenOf = named !== undefined && entityOf(draft, named) !== undefined;
  if (told.length > 0 || spokenOf) {
    const made = addEntity(draft, through ?? `${from.name}_${to.name}`, one.cause);
    // What was said of the two before is told by the table between both now.
    const plainly = ({ kind, role, to: end }: Relation) =>
      kind === 'many-to-many' || (kind === 'many-to-one' && role === end && from !== to);
    const hasSeveral = (two: Relation) =>
      two.kind === 'many-to-many' ||
      (two.cause.kind === 'said' && /\b(?:one or more|several|many|multiple)\b/i.test(two.cause.words));
    for (const before of related(draft, from.name, to.name).filter((two) => plainly(two) && hasSeveral(two)))
      draft.relations.splice(draft.relations.indexOf(before), 1);
    made.about ??= `${capital(withArticle(spoken(from.name)))} and ${withArticle(spoken(to.name))} that belong together.`;
    for (const phrase of told) addAttribute(draft, made, phrase, columnOfBoth(phrase), one.cause);
    const first = from === to && role === 'followed' ? 'follower' : from.name;
    if (!spokenOf) made.identifiedBy = [first, role];
    if (from === to)
      made.checks.push({
        kind: 'different',
        first,
        second: role,
        about: 'Nobody stands beside himself.',
        cause: one.cause,
      });
    for (const [end, name] of [
      [from, first],
      [to, role],
    ] as const)
      draft.relations.push({
        from: made.name,
        to: end.name,
        kind: 'many-to-one',
        role: name,
        optional: false,
        onDelete: 'cascade',
        why: `Without its ${spoken(name)} the pair means nothing.`,
        cause: one.cause,
      });
    return;
  }
  relate(draft, {
    from: from.name,
    to: to.name,
    kind: 'many-to-many',
    role,
    optional: false,
    ...(through === undefined
      ? {}
      : { through: through === 'order_item' || draft.entities.has(through) ? `${from.name}_${to.name}` : through }),
    cause: one.cause,
  });
}

/** Drivers drive trucks on trips that have a driver and a truck: no rule knows a name for what they do. */
function isToldByAnother(draft: Draft, from: DraftEntity, { to, through, told }: Of<'mutual'>): boolean {
  const other = entityOf(draft, to.name);
  if (!other || other === from || through === undefined || !/ing$/.test(through) || told) return false;
  if (entityOf(draft, through)) return false;
  const refers = (name: string, end: string) =>
    draft.relations.some((one) => one.from === name && one.to === end && one.kind === 'many-to-one');
  return [...draft.entities.keys()].some((name) => refers(name, from.name) && refers(name, other.name));
}

/** What the library has between, under the name of what it is about here: the likes of photos are photo likes. */
function actThing(
  draft: Draft,
  library: Library,
  act: Known,
  to: DraftEntity,
  { through = '', cause }: Of<'mutual'>,
): DraftEntity {
  const present = entityOf(draft, through);
  const about = (act.entity.references ?? []).find((one) => act.entity.name.startsWith(`${one.to}_`))?.to;
  if (present || about === undefined || entityOf(draft, about) || drawnFrom(draft, act.entity))
    return thing(draft, library, through, cause);
  const name = `${to.name}${act.entity.name.slice(about.length)}`;
  draft.aliases.set(through, name);
  draft.aliases.set(act.entity.name, name);
  return addEntity(draft, name, cause, act);
}

/** `since` alone is a day. */
function columnOfBoth({ name }: Phrase): Parameters<typeof addAttribute>[3] {
  return name === 'since' ? { name, type: 'date', optional: false, unique: false, primary: false } : undefined;
}

/** Who has one has no second. */
const hasOne = /\b(?:has|have)\s+(?:exactly\s+|at most\s+|only\s+|just\s+)?(?:one|a single)\b/i;

/** Each has many of the other: what was said of either side together is a table between both. */
export function bothWays(draft: Draft): void {
  for (const one of [...draft.relations]) {
    if (one.kind !== 'many-to-one' || one.from === one.to) continue;
    const other = draft.relations.find(
      (two) =>
        two !== one &&
        two.kind === 'many-to-one' &&
        two.from === one.to &&
        two.to === one.from &&
        two.role === two.to &&
        one.role === one.to,
    );
    if (!other || !draft.relations.includes(one)) continue;
    const several = [one, other].filter((two) => draft.several.has(`${two.from}>${two.to}`)).length;
    // Each judgment belongs to one case, and a case has one at most.
    const alone = [one, other].some(({ cause }) => cause.kind === 'said' && hasOne.test(cause.words));
    if (several === 0 && alone && one.cause.kind === 'said' && other.cause.kind === 'said') {
      const [kept, gone] = one.optional ? [other, one] : [one, other];
      draft.relations.splice(draft.relations.indexOf(gone), 1);
      draft.relations[draft.relations.indexOf(kept)] = { ...kept, kind: 'one-to-one' };
      continue;
    }
    if (several < 2) continue;
    const merged: Relation = {
      ...one,
      from: other.from,
      to: other.to,
      kind: 'many-to-many',
      role: other.to,
      cause: {
        kind: 'said',
        words: `${other.cause.words} — ${one.cause.words}`,
        ...(one.cause.line === undefined ? {} : { line: one.cause.line }),
      },
    };
    draft.relations.splice(draft.relations.indexOf(one), 1);
    draft.relations.splice(draft.relations.indexOf(other), 1, merged);
  }
}
