import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { addEntity, type Draft, type DraftEntity, drawnFrom, entityOf } from './draft.ts';
import { personNouns, roleNouns } from './lexicon.ts';
import type { Library } from './library.ts';
import { isPerson } from './persons.ts';
import { isGeneral, type Phrase } from './phrase.ts';
import { relate } from './relate.ts';

/** A phrase names a thing, and neither the system nor a property. */
export function isThing(phrase: Phrase, library: Library): boolean {
  if (isGeneral(phrase) && !library.inMain(phrase.name)) return false;
  const meaning = meaningOf(phrase.name);
  return !(meaning?.strength === 'strong' && !phrase.plural);
}

/**
 * The entity of a name, made where there is none. It keeps the name that was said; where the library's only puts before
 * it whose part it is, and that is a thing of the description, it has the library's: the lines of orders are order lines.
 */
export function thing(draft: Draft, library: Library, name: string, cause: Cause, written = false): DraftEntity {
  const present = entityOf(draft, name);
  if (present) return present;
  const longer = written || (isPerson(name) && !roleNouns.has(name)) ? undefined : endingWith(draft, name);
  // What the library knows by the short name is that, where it stands beside the longer one.
  if (longer && !(library.inMain(name) && (library.apart(longer.name, name) || longer.cause.words === cause.words))) {
    draft.aliases.set(name, longer.name);
    return longer;
  }
  // A completed appointment is an appointment.
  const state = written
    ? undefined
    : /^(?:[a-z]+ed|active|open|new|current|pending|paid|valid|existing)_(.+)$/.exec(name)?.[1];
  const plain = state === undefined || library.inMain(name) ? undefined : entityOf(draft, state);
  if (plain) {
    draft.aliases.set(name, plain.name);
    return plain;
  }
  const known = library.find(name) ?? withoutFirst(draft, library, name) ?? withoutLast(library, name);
  if (known && !written) {
    const drawn = drawnFrom(draft, known.entity);
    if (drawn && library.apart(drawn.name, name)) return addEntity(draft, name, cause);
    if (drawn) {
      draft.aliases.set(name, drawn.name);
      return drawn;
    }
  }
  const own =
    written || !known
      ? name
      : name.endsWith(`_${known.entity.name}`)
        ? known.entity.name
        : (partOfSaid(draft, known.entity.name, name) ?? name);
  const made = addEntity(draft, own, cause, known);
  if (own !== name) draft.aliases.set(name, own);
  if (
    known &&
    known.entity.name !== own &&
    !draft.aliases.has(known.entity.name) &&
    !library.apart(own, known.entity.name)
  )
    draft.aliases.set(known.entity.name, own);
  return made;
}

/** `stations`, where polling stations are the only ones that were spoken of. */
export function endingWith(draft: Draft, name: string): DraftEntity | undefined {
  const found = [...draft.entities.values()].filter((one) => one.name.endsWith(`_${name}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Line items of orders are order items, likes of photos are photo likes. */
function partOfSaid(draft: Draft, known: string, name: string): string | undefined {
  const at = known.lastIndexOf('_');
  const [owner, last] = [known.slice(0, Math.max(0, at)), known.slice(at + 1)];
  const whole = owner === '' || name === owner ? undefined : entityOf(draft, owner);
  if (!whole || !(name === last || name.endsWith(`_${last}`)) || name.startsWith(`${whole.name}_`)) return undefined;
  return `${whole.name}_${last}`;
}

/** Attendance records are attendances, where those are known. */
function withoutLast(library: Library, name: string): ReturnType<Library['find']> {
  const found = /^(.+)_(?:record|entry|data|detail|info|information|list)$/.exec(name);
  return found?.[1] === undefined ? undefined : library.inMain(found[1]);
}

/** `university_course` is a course where the library knows courses and nothing of universities with that name. */
function withoutFirst(draft: Draft, library: Library, name: string): ReturnType<Library['find']> {
  const words = name.split('_');
  if (words.length < 2) return undefined;
  const rest = words.slice(1).join('_');
  const known = library.inMain(rest);
  if (!known) return undefined;
  const first = words[0] ?? '';
  const qualifies =
    library.main?.words.some((word) => word.split(/[ -]/).includes(first)) ||
    library.inMain(first) !== undefined ||
    entityOf(draft, first) !== undefined;
  return qualifies ? known : undefined;
}

/** Who acts in the design: its persons, users first. */
export function persons(draft: Draft): DraftEntity | undefined {
  for (const name of ['user', 'member', 'employee', 'person', 'customer', 'account', ...personNouns]) {
    const entity = entityOf(draft, name);
    if (entity) return entity;
  }
  return undefined;
}

/** Each row of the one thing refers to one of every other. */
export function tie(draft: Draft, from: DraftEntity, ends: readonly DraftEntity[], cause: Cause): void {
  for (const to of ends)
    relate(draft, {
      from: from.name,
      to: to.name,
      kind: 'many-to-one',
      role: knownRole(from, to) ?? to.name,
      optional: false,
      cause,
    });
}

/** What the library calls the one thing for the other, where there is one answer: who wrote an article is its author. */
export function knownRole(from: DraftEntity, to: DraftEntity): string | undefined {
  const found = (from.known?.entity.references ?? []).filter((one) => one.to === to.known?.entity.name);
  const as = found.length === 1 ? found[0]?.as : undefined;
  return as !== undefined && (isPerson(as) || /_by$|^(?:follower|followed|source|destination)$/.test(as))
    ? as
    : undefined;
}
