import { dialectOf } from '../flavour.ts';

/** What dumps say at their head: `-- Server version	10.11.6-MariaDB`, `-- MySQL dump 10.13  Distrib 8.0.33, for Linux`. */
const heads: readonly RegExp[] = [
  /^-- Server version\s+(\d+\.\d+[^\s]*)/m,
  /^-- MySQL dump .*Distrib (\d+\.\d+[\w.-]*)/m,
  /^-- MySQL dump .*\((\d+\.\d+\.\d+)\)?/m,
];

/** What scripts for MariaDB say and those for MySQL do not, and the reverse. */
const ofMariaDb =
  /\bMariaDB\b|\/\*M!|\bSYSTEM\s+VERSIONING\b|\bPAGE_(?:CHECKSUM|COMPRESSED)\b|\bTRANSACTIONAL\s*=|\bROW_FORMAT\s*=\s*PAGE\b|\bcurrent_timestamp\(\)|\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:SEQUENCE|TABLE\s+IF\s+NOT\s+EXISTS\s+\S+\s+LIKE)\b|\bPERSISTENT\b|\buuid\s+(?:not\s+null|default|primary)|\bNOT\s+IGNORED\b|_uca1400_|\bENGINE(?:\s*=\s*|\s+)Aria\b/i;
const ofMySql =
  /\butf8mb4_0900_|\/\*!8\d{4}|\b(?:KEY|INDEX)\b[^,\n]*\)[^,\n]*\bINVISIBLE\b|\bENFORCED\b|\bDEFAULT\s*\(\s*uuid_to_bin|\bMEMBER\s+OF\b/i;

/**
 * The version that a script is for, where it says so: of a dump that of its server, else only which of the two. Where it is
 * held against a server, it is for that one as far as it says nothing else.
 */
export function versionOf(
  head: string,
  usual: { readonly mysql: string; readonly mariadb: string },
  beside?: string,
): string {
  for (const pattern of heads) {
    const [, version] = pattern.exec(head) ?? [];
    if (version !== undefined && dialectOf(version).number >= 50_000) return trimmed(version);
  }
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

/** `10.11.6-MariaDB-1` → `10.11`. */
export function trimmed(version: string): string {
  return version
    .replace(/^5\.5\.5-/, '')
    .split('.')
    .slice(0, 2)
    .join('.')
    .replace(/[^\d.].*$/, '');
}
