import type { OtherObject } from '../../../catalog/catalog.ts';
import type { Row } from '../../connection.ts';
import { ownersRight } from '../render/attached.ts';
import type { Facts } from './facts.ts';
import { grantsOfAll } from './grants.ts';
import { classes } from './query.ts';
import type { NameOf } from './references.ts';
import { optionalText, text } from './rows.ts';

/** What an owner may do with an object of a kind unless it is taken away (acldefault in src/backend/utils/adt/acl.c). */
export const ownersOf = {
  table: ['delete', 'insert', 'maintain', 'references', 'select', 'trigger', 'truncate', 'update'],
  sequence: ['select', 'update', 'usage'],
  routine: ['execute'],
  type: ['usage'],
  schema: ['create', 'usage'],
  'large object': ['select', 'update'],
} as const;

/** Rights on their own objects that owners have taken away from themselves; the statements lack the owner, who does not count. */
export function* ownersRights(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  const { rows } = facts;
  const sets: readonly (readonly [number, readonly Row[]])[] = [
    [classes.class, rows.relations],
    [classes.procedure, rows.routines],
    [classes.type, rows.types],
    [classes.namespace, rows.namespaces],
  ];
  for (const [of, list] of sets) {
    for (const row of list) {
      const acl = optionalText(row, 'acl');
      const object = acl === undefined ? undefined : nameOf(of, text(row, 'oid'));
      // What the owner of the schema public may do is the server's affair.
      if (!object || object.key === 'schema public') continue;
      const { kind } = object.reference;
      const owner = text(row, 'owner');
      const own = grantsOfAll(acl, facts.version).find(({ grantee, column }) => grantee === owner && !column);
      const usual: readonly string[] = ownersOf[kind === 'view' ? 'table' : (kind as keyof typeof ownersOf)];
      const lost = usual.filter((privilege) => !own?.privileges.includes(privilege));
      for (const privilege of lost) {
        yield {
          kind: 'right of the owner',
          name: `to ${privilege} on ${object.key}`,
          on: [object.key],
          ...ownersRight(object.reference, privilege),
          owner,
        };
      }
    }
  }
}
