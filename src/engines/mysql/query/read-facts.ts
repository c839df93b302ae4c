import type { Catalog } from '../../../catalog/catalog.ts';
import { fingerprint as fingerprintOf, withoutConstants as plain } from '../../query/fingerprint.ts';
import { readConditions as conditions, syntaxFault as faultOf } from '../../query/read-conditions.ts';
import { readsOnly as only, readFacts as read } from '../../query/read-facts.ts';
import type { Condition, QueryFacts } from '../../query-facts.ts';
import { dialectOf } from '../flavour.ts';
import { mysqlQueries } from './dialect.ts';

/** What both take: conditional comments aside, their queries are read alike. */
export const queries = mysqlQueries(dialectOf('8.4'));

/** What one statement asks for; see engines/query/read-facts.ts. */
export function readFacts(sql: string, catalog: Catalog, where: string): Promise<QueryFacts> {
  return read(sql, catalog, where, queries);
}

/** Why a statement may change something; empty for one that only reads. */
export function readsOnly(sql: string): Promise<readonly string[]> {
  return only(sql, queries);
}

/** Where a query breaks the grammar, in characters from 0; nothing where it does not. */
export function syntaxFault(sql: string): ReturnType<typeof faultOf> {
  return faultOf(sql, queries);
}

/** The conditions in an expression; none where it cannot be read. */
export function readConditions(text: string): readonly Condition[] {
  return conditions(text, queries);
}

/** The query with parameters in place of its constants and without comments. */
export function withoutConstants(sql: string): string {
  return plain(sql, queries);
}

/** Equal for queries that differ in constants, white space and the case of words only; nothing for what is no query. */
export function fingerprint(sql: string): string | undefined {
  return fingerprintOf(sql, queries);
}

/** What a workload keeps of a query; nothing for what is none. */
export function grouped(sql: string): { readonly fingerprint: string; readonly sql: string } | undefined {
  const own = fingerprint(sql);
  return own === undefined ? undefined : { fingerprint: own, sql: withoutConstants(sql) };
}
