import type { Change } from '../../catalog/change.ts';
import type { ObjectReference } from '../../catalog/object.ts';
import type { Grant } from '../../catalog/table.ts';

const keyOf = (grant: Grant) => `${grant.column === undefined ? '' : `${grant.column}\n`}${grant.grantee}`;

/** What must be taken and what given so that the rights on an object are those of `to`. */
export function grantChanges(object: ObjectReference, from: readonly Grant[], to: readonly Grant[]): readonly Change[] {
  const before = new Map(from.map((grant) => [keyOf(grant), grant]));
  const after = new Map(to.map((grant) => [keyOf(grant), grant]));
  const changes: Change[] = [];
  for (const [key, grant] of before) {
    const now = after.get(key);
    const privileges = grant.privileges.filter((name) => !now?.privileges.includes(name));
    const grantable = grant.grantable.filter((name) => !now?.grantable.includes(name));
    if (privileges.length + grantable.length === 0) continue;
    changes.push({ kind: 'revoke', object, grant: { ...grant, privileges, grantable } });
  }
  for (const [key, grant] of after) {
    const was = before.get(key);
    const grantable = grant.grantable.filter((name) => !was?.grantable.includes(name));
    const privileges = grant.privileges.filter((name) => !was?.privileges.includes(name));
    if (privileges.length + grantable.length === 0) continue;
    changes.push({ kind: 'grant', object, grant: { ...grant, privileges, grantable } });
  }
  return changes;
}

/** What everybody may do with a new object of the kind. */
export function freshGrants({ kind, other }: ObjectReference): readonly Grant[] {
  const privilege = kind === 'routine' ? 'execute' : kind === 'type' || other === 'language' ? 'usage' : undefined;
  return privilege === undefined ? [] : [{ grantee: '', privileges: [privilege], grantable: [] }];
}
