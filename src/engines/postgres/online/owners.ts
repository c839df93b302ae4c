import type { Change } from '../../../catalog/change.ts';
import { type CatalogObject, type ObjectReference, objectKey, referenceTo } from '../../../catalog/object.ts';
import { ownerAgain, usualOwner } from '../../../catalog/owner.ts';
import type { Grant } from '../../../catalog/table.ts';
import type { Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';

type Surroundings = Pick<Situation, 'from' | 'traits'>;

/** The role that an object is to be given to once it is made; nothing where it is that of whoever makes it. */
export type OwnerOf = (object: CatalogObject) => string | undefined;

/** As the schema before has it. */
export function formerOwner({ from }: Pick<Situation, 'from'>): OwnerOf {
  return (object) => ownerAgain(object, from)[0]?.owner;
}

/** As the changes give it. */
export function laterOwner({ changes }: Pick<Situation, 'changes'>): OwnerOf {
  const owners = new Map(
    changes.flatMap((one) => (one.kind === 'set owner' ? [[objectKey(one.object), one.owner] as const] : [])),
  );
  return (object) => owners.get(objectKey(referenceTo(object)));
}

/**
 * Gives an object, under the name that it has at that moment, to its owner. Whoever made it had all rights without being
 * granted any, and loses them: what was granted to that role is granted then.
 */
export function ownerGiven(
  object: ObjectReference,
  owner: string | undefined,
  grants: readonly Grant[],
  { from, traits }: Surroundings,
): readonly string[] {
  if (owner === undefined) return [];
  const maker = usualOwner(from);
  const changes: readonly Change[] = [
    { kind: 'set owner', object, owner },
    ...grants.filter(({ grantee }) => grantee === maker).map((grant): Change => ({ kind: 'grant', object, grant })),
  ];
  return changes.flatMap((one) => renderChange(one, traits).map(({ sql }) => sql));
}

/** The same of what is made as it was before. */
export function ownerBack(object: CatalogObject, grants: readonly Grant[], around: Surroundings): readonly string[] {
  return ownerGiven(referenceTo(object), formerOwner(around)(object), grants, around);
}
