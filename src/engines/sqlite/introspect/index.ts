import { type Catalog, emptyCatalog } from '../../../catalog/catalog.ts';
import { compareNames } from '../../../catalog/names.ts';
import type { Connection } from '../../connection.ts';
import { isContentOf, readOthers } from './others.ts';
import { readSchemaRows } from './rows.ts';
import { readTables, schema } from './tables.ts';
import { readViews } from './views.ts';
import { isJournal } from './without-journal.ts';

/** Reads the whole schema of an open database: the engine's own tables, and the statements that it keeps as written. */
export async function introspect(connection: Connection): Promise<Catalog> {
  const rows = await readSchemaRows(connection);
  const others = readOthers(rows);
  return {
    ...emptyCatalog,
    schemas: [{ name: schema, grants: [] }],
    tables: readTables(rows)
      .filter(({ name }) => !isContentOf(name, others) && !isJournal(name, rows.objects))
      .sort(compareNames),
    views: [...(await readViews(connection, rows))].sort(compareNames),
    others,
  };
}
