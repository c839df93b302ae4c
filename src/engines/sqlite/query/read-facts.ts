import type { Catalog } from '../../../catalog/catalog.ts';
import { fingerprint as fingerprintOf, withoutConstants as plain } from '../../query/fingerprint.ts';
import { readsOnly as only, readFacts as read } from '../../query/read-facts.ts';
import type { QueryFacts } from '../../query-facts.ts';
import { sqliteQueries } from './dialect.ts';

/** What one statement asks for; see engines/query/read-facts.ts. */
export function readFacts(sql: string, catalog: Catalog, where: string): Promise<QueryFacts> {
  return read(sql, catalog, where, sqliteQueries);
}

/** Why a statement may change something; empty for one that only reads. */
export function readsOnly(sql: string): Promise<readonly string[]> {
  return only(sql, sqliteQueries);
}

/** The query with parameters in place of its constants and without comments. */
export function withoutConstants(sql: string): string {
  return plain(sql, sqliteQueries);
}

/** Equal for queries that differ in constants, white space and the case of words only; nothing for what is no query. */
export function fingerprint(sql: string): string | undefined {
  return fingerprintOf(sql, sqliteQueries);
}

/** What a workload keeps of a query; nothing for what is none. */
export function grouped(sql: string): { readonly fingerprint: string; readonly sql: string } | undefined {
  const own = fingerprint(sql);
  return own === undefined ? undefined : { fingerprint: own, sql: withoutConstants(sql) };
}
