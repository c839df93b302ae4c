import type { Catalog } from '../../../catalog/catalog.ts';
import { catalogHash } from '../../../catalog/hash.ts';
import type { Connection } from '../../connection.ts';
import { introspect, readDraft } from '../introspect.ts';
import { applyStatement } from '../read/apply.ts';
import { catalogOf } from '../read/catalog.ts';
import { copyOf, Refused } from '../read/draft.ts';
import { NotUnderstood } from '../sql/reader.ts';
import type { Foresight } from './journal.ts';

/** The schema before a statement, and as it is to be after it, by their hashes. */
export async function foresee(connection: Connection, sql: string): Promise<Foresight> {
  const draft = await readDraft(connection);
  const before = hashOf(catalogOf(draft));
  const goal = copyOf(draft);
  try {
    applyStatement(sql, goal);
  } catch (error) {
    if (error instanceof NotUnderstood || error instanceof Refused) return { before };
    throw error;
  }
  return { before, after: hashOf(catalogOf(goal)) };
}

/**
 * Whether the statement took effect, by the schema as it is now; nothing where it is neither as before nor as it was to be.
 * What changes nothing that is looked at may be done again.
 */
export async function tookEffect(connection: Connection, { before, after }: Foresight): Promise<boolean | undefined> {
  const now = hashOf(await introspect(connection));
  if (now === before) return false;
  return now === after ? true : undefined;
}

/** Without what only the server can say of a view before it is there: its query in the server's words, types of columns. */
function hashOf(catalog: Catalog): string {
  const views = catalog.views.map((view) => ({ ...view, definition: '', columns: [], options: {}, reads: [] }));
  return catalogHash({ ...catalog, views });
}
