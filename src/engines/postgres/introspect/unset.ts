import type { OtherObject } from '../../../catalog/catalog.ts';
import { objectKey } from '../../../catalog/object.ts';
import type { Grant } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import type { Facts } from './facts.ts';
import { givers, grantsOfAll } from './grants.ts';
import { withRights } from './owners-rights.ts';
import type { NameOf } from './references.ts';
import { optionalText, text } from './rows.ts';

/** Rights on what extensions brought along, and on languages of the server's own, that are not those of the beginning. */
export function* rightsOnMembers(facts: Facts): Iterable<OtherObject> {
  const extensions = new Map(facts.rows.extensions.map((row) => [text(row, 'oid'), text(row, 'name')]));
  for (const row of facts.rows.rightsOnMembers) {
    const [now, usual] = [byGrantee(row, 'acl', facts), byGrantee(row, 'usual', facts)];
    const options = [...new Set([...now.keys(), ...usual.keys()])].flatMap((one) => {
      const [has, had] = [now.get(one) ?? 'none', usual.get(one) ?? 'none'];
      return has === had ? [] : [[one === '' ? 'public' : one, has] as const];
    });
    if (options.length === 0) continue;
    const extension = extensions.get(optionalText(row, 'extension') ?? '');
    const on = extension === undefined ? [] : [objectKey({ kind: 'extension', name: extension })];
    const name = `${text(row, 'type')} ${text(row, 'identity')}`;
    yield { kind: 'rights on', name, on, options: Object.fromEntries(options) };
  }
}

function byGrantee(row: Row, column: string, facts: Facts): ReadonlyMap<string, string> {
  const owner = text(row, 'owner');
  const shown = ({ privileges, grantable }: Grant) =>
    privileges.map((one) => (grantable.includes(one) ? `${one} with grant option` : one)).join(', ');
  const grants = grantsOfAll(optionalText(row, column), facts.version);
  return new Map(grants.map((grant) => [grant.grantee === owner ? 'its owner' : grant.grantee, shown(grant)]));
}

/** Rights that others than the owner gave: REVOKE takes back what its own role gave, and leaves theirs without a word. */
export function* givenByOthers(facts: Facts, named: NameOf): Iterable<OtherObject> {
  for (const { acl, object, owner } of withRights(facts, named)) {
    const given = givers(acl).filter(({ giver }) => giver !== owner);
    if (given.length === 0) continue;
    const options = Object.fromEntries(
      given.map(({ grantee, giver }) => [`${grantee === '' ? 'public' : grantee} by ${giver}`, 'given']),
    );
    yield { kind: 'rights that others than its owner gave on', name: object.key, on: [object.key], options };
  }
}
