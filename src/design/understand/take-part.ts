import { spoken, withArticle } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { addAttribute } from './attributes.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { manyClassifiers, oneClassifiers, roleNouns } from './lexicon.ts';
import { isJunction, type Library } from './library.ts';
import { putMoment } from './name-bare.ts';
import { isBare } from './objects.ts';
import { dependents, inverseKnown, partThing } from './part-thing.ts';
import { mentioned, severally, takeKinds, takeLimits, takeNumber } from './part-words.ts';
import { isPerson } from './persons.ts';
import { isGeneral, isUnit, type Phrase } from './phrase.ts';
import { relate } from './relate.ts';
import type { Of, Statement } from './statement.ts';
import { takeAct, takeRole } from './take-act.ts';
import { takeShare } from './take-share.ts';
import { knownRole } from './things.ts';

/** Its day is told apart. */
function dated(owner: DraftEntity): boolean {
  return [...owner.attributes.values()].some((one) => one.type === 'date' && one.cause.kind === 'said');
}

/** General words that may be properties of one thing. */
const told = /^(?:result|format|purpose|goal|scale|answer|question|basis|risk)$/;

export function takePart(draft: Draft, library: Library, one: Of<'part'>, statements: readonly Statement[]): void {
  const owner = ownerOf(draft, library, one);
  if (!owner) return;
  const { phrase } = one;
  if (one.recorded) owner.told = true;
  // Whose policy it is: no person whom patients see.
  if (phrase.name === 'provider' && /(?:^|_)(?:insurance|policy|plan|subscription|coverage)$/.test(owner.name)) {
    addAttribute(draft, owner, phrase, one.column, one.cause);
    return;
  }
  // A general word is a thing where the domain has one of that name.
  const named = [phrase.name, `${owner.known?.entity.name}_${phrase.name}`].some((name) => library.inMain(name));
  const elsewhere = statements.some(
    (two) =>
      two.cause !== one.cause &&
      ((two.kind === 'part' && two.of === phrase.name) || (two.kind === 'entity' && two.phrase.name === phrase.name)),
  );
  if (takeNumber(draft, library, one, owner, elsewhere)) return;
  // The name of the member who borrows it tells which member that is.
  const whose = one.whose === undefined ? undefined : entityOf(draft, one.whose);
  if (whose && whose !== owner && !whose.listed) {
    const { optional } = phrase;
    relate(draft, {
      from: owner.name,
      to: whose.name,
      kind: 'many-to-one',
      role: whose.name,
      optional,
      cause: one.cause,
    });
    return;
  }
  // "Fuel is bought with gallons and a price": a quantity in that unit.
  if (phrase.plural && isUnit(phrase.written) && !entityOf(draft, phrase.name)) {
    const column = { name: phrase.written, type: 'decimal', optional: false, unique: false, primary: false } as const;
    addAttribute(draft, owner, { ...phrase, name: phrase.written, many: false }, column, one.cause);
    return;
  }
  // "Every play is logged with a user, a track and the time": when it happened.
  if (phrase.name === 'time' && !phrase.many && !owner.listed && dated(owner)) {
    owner.attributes.set('time', { name: 'time', type: 'time', cause: one.cause });
    return;
  }
  if (phrase.name === 'time' && !phrase.many && !owner.listed) {
    putMoment(owner, one.cause);
    return;
  }
  // Of tools that have a weight it is told elsewhere that they are things.
  const there = (one.recorded === true || elsewhere) && entityOf(draft, phrase.name) !== undefined;
  if (isGeneral(phrase) && !named && !there && !meaningOf(phrase.name)) {
    // "A test has a result": of what is told like that a word is kept.
    if (
      one.recorded ||
      (!phrase.many && (phrase.note !== '' || /^(?:an?|the|its)\s/i.test(phrase.text)) && told.test(phrase.name))
    )
      addAttribute(draft, owner, phrase, one.column, one.cause);
    return;
  }
  // "Donors give blood": what cannot be counted is no row.
  if (
    one.made &&
    isBare(phrase) &&
    !entityAtEnd(draft, phrase.name) &&
    !entityOf(draft, phrase.name) &&
    !library.find(phrase.name) &&
    one.act === undefined
  ) {
    draft.notUnderstood.push({
      words: one.cause.words,
      line: one.cause.line ?? 1,
      why: `nothing was made of "${spoken(phrase.name)}", which is not counted`,
    });
    return;
  }
  if (takeShare(draft, one, owner)) return;
  if (takeAct(draft, library, one, owner) || takeRole(draft, library, one, owner)) return;
  // Whoever attends is an attendee: nobody else is meant.
  if (
    phrase.many &&
    /^(?:attendee|participant|enrollee|follower|subscriber|member|visitor|guest)$/.test(phrase.name) &&
    !draft.entities.has(phrase.name) &&
    !library.inMain(phrase.name)
  ) {
    const other = statements.find((two) => two.kind === 'mutual' && entityOf(draft, two.to.name) === owner);
    if (other) return;
  }
  if (one.column?.type !== undefined && phrase.note !== '' && phrase.many) {
    addAttribute(draft, owner, { ...phrase, name: phrase.written, many: false }, one.column, one.cause);
    return;
  }
  const target = partThing(draft, library, owner, phrase, statements, one);
  if (!target) {
    // What is sent is a thing: a temperature reading is one of the readings.
    const sent = one.made
      ? (entityAtEnd(draft, phrase.name) ?? mentioned(draft, library, phrase.name, statements))
      : undefined;
    if (sent && sent !== owner && !sent.listed)
      relate(draft, {
        from: sent.name,
        to: owner.name,
        kind: 'many-to-one',
        role: owner.name,
        optional: false,
        cause: one.cause,
      });
    else if (!takeLimits(owner, phrase, one.cause))
      addAttribute(draft, owner, one.recorded && phrase.many ? asWritten(phrase) : phrase, one.column, one.cause);
    return;
  }
  const { entity, role } = target;
  takeKinds(entity, phrase, one.cause);
  // A table that is written down has what is written.
  if (one.made && entity.listed) return;
  const base = { optional: phrase.optional, cause: one.cause };
  if (entity === owner) {
    // An insurer is what the library calls a policy by, and here a property of it.
    if (
      phrase.name !== owner.name &&
      draft.roles.get(phrase.name) !== owner.name &&
      !phrase.other &&
      !phrase.many &&
      !roleNouns.has(phrase.name) &&
      (role === undefined || role === phrase.name) &&
      !/^(?:parent|previous|next)/.test(role ?? '')
    ) {
      addAttribute(draft, owner, phrase, one.column, one.cause);
      return;
    }
    relate(
      draft,
      phrase.many && phrase.name === 'parent' && isPerson(owner.name)
        ? { ...base, from: owner.name, to: owner.name, kind: 'many-to-many', role: 'parent', through: 'parentage' }
        : phrase.many && /^(?:other|another|many|several)/i.test(phrase.text) && !isChildWord(phrase.name)
          ? { ...base, from: owner.name, to: owner.name, kind: 'many-to-many', role: role ?? 'related' }
          : { ...base, from: owner.name, to: owner.name, kind: 'many-to-one', role: role ?? 'parent', optional: true },
    );
    return;
  }
  if (!phrase.many) {
    if (dependents.has(phrase.name))
      relate(draft, {
        ...base,
        from: entity.name,
        to: owner.name,
        kind: 'one-to-one',
        role: owner.name,
        optional: false,
      });
    else relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: role ?? entity.name });
    return;
  }
  // The library has it the other way round: members with roles have one each.
  const refers = owner.known?.entity.references?.find(
    (two) => two.to === entity.known?.entity.name && !two.optional && two.as === undefined,
  );
  if (refers && !severally.test(phrase.text) && !inverseKnown(owner, entity)) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: entity.name });
    return;
  }
  draft.several.add(`${entity.name}>${owner.name}`);
  const classifier = phrase.name.split('_').at(-1) ?? '';
  const several = severally.test(phrase.text);
  const known = inverseKnown(owner, entity);
  const oneOf =
    !one.made && (oneClassifiers.has(phrase.name) || (oneClassifiers.has(classifier) && sorting.test(classifier)));
  // The levels of a garage have spaces: what has things of its own is a part, and sorts nothing.
  const holds = statements.some(
    (two) => two.kind === 'part' && two.of === phrase.name && two.phrase.many && !meaningOf(two.phrase.name),
  );
  const sorts =
    oneOf && !holds && !composed.test(one.cause.words) && (isPerson(owner.name) || sorting.test(classifier));
  if (
    !one.made &&
    ((manyClassifiers.has(classifier) && !known) ||
      (!known && knownJunction(library, owner, entity)) ||
      (sorts && several))
  ) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-many', role: entity.name });
  } else if (sorts && !known) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: entity.name });
    draft.decisions.push({
      at: `${owner.name}.${entity.name}`,
      what: `Each ${spoken(owner.name)} has one ${spoken(entity.name)}.`,
      why: `${withArticle(spoken(entity.name))} sorts things, and nothing says that there are several for one`,
      instead: `Say "several ${spoken(entity.name)}s" to have a table between both.`,
      cause: one.cause,
    });
  } else {
    if (!one.made) draft.loose.add(`${entity.name}>${owner.name}`);
    relate(draft, {
      ...base,
      from: entity.name,
      to: owner.name,
      kind: 'many-to-one',
      role: role !== undefined && roleNouns.has(role) ? role : (knownRole(entity, owner) ?? owner.name),
      optional: false,
    });
  }
}

/** Several values that are kept as one text go by the name of all. */
function asWritten(phrase: Phrase): Phrase {
  return { ...phrase, name: phrase.written };
}

/** What something consists of is part of it. */
const composed =
  /\b(?:consists? of|(?:is|are) (?:composed of|made up of|(?:sub)?divided into|split into)|comprises?)\b/i;

/** These sort whatever has them; of a department or a unit somebody has one, and a building several. */
const sorting =
  /^(?:category|type|brand|class|manufacturer|supplier|publisher|vendor|status|priority|currency|language|kind|country|city|region|level|genre)$/;

/** Whose part it is: of what was named last, or of what that is a part of itself, as the library says. */
function ownerOf(draft: Draft, library: Library, one: Of<'part'>): DraftEntity | undefined {
  const inner = entityOf(draft, one.of);
  const outer = one.above === undefined ? undefined : entityOf(draft, one.above);
  if (!inner || !outer) return inner;
  const { name } = one.phrase;
  const known =
    library.inMain(`${inner.known?.entity.name}_${name}`) ??
    library.inMain(`${outer.known?.entity.name}_${name}`) ??
    library.inMain(name);
  if (known) {
    const points = (to: DraftEntity) =>
      (known.entity.references ?? []).some((two) => two.to === to.known?.entity.name && !two.optional);
    const between = (library.main?.entities ?? []).some(
      (two) =>
        isJunction(two) &&
        [known.entity.name, inner.known?.entity.name].every((end) =>
          two.references?.some((reference) => reference.to === end),
        ),
    );
    if (points(inner) || between) return inner;
    if (points(outer)) return outer;
  }
  const meaning = meaningOf(name);
  return isPerson(inner.name) && !meaning && !/(?:^|_)(?:role|permission|skill|address)$/.test(name) ? outer : inner;
}

function isChildWord(name: string): boolean {
  return /^(?:sub|child)/.test(name) || name === 'child';
}

function knownJunction(library: Library, a: DraftEntity, b: DraftEntity): boolean {
  return (library.main?.entities ?? []).some((one) => {
    const to = (one.references ?? []).map((reference) => reference.to);
    return (
      (one.identifiedBy?.length ?? 0) >= 2 &&
      a.known !== undefined &&
      b.known !== undefined &&
      to.includes(a.known.entity.name) &&
      to.includes(b.known.entity.name)
    );
  });
}
