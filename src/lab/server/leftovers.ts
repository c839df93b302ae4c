import type { Connection } from '../../engines/connection.ts';
import { scratchComment, scratchPrefix } from './scratch-names.ts';

/**
 * Drops the scratch databases of runs that were killed: of our name, with our comment, a minute old, and with nobody
 * connected (a lab that lives is connected to its database). Gives a sentence for each that could not be dropped.
 */
export async function dropLeftovers(admin: Connection): Promise<readonly string[]> {
  const rows = await admin.query(
    `SELECT d.datname AS name FROM pg_database d
    WHERE d.datname LIKE $1 AND shobj_description(d.oid, 'pg_database') ~ $2
      AND substring(shobj_description(d.oid, 'pg_database') from $3)::timestamptz < now() - interval '1 minute'
      AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
    ORDER BY 1`,
    [`${scratchPrefix.replaceAll('_', '\\_')}%`, `^${scratchComment}\\d{4}-\\d\\d-\\d\\dT`, `${scratchComment}(\\S+)$`],
  );
  const notes: string[] = [];
  for (const row of rows) {
    const name = String(row['name']);
    // Without FORCE: should somebody have come to it meanwhile, it stays.
    const { error } = await admin.batch([`DROP DATABASE IF EXISTS ${name}`]);
    if (error) notes.push(`the scratch database ${name} of an earlier run is left on the server: ${error.message}`);
  }
  return notes;
}
