import type { Catalog } from '../../../catalog/catalog.ts';
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
