import type { Connection, EngineError } from '../engines/connection.ts';
import { missingIn } from '../engines/postgres/load/missing.ts';
import { substituteFor } from '../engines/postgres/load/substitutes.ts';
import { RelvarError } from '../findings/error.ts';
import { explain } from './shadow/explain.ts';

/** A query names no more than so many that are not there. */
const most = 16;

/**
 * Makes stand-ins for the collations that a query names and this machine does not have, as the loading of a schema does:
 * which there are depends on the operating system. A sentence for each.
 */
export async function standInCollations(connection: Connection, sql: string): Promise<readonly string[]> {
  const notes: string[] = [];
  if (!/\bcollate\b/i.test(sql)) return notes;
  for (let made = 0; made < most; made++) {
    const error = await refusalOf(connection, sql);
    if (error === undefined || missingIn(error)?.kind !== 'collation') break;
    const substitute = substituteFor(sql, error);
    if (!substitute) break;
    for (const statement of substitute.before) await connection.exec(statement);
    notes.push(substitute.note);
  }
  return notes;
}

async function refusalOf(connection: Connection, sql: string): Promise<EngineError | undefined> {
  try {
    await explain(connection, { sql });
    return undefined;
  } catch (error) {
    const cause = error instanceof RelvarError ? error.cause : undefined;
    // What a driver throws has the engine's code.
    if (cause instanceof Error && 'code' in cause) return cause as Error & EngineError;
    if (error instanceof RelvarError) return undefined;
    throw error;
  }
}
