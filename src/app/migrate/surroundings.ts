import type { Surroundings } from '../../engines/migration-reading.ts';

/** What a rehearsal takes for granted of the server, a sentence each. */
export function surroundingNotes({ roles, collations }: Surroundings): readonly string[] {
  const list = (names: readonly string[]) => names.join(', ');
  return [
    ...(roles.length === 0
      ? []
      : [
          `The server is taken to have the role${roles.length > 1 ? 's' : ''} ${list(roles)}, which the schema does not make: the lab made ${roles.length > 1 ? 'them' : 'it'}.`,
        ]),
    ...(collations.length === 0
      ? []
      : [
          `The server is taken to have the collation${collations.length > 1 ? 's' : ''} ${list(collations)}, which the lab lacks: a general one stands in, and whether values of ${collations.length > 1 ? 'theirs' : 'its'} are written or sorted anew is not rehearsed.`,
        ]),
  ];
}
