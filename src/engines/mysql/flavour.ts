/** Which of the two a server, or a script, is: their dialects parted at MySQL 5.5. */
export type Flavour = 'mysql' | 'mariadb';

/** A server's version as far as its dialect hangs on it. */
export interface Dialect {
  readonly flavour: Flavour;
  /**
   * As conditional comments count it: 101199 of MariaDB 10.11, 80499 of MySQL 8.4, 80020 of 8.0.20; 80099 of 8.0 where no
   * release is named.
   */
  readonly number: number;
}

/** What stands in a number for the release where none is named: of its series, the last. */
export const anyRelease = 99;

/**
 * `10.11.6-MariaDB-1`, `8.4`, `8.0.20`; a version of 10 and above is MariaDB's, whatever stands behind it. Of releases, only
 * those of MySQL 8.0 are told apart: they brought new ways, which those of other series do not.
 */
export function dialectOf(version: string): Dialect {
  const [major = 0, minor = 0, release = anyRelease] = version
    .replace(/^5\.5\.5-/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  const flavour = major >= 10 || /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  const counts = flavour === 'mysql' && major === 8 && minor === 0;
  return { flavour, number: major * 10_000 + minor * 100 + (counts ? release : anyRelease) };
}

/** Whether there is a type for UUIDs (https://mariadb.com/kb/en/uuid-data-type/). */
export function hasUuids({ flavour, number }: Dialect): boolean {
  return flavour === 'mariadb' && number >= 100_700;
}

/**
 * Whether a conditional comment is read: `/*!50003 …`, `/*M!100401 …`. MariaDB passes over what only MySQL 5.7 and later
 * are to read (https://mariadb.com/kb/en/comment-syntax/).
 */
export function readsComment({ flavour, number }: Dialect, mark: string, wanted: number): boolean {
  if (mark === 'M') return flavour === 'mariadb' && wanted <= number;
  if (flavour === 'mariadb' && wanted >= 50_700 && wanted <= 99_999) return false;
  return wanted <= number;
}

/** Whether a new foreign key locks the definition of the table that it leads to, too. */
export function locksReferenced({ flavour }: Dialect): boolean {
  return flavour === 'mysql';
}

/** Whether the planner prefers statistics of its own, beside those of InnoDB (https://mariadb.com/kb/en/engine-independent-table-statistics/). */
export function keepsOwnStatistics(flavour: Flavour): boolean {
  return flavour === 'mariadb';
}

/** What puts a session in a state in which tables are made as they are read, and plans made by what is written of them. */
export function scratchSettings(flavour: Flavour): string {
  const shared = "SET SESSION sql_mode = '', foreign_key_checks = 0";
  return flavour === 'mariadb' ? `${shared}, use_stat_tables = 'PREFERABLY', check_constraint_checks = 0` : shared;
}

/** A server's version as its traits take it: what a distribution has added to that of MySQL tells nothing. */
export function plainVersion(version: string): string {
  return dialectOf(version).flavour === 'mariadb' ? version : (version.split('-')[0] ?? version);
}
