import type { Change } from '../../../catalog/change.ts';
import { defaultGrants } from '../../../catalog/default-grants.ts';
import type { ObjectReference } from '../../../catalog/object.ts';
import type { Grant } from '../../../catalog/table.ts';
import type { Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';

/** Takes from a new object what default privileges may have given to it beside its own rights. */
export function withoutDefaultRights(
  object: ObjectReference,
  own: readonly Grant[],
  { from, traits }: Pick<Situation, 'from' | 'traits'>,
): readonly string[] {
  return defaultGrants(from, object).flatMap((given) => {
    const rightful = own.find((one) => one.column === undefined && one.grantee === given.grantee);
    const beside = (all: readonly string[], kept: readonly string[] = []) => all.filter((one) => !kept.includes(one));
    const grant = {
      grantee: given.grantee,
      privileges: beside(given.privileges, rightful?.privileges),
      grantable: beside(given.grantable, rightful?.grantable),
    };
    if (grant.privileges.length + grant.grantable.length === 0) return [];
    const change: Change = { kind: 'revoke', object, grant };
    return renderChange(change, traits).map(({ sql }) => sql);
  });
}
