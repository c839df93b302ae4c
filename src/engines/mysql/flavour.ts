/** Which of the two a server, or a script, is: their dialects parted at MySQL 5.5. */
export type Flavour = 'mysql' | 'mariadb';

/** A server's version as far as its dialect hangs on it. */
export interface Dialect {
  readonly flavour: Flavour;
  /** As conditional comments count it: 101199 of MariaDB 10.11, 80400 of MySQL 8.4. */
  readonly number: number;
}

/** `10.11.6-MariaDB-1`, `8.4`; a version of 10 and above is MariaDB's, whatever stands behind it. */
export function dialectOf(version: string): Dialect {
  const [major = 0, minor = 0] = version
    .replace(/^5\.5\.5-/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  return {
    flavour: major >= 10 || /mariadb/i.test(version) ? 'mariadb' : 'mysql',
    number: major * 10_000 + minor * 100 + 99,
  };
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
