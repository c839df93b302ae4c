import type { KnownReference } from '../knowledge/domain.ts';
import { type Draft, type DraftEntity, related } from './draft.ts';
import { targetOf } from './from-library.ts';
import type { Library } from './library.ts';
import { isPerson } from './persons.ts';

/**
 * What plays the part of something that the library's entity refers to, under another word: the pet of a clinic for
 * animals is the patient of its visits, the neighbours of a library of tools are its members.
 */
export function playerOf(
  draft: Draft,
  library: Library,
  entity: DraftEntity,
  reference: KnownReference,
): DraftEntity | undefined {
  const own = (entity.known?.domain.entities ?? []).map((one) => one.name);
  const free = [...draft.entities.values()].filter(
    (one) => one !== entity && !own.includes(one.known?.entity.name ?? '') && one.subtypeOf === undefined,
  );
  // What the description itself ties it to stands for things that the library would tie it to; persons come beside.
  const isTied = draft.relations.some((one) => one.from === entity.name && one.cause.kind === 'said');
  if (isTied && !isPerson(reference.to)) return undefined;
  const alike = free.filter((one) => library.playsAs(one.name, reference.to));
  if (alike.length > 0) return alike.length === 1 ? alike[0] : undefined;
  // Of persons the only one whom no other word of the library means.
  const persons = (entity.known?.entity.references ?? []).filter(
    (one) => isPerson(one.to) && !targetOf(draft, entity, one),
  );
  const unknown = free.filter((one) => isPerson(one.name) && !one.known);
  if (persons.length !== 1 || persons[0] !== reference || unknown.length !== 1) return undefined;
  return unknown.find((one) => related(draft, entity.name, one.name).length === 0);
}
