import { anyRelease, type Dialect } from './flavour.ts';

/**
 * The releases of MySQL 8.0 as of which more of ALTER TABLE is done in an instant: ALGORITHM=INSTANT itself, with columns
 * that come last; new names of columns; columns that go, and come anywhere
 * (https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html).
 */
export const instantSince = { lastColumns: 80_012, names: 80_028, columns: 80_029 } as const;

/** Such releases, the newest first. */
export const newerWays: readonly number[] = [instantSince.columns, instantSince.names, instantSince.lastColumns];

/** Whether the version leaves open which release of MySQL 8.0 it is. */
export function leavesReleaseOpen({ flavour, number }: Dialect): boolean {
  return flavour === 'mysql' && number === 80_000 + anyRelease;
}

/**
 * Whether a server does all that one of the wanted version does, and as well: a newer series, or a release with the same
 * ways. A release that is left open stands for any.
 */
export function doesAllOf(server: Dialect, wanted: Dialect): boolean {
  if (server.flavour !== wanted.flavour) return false;
  const series = ({ number }: Dialect) => Math.floor(number / 100);
  if (series(server) !== series(wanted)) return series(server) > series(wanted);
  if (leavesReleaseOpen(server) || leavesReleaseOpen(wanted)) return true;
  return newerWays.every((release) => wanted.number < release || server.number >= release);
}
