import type { Catalog } from '../../../catalog/catalog.ts';
import type { Connection } from '../../connection.ts';
import { readToolHistory } from '../../migration-history.ts';
import type { MigrationHistory } from '../../migration-reading.ts';
import { quoteName } from '../quote.ts';

/** What a tool of migrations has noted in the database. */
export function readHistory(connection: Connection, catalog: Catalog): Promise<MigrationHistory | undefined> {
  return readToolHistory(connection, catalog, quoteName);
}
