import { spoken } from '../../catalog/words.ts';
import type { KnownEntity } from '../knowledge/domain.ts';
import type { Cause } from '../model.ts';
import { addEntity, type Draft, type DraftEntity, drawnFrom, related } from './draft.ts';
import { causeOf, isSpelledOut, keepName, refine, substitute, targetOf } from './from-library.ts';
import { oneClassifiers, personNouns } from './lexicon.ts';
import { isJunction, type Library } from './library.ts';
import { nameTheBare } from './name-bare.ts';
import { isDetailed } from './only-named.ts';
import { isPerson } from './persons.ts';
import { playerOf } from './players.ts';
import { pathTo } from './reach.ts';
import { relate } from './relate.ts';
import { isListed, takeAttributes } from './take-attributes.ts';
import { withoutDoubles, withoutShortcuts } from './tidy.ts';

/** Draws on the library: its core where nothing was named, what lies between, and what each thing usually has. */
export function complete(draft: Draft, library: Library, vague: boolean): void {
  const { main } = library;
  withoutShortcuts(draft, library);
  if (main && vague) {
    const cause: Cause = { kind: 'known', words: main.title };
    for (const name of coreOf(library) ?? main.core) {
      const entity = main.entities.find((one) => one.name === name);
      if (entity && !drawnFrom(draft, entity)) addEntity(draft, entity.name, cause, { domain: main, entity });
    }
  }
  // Before junctions: what must be there for others to be.
  const detailed = isDetailed(draft);
  for (const entity of detailed ? [] : [...draft.entities.values()]) pullOwners(draft, library, entity, 0);
  // What is nothing but the pair comes before what is more.
  const rank = (one: KnownEntity) => (isJunction(one) ? (one.identifiedBy?.length === 2 ? 0 : 1) : 2);
  const between = [...(main?.entities ?? [])].sort((a, b) => rank(a) - rank(b));
  const paired = new Set<string>();
  // What a description tells of all things, it tells of what lies between them as well.
  for (const entity of detailed ? [] : between) pullBetween(draft, library, entity, vague, paired);
  for (const entity of detailed ? [] : [...draft.entities.values()]) pullOwners(draft, library, entity, 0);
  withoutDoubles(draft);
  for (const entity of draft.entities.values())
    if (!entity.listed && !toldElsewhere(draft, library, entity) && !isOfOthers(draft, library, entity))
      takeReferences(draft, library, entity);
  for (const entity of draft.entities.values())
    if (!entity.listed && !toldElsewhere(draft, library, entity))
      takeAttributes(entity, draft, isOfOthers(draft, library, entity) || (detailed && isTiedOnly(draft, entity)));
  nameTheBare(draft);
}

/** Of a hair salon, what salons have, and no rooms. */
function coreOf({ main, asked }: Library): readonly string[] | undefined {
  return asked.named?.domain === main ? asked.named?.core : undefined;
}

/** What another domain calls by its name is something else where the description tells enough of it. */
function toldElsewhere(draft: Draft, library: Library, entity: DraftEntity): boolean {
  if (!entity.known || entity.known.domain === library.main) return false;
  const said = [...entity.attributes.values()].filter((one) => one.cause.kind === 'said').length;
  const ties = draft.relations.filter((one) => one.from === entity.name && one.cause.kind === 'said').length;
  return said + ties >= 3 && said >= 1;
}

/** It is told what it hangs on, and nothing else. */
function isTiedOnly(draft: Draft, entity: DraftEntity): boolean {
  return (
    [...entity.attributes.values()].every((one) => one.cause.kind !== 'said') &&
    draft.relations.some((one) => one.from === entity.name && one.kind === 'many-to-one' && one.cause.kind === 'said')
  );
}

/** The bookings of a gym are of members and classes, and no stays: the library's are of rooms. */
function isOfOthers(draft: Draft, library: Library, entity: DraftEntity): boolean {
  if (entity.known?.domain !== library.main) return false;
  const targets = draft.relations.flatMap((one) => {
    const to = draft.entities.get(one.to);
    return one.from === entity.name && one.kind === 'many-to-one' && one.cause.kind === 'said' && to ? [to] : [];
  });
  const known = entity.known?.entity.references ?? [];
  const met = (name: string) => targets.some((to) => to.known?.entity.name === name);
  return (
    targets.length >= 2 &&
    targets.some((to) => !to.known && !isPerson(to.name)) &&
    known.some((one) => !one.optional && one.onDelete !== 'cascade' && !met(one.to))
  );
}

/** Somebody stays there: the description tells of it. */
function isHouse({ entities }: Draft): boolean {
  return [...entities.values()].some(
    ({ name, cause }) => cause.kind === 'said' && /(?:^|_)(?:booking|reservation|guest|room_type|stay)$/.test(name),
  );
}

/** What a thing is a part of comes with it: a copy is of a book. */
function pullOwners(draft: Draft, library: Library, entity: DraftEntity, depth: number): void {
  if (!entity.known || entity.listed || depth > 2) return;
  const { domain } = entity.known;
  for (const reference of entity.known.entity.references ?? []) {
    if (reference.optional || targetOf(draft, entity, reference) || substitute(draft, entity, reference)) continue;
    const target = domain.entities.find((one) => one.name === reference.to);
    // The teams of a sports club belong to no tenant of a service, and the rooms of a museum to no hotel.
    if (domain !== library.main && reference.to === 'tenant') continue;
    if (reference.to === 'venue' && !isHouse(draft)) continue;
    const said = entity.cause.kind === 'said';
    // What the description tells of by itself is whole without what the library hangs it on.
    if ([...entity.attributes.values()].filter((one) => one.cause.kind === 'said').length >= 2) continue;
    if (
      !target ||
      (reference.onDelete !== 'cascade' && !(said && entity.known.entity.name.startsWith(`${target.name}_`)))
    )
      continue;
    if (
      draft.relations.some(
        (one) => one.from === entity.name && one.kind !== 'many-to-many' && one.cause.kind === 'said',
      )
    )
      continue;
    const made = addEntity(
      draft,
      target.name,
      { kind: 'implied', words: `${entity.name.replaceAll('_', ' ')} rows are parts of it` },
      { domain, entity: target },
    );
    pullOwners(draft, library, made, depth + 1);
  }
}

/** What lies between two things that the description names, where nothing else connects them. */
function pullBetween(draft: Draft, library: Library, entity: KnownEntity, vague: boolean, paired: Set<string>): void {
  const { main } = library;
  if (!main || drawnFrom(draft, entity) || draft.entities.has(entity.name)) return;
  const mandatory = (entity.references ?? []).filter((one) => !one.optional);
  const ends = mandatory.flatMap((one) => {
    const known = main.entities.find((two) => two.name === one.to);
    const own = known && drawnFrom(draft, known);
    if (own || !known) return own ?? [];
    // Instead of a course's offering, the course.
    const [above] = (known.references ?? []).filter((two) => !two.optional && known.name.startsWith(`${two.to}_`));
    const parent = above && main.entities.find((two) => two.name === above.to);
    return (parent && drawnFrom(draft, parent)) ?? [];
  });
  const [a, b] = ends;
  if (!a || !b || a === b || ends.length < mandatory.length || ends.some((one) => one.listed)) return;
  // Students and courses have enrolments between them: nobody asked for who was there each day as well.
  const ofBoth = [a.name, b.name].sort().join(' ');
  if (paired.has(ofBoth)) return;
  const between = related(draft, a.name, b.name);
  const many = between.find((one) => one.kind === 'many-to-many');
  const named =
    entity.name.startsWith(`${a.known?.entity.name}_`) || entity.name.startsWith(`${b.known?.entity.name}_`);
  const pair = isJunction(entity) && mandatory.length === 2;
  const simple = !vague && !many && (oneClassifiers.has(a.name) || oneClassifiers.has(b.name));
  const wanted =
    many !== undefined
      ? pair || named
      : between.length === 0 &&
        !simple &&
        ((pair && !connected(draft, a, b)) ||
          (named && (!connected(draft, a, b) || isEntry(entity.name))) ||
          (isAlone(draft, library, a) && isAlone(draft, library, b)));
  if (!wanted) {
    if (pair && simple && between.length === 0 && !connected(draft, a, b)) {
      const [thing, sorts] = oneClassifiers.has(a.name) ? [b, a] : [a, b];
      const cause: Cause = {
        kind: 'implied',
        words: 'both are named, and nothing says that there are several for one',
      };
      relate(draft, {
        from: thing.name,
        to: sorts.name,
        kind: 'many-to-one',
        role: sorts.name,
        optional: false,
        cause,
      });
      draft.decisions.push({
        at: `${thing.name}.${sorts.name}`,
        what: `Each ${spoken(thing.name)} has one ${spoken(sorts.name)}.`,
        why: cause.words,
        instead: `Say "${spoken(thing.name)} rows have several" to have a table between both.`,
        cause,
      });
    }
    return;
  }
  if (many) draft.relations.splice(draft.relations.indexOf(many), 1);
  paired.add(ofBoth);
  addEntity(
    draft,
    entity.name,
    many?.cause ?? { kind: 'implied', words: `it lies between ${spoken(a.name)} and ${spoken(b.name)}` },
    { domain: main, entity },
  );
}

/** What a list or an order holds, for which it is there. */
function isEntry(name: string): boolean {
  return /_(?:item|line|entry|position|row|component|feature|permission|party)$/.test(name);
}

/** One leads to the other already, over whatever lies between. */
function connected(draft: Draft, a: DraftEntity, b: DraftEntity): boolean {
  const seen = new Set([a.name]);
  for (const name of seen) {
    for (const one of draft.relations) {
      if (one.from === name) seen.add(one.to);
      if (one.to === name) seen.add(one.from);
    }
    for (const entity of draft.entities.values())
      for (const reference of entity.listed ? [] : (entity.known?.entity.references ?? [])) {
        const target = targetOf(draft, entity, reference)?.name;
        if (target !== undefined && entity.name === name) seen.add(target);
        if (target === name) seen.add(entity.name);
      }
  }
  return seen.has(b.name);
}

/** Nothing in the draft, and nothing that the library would add, connects it. */
function isAlone(draft: Draft, library: Library, entity: DraftEntity): boolean {
  if (draft.relations.some((one) => one.from === entity.name || one.to === entity.name)) return false;
  const others = [...draft.entities.values()].filter((one) => one !== entity && one.known);
  const points = (from: DraftEntity, to: DraftEntity) =>
    (from.known?.entity.references ?? []).some((one) => one.to === to.known?.entity.name);
  return library.main !== undefined && !others.some((one) => points(one, entity) || points(entity, one));
}

/** One leads to the other over what hangs together in the draft. */
function leadsTo(draft: Draft, one: string, other: string): boolean {
  const seen = new Set([one]);
  for (const name of seen)
    for (const { from, to } of draft.relations) {
      if (from === name) seen.add(to);
      if (to === name) seen.add(from);
    }
  return seen.has(other);
}

function takeReferences(draft: Draft, library: Library, entity: DraftEntity): void {
  let missing = 0;
  const listed = isListed(entity, draft);
  const isOther = (of: DraftEntity, name: string): boolean =>
    !(of.known?.entity.references ?? []).some((one) => targetOf(draft, of, one)?.name === name);
  const base = entity.subtypeOf && draft.entities.get(entity.subtypeOf.of);
  for (const reference of entity.known?.entity.references ?? []) {
    const own = targetOf(draft, entity, reference);
    // What the whole refers to, its kinds refer to through it.
    if (base && own && (own === base || related(draft, base.name, own.name).length > 0)) continue;
    // What may be missing is in nobody else’s part.
    const player = own || reference.optional ? undefined : playerOf(draft, library, entity, reference);
    const target = own ?? player ?? substitute(draft, entity, reference);
    // A prescription of an appointment is for the pet that this is for.
    if (player && related(draft, entity.name, player.name).length === 0 && pathTo(draft, entity, player)) continue;
    const role = (player ? undefined : reference.as) ?? target?.name ?? reference.to;
    if (!target) {
      // A pet that is seen by a vet stands for the patient, and the vet for the practitioner.
      const other = draft.relations.filter(
        (one) => one.from === entity.name && one.cause.kind === 'said' && isOther(entity, one.to),
      );
      const replaced = other.length > missing++;
      const told = [...entity.attributes.values()].filter((one) => one.cause.kind === 'said').length >= 2;
      if (!replaced && !told && (!reference.optional || personNouns.has(reference.to)))
        keepName(draft, entity, reference);
      continue;
    }
    if (target === entity && reference.as === undefined) continue;
    // Of what the description lists itself, only that is needed without which nothing would lead there.
    if (listed && (reference.optional || leadsTo(draft, entity.name, target.name))) {
      refine(draft, entity, reference, target, role);
      continue;
    }
    // A row refers to no kind of itself.
    if (target.subtypeOf?.of === entity.name) continue;
    // Under another name it is the same: a prescription's doctor prescribed it.
    const only = (entity.known?.entity.references ?? []).filter((one) => one.to === reference.to).length === 1;
    if (
      only &&
      reference.as !== undefined &&
      related(draft, entity.name, target.name).some((one) => one.from === entity.name && one.cause.kind === 'said')
    )
      continue;
    // The source warehouse of a transfer is its source.
    if (reference.as !== undefined && isSpelledOut(draft, entity, target, reference.as)) continue;
    const between = related(draft, entity.name, target.name).filter((one) => target !== entity || one.role === role);
    // What the description says of both goes before.
    if (
      between.some(
        (one) =>
          one.kind === 'many-to-many' ||
          (one.from === target.name && target !== entity && one.cause.kind === 'said') ||
          one.role === role ||
          (one.cause.kind === 'said' && reference.as === undefined),
      )
    ) {
      refine(draft, entity, reference, target, role);
      continue;
    }
    relate(draft, {
      from: entity.name,
      to: target.name,
      kind: reference.one ? 'one-to-one' : 'many-to-one',
      role,
      optional: reference.optional ?? false,
      onDelete: reference.onDelete,
      why: reference.about,
      cause: causeOf(entity),
    });
  }
}
