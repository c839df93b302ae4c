import type { Catalog } from './catalog.ts';
import type { ObjectReference } from './object.ts';
import type { Grant } from './table.ts';

/**
 * What default privileges may give to a new object, one entry for each grantee. Those of all roles count: who will make
 * the object is not known.
 */
export function defaultGrants({ others }: Catalog, { kind, schema }: ObjectReference): readonly Grant[] {
  const target = kind === 'view' ? 'table' : kind;
  const given = others.flatMap(({ defaults }) => {
    const here = defaults?.schema === undefined || defaults.schema === schema;
    return defaults && here && defaults.target === target ? defaults.grants : [];
  });
  const union = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort();
  return [...new Set(given.map(({ grantee }) => grantee))].sort().map((grantee) => {
    const own = given.filter((grant) => grant.grantee === grantee);
    return {
      grantee,
      privileges: union(own.map((grant) => grant.privileges)),
      grantable: union(own.map((grant) => grant.grantable)),
    };
  });
}
