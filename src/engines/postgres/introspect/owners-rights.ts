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

/** The objects that somebody was given rights on, or had some taken away; those of the schema public are the server's affair. */
export function* withRights({ rows }: Facts, nameOf: NameOf) {
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
      if (acl !== undefined && object && object.key !== 'schema public')
        yield { acl, object, owner: text(row, 'owner') };
    }
  }
}

/** Rights on their own objects that owners have taken away from themselves; the statements lack the owner, who does not count. */
export function* ownersRights(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const { acl, object, owner } of withRights(facts, nameOf)) {
    const { kind } = object.reference;
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
