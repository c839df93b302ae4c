import { withWholeLines } from '../../head-lines.ts';
import { dialectOf } from '../flavour.ts';

/**
 * What dumps say at their head: `-- Server version	10.11.6-MariaDB`, `-- MySQL dump 10.13  Distrib 8.0.33, for Linux`. The
 * latter is the version of the program that wrote it: it tells the series, and no release.
 */
const heads: readonly RegExp[] = [
  /^-- Server version\s+(\d+\.\d+[^\s]*)/m,
  /^-- MySQL dump .*Distrib (\d+\.\d+)/m,
  /^-- MySQL dump .*\((\d+\.\d+)\.\d+\)?/m,
];

/** How a conversion begins: `-- shop.sql (PostgreSQL 18) for MariaDB 11.8`; what it lacks stands below. */
const converted =
  /^\uFEFF?-- [^\n]* \([^()\n]*\) for (?:MySQL|MariaDB) (\d+\.\d+)\s*\n-- (?:All of it is here|Not carried over, or otherwise)/;

/** What scripts for MariaDB say and those for MySQL do not, and the reverse. */
const ofMariaDb =
  /\bMariaDB\b|\/\*M!|\bSYSTEM\s+VERSIONING\b|\bPAGE_(?:CHECKSUM|COMPRESSED)\b|\bTRANSACTIONAL\s*=|\bROW_FORMAT\s*=\s*PAGE\b|\bcurrent_timestamp\(\)|\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:SEQUENCE|TABLE\s+IF\s+NOT\s+EXISTS\s+\S+\s+LIKE)\b|\bPERSISTENT\b|\buuid\s+(?:not\s+null|default|primary)|\bNOT\s+IGNORED\b|_uca1400_|\bENGINE(?:\s*=\s*|\s+)Aria\b/i;
const ofMySql =
  /\butf8mb4_0900_|\/\*!8\d{4}|\b(?:KEY|INDEX)\b[^,\n]*\)[^,\n]*\bINVISIBLE\b|\bENFORCED\b|\bDEFAULT\s*\(\s*uuid_to_bin|\bMEMBER\s+OF\b/i;

/**
 * The version that a script is for, where it says so: of a conversion that of its first line, of a dump that of its server,
 * else only which of the two. Where it is held against a server, it is for that one as far as it says nothing else. Where a
 * person has named one of the two, `meant` is its version, and only a script of the same product says more.
 */
export function versionOf(
  head: string,
  usual: { readonly mysql: string; readonly mariadb: string },
  beside?: string,
  meant?: string,
): string {
  const [, own] = converted.exec(withWholeLines(head.slice(0, 10_000))) ?? [];
  for (const version of [own, ...heads.map((pattern) => pattern.exec(head)?.[1])]) {
    if (version === undefined || dialectOf(version).number < 50_000) continue;
    if (meant === undefined || dialectOf(version).flavour === dialectOf(meant).flavour) return trimmed(version);
  }
  if (meant !== undefined) return meant;
  const said = [ofMariaDb.test(head) ? 'mariadb' : undefined, ofMySql.test(head) ? 'mysql' : undefined].filter(
    (one) => one !== undefined,
  );
  const only = said.length === 1 ? said[0] : undefined;
  if (beside !== undefined && (only ?? dialectOf(beside).flavour) === dialectOf(beside).flavour) return trimmed(beside);
  return only === 'mariadb' ? usual.mariadb : usual.mysql;
}

/** The database that a dump is of, where its head says so: `-- Host: localhost    Database: shop`. */
export function databaseOf(head: string): string | undefined {
  return /^-- Host: .*\bDatabase: (\S+)\s*$/m.exec(head)?.[1];
}

/** `10.11.6-MariaDB-1` → `10.11`; of MySQL 8.0 with its release: `8.0.36-0ubuntu0` → `8.0.36`. */
export function trimmed(version: string): string {
  const own = version.replace(/^5\.5\.5-/, '');
  return /^(?:8\.0\.\d+|\d+(?:\.\d+)?)/.exec(own)?.[0] ?? '';
}
