import type { Surroundings } from '../../engines/migration-reading.ts';
import type { ScratchConnection } from '../../lab/engine-lab.ts';

/**
 * What a rehearsal takes for granted of the server, a sentence each.
 * @param known the roles that the server has, where it was asked
 */
export function surroundingNotes({ roles, collations }: Surroundings, known?: ReadonlySet<string>): readonly string[] {
  const list = (names: readonly string[]) => names.join(', ');
  const lacking = known === undefined ? [] : roles.filter((role) => !known.has(role));
  return [
    ...(roles.length === 0 || known !== undefined
      ? []
      : [
          `The server is taken to have the role${roles.length > 1 ? 's' : ''} ${list(roles)}, which the schema does not make: the lab made ${roles.length > 1 ? 'them' : 'it'}.`,
        ]),
    ...(lacking.length === 0
      ? []
      : [
          `The server lacks the role${lacking.length > 1 ? 's' : ''} ${list(lacking)}, which the lab made: make ${lacking.length > 1 ? 'them' : 'it'} before the plan is applied, since roles are of the server and no part of a plan.`,
        ]),
    ...(collations.length === 0
      ? []
      : [
          `The server is taken to have the collation${collations.length > 1 ? 's' : ''} ${list(collations)}, which the lab lacks: a general one stands in, and whether values of ${collations.length > 1 ? 'theirs' : 'its'} are written or sorted anew is not rehearsed.`,
        ]),
  ];
}

/** Whose programs the lab's own user made, a sentence at most. */
export function ownerNotes(scratch: ScratchConnection | undefined): readonly string[] {
  const accounts = scratch?.stoodInFor() ?? [];
  if (accounts.length === 0) return [];
  return [
    `What is made as ${accounts.join(', ')} (DEFINER) was made as the lab's own user: whether the server has ${accounts.length > 1 ? 'these accounts' : 'this account'}, and what ${accounts.length > 1 ? 'they' : 'it'} may do, was not tried.`,
  ];
}
