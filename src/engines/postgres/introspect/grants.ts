import { compareText } from '../../../catalog/names.ts';
import type { Grant } from '../../../catalog/table.ts';
import { arrayElements } from '../array-text.ts';

/** The letters of `aclitem` (table "ACL Privilege Abbreviations" of the manual). */
const letters: Readonly<Record<string, string>> = {
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
  D: 'truncate',
  x: 'references',
  t: 'trigger',
  X: 'execute',
  U: 'usage',
  C: 'create',
  m: 'maintain',
};

/** What GRANT ALL gave on a table before PostgreSQL 17. */
const allBefore17 = ['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update'];

/**
 * The privileges of an access list that was cast to text (`{anna=arw/owner,=r/owner}`), but for the owner's own, by
 * grantee. A server without MAINTAIN is read as one that has it: there, too, ALL was meant.
 */
export function grantsOf(acl: string | undefined, owner: string, version: number, column?: string): readonly Grant[] {
  return grantsOfAll(acl, version, column).filter((grant) => grant.grantee !== owner);
}

/** The same with the owner's own. */
export function grantsOfAll(acl: string | undefined, version: number, column?: string): readonly Grant[] {
  if (acl === undefined) return [];
  const given = new Map<string, Map<string, boolean>>();
  for (const item of arrayElements(acl)) {
    const { grantee, codes } = aclItem(item);
    const privileges = given.get(grantee) ?? new Map<string, boolean>();
    given.set(grantee, privileges);
    for (const [, letter = '', star] of codes.matchAll(/([A-Za-z])(\*?)/g)) {
      const name = letters[letter];
      // Several roles may have given the same.
      if (name !== undefined) privileges.set(name, (privileges.get(name) ?? false) || star === '*');
    }
    if (version < 170000 && allBefore17.every((name) => privileges.has(name))) {
      privileges.set(
        'maintain',
        allBefore17.every((name) => privileges.get(name)),
      );
    }
  }
  return [...given]
    .map(([grantee, privileges]) => ({
      grantee,
      privileges: [...privileges.keys()].sort(compareText),
      grantable: [...privileges.keys()].filter((name) => privileges.get(name)).sort(compareText),
      ...(column === undefined ? {} : { column }),
    }))
    .filter((grant) => grant.privileges.length > 0)
    .sort((a, b) => compareText(a.grantee, b.grantee));
}

/** Who gave rights to whom. */
export function givers(acl: string | undefined): readonly { readonly grantee: string; readonly giver: string }[] {
  return acl === undefined ? [] : arrayElements(acl).map(aclItem);
}

/** `"odd ""name"""=r*w/owner` (aclitemout in src/backend/utils/adt/acl.c); nobody is named when everybody is meant. */
function aclItem(item: string): { readonly grantee: string; readonly codes: string; readonly giver: string } {
  const role = '(?:"((?:[^"]|"")*)"|([^=/]*))';
  const found = new RegExp(`^${role}=([A-Za-z*]*)/?${role}`).exec(item) ?? [];
  const [, quoted, plain = '', codes = '', quotedGiver, giver = ''] = found;
  const bare = (text: string) => text.replaceAll('""', '"');
  return {
    grantee: quoted === undefined ? plain : bare(quoted),
    codes,
    giver: quotedGiver === undefined ? giver : bare(quotedGiver),
  };
}
