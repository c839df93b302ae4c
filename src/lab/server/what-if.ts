import type { Change } from '../../catalog/change.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Connection, EngineError } from '../../engines/connection.ts';
import { triableForm } from '../../engines/postgres/locks.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { renderChange } from '../../engines/postgres/render.ts';
import { RelvarError } from '../../findings/error.ts';

/** What can be supposed of indexes on a server, beside carrying a change out and undoing it. */
export interface WhatIf {
  /** The version of hypopg, where it can be created. */
  readonly hypopg: string | undefined;
  /** True when the planner can be told to overlook an index by way of pg_index. */
  readonly superuser: boolean;
  readonly traits: Traits;
}

/** What hypopg can suppose (its manual, "Usage"); bloom where the extension of that name is in the schema. */
const hypopgMethods: readonly string[] = ['btree', 'brin', 'hash', 'bloom'];

/**
 * Carries a supposition out in the transaction at hand, which the caller rolls back: indexes through hypopg where it
 * can, everything else for real, which is quick where there are no rows.
 * @throws RelvarError `change-refused` with the engine's words
 */
export async function suppose(
  connection: Connection,
  whatIf: WhatIf,
  changes: readonly Change[],
  without: readonly string[],
): Promise<void> {
  const hypothetical = whatIf.hypopg !== undefined && (await createHypopg(connection));
  for (const change of changes) {
    const statements = renderChange(change, whatIf.traits).flatMap((statement) => triableForm(statement).sql ?? []);
    for (const sql of statements) {
      if (hypothetical && isHypothetical(change)) {
        const error = await attempt(connection, `SELECT relvar_what_if.hypopg_create_index(${quoteLiteral(sql)})`);
        // What hypopg does not know of an index (a method, NULLS NOT DISTINCT) is tried for real.
        if (!error) continue;
      }
      const error = await attempt(connection, sql);
      if (error) throw new RelvarError('change-refused', `${sql.replaceAll(/\s+/g, ' ')}: ${error.message}`);
    }
  }
  for (const index of without) await hide(connection, whatIf, hypothetical, index);
}

/** Forgets what hypopg keeps in the memory of the session, which no rollback does. */
export async function forgetHypothetical(connection: Connection, whatIf: WhatIf): Promise<void> {
  if (whatIf.hypopg === undefined) return;
  await connection.batch(['SAVEPOINT relvar_reset', 'SELECT relvar_what_if.hypopg_reset()']);
}

function isHypothetical(change: Change): boolean {
  return change.kind === 'create index' && !change.partitioned && hypopgMethods.includes(change.method ?? 'btree');
}

/**
 * Makes hypopg for the time of the transaction, in a schema of its own, so that the names of the user's schema stay
 * free; false where it is not installed, or not for the role to create.
 */
export async function createHypopg(connection: Connection): Promise<boolean> {
  const error = await attempt(
    connection,
    'CREATE SCHEMA relvar_what_if; CREATE EXTENSION hypopg SCHEMA relvar_what_if; SELECT relvar_what_if.hypopg_reset()',
  );
  return error === undefined;
}

/**
 * Makes the planner overlook an index with all its partitions: by marking it invalid, which wants a superuser; by
 * hypopg's hiding; else by dropping it for the time of the transaction, with the constraint that it stands for.
 */
async function hide(connection: Connection, whatIf: WhatIf, hypothetical: boolean, index: string): Promise<void> {
  const [found] = await connection.query(
    `SELECT i.indexrelid::oid::text AS oid, i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS table, quote_ident(c.conname) AS constraint
    FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid JOIN pg_namespace n ON n.oid = r.relnamespace
    LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
    WHERE n.nspname || '.' || r.relname = $1`,
    [index],
  );
  if (!found) throw new RelvarError('no-such-index', `${index}: the lab has no such index`);
  const oid = String(found['oid']);
  if (whatIf.superuser) {
    await connection.exec(`WITH RECURSIVE tree (oid) AS (
        SELECT ${oid}::oid UNION ALL SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = tree.oid)
      UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT oid FROM tree)`);
    return;
  }
  if (hypothetical && Number.parseFloat(whatIf.hypopg ?? '0') >= 1.4) {
    await connection.query(`SELECT relvar_what_if.hypopg_hide_index(${oid}::oid)`);
    return;
  }
  const drop =
    found['constraint'] === null
      ? `DROP INDEX ${String(found['name'])}`
      : `ALTER TABLE ${String(found['table'])} DROP CONSTRAINT ${String(found['constraint'])} CASCADE`;
  const error = await attempt(connection, drop);
  if (error) throw new RelvarError('change-refused', `${index} cannot be left out: ${error.message}`);
}

/** Runs SQL in the transaction at hand, all or nothing. */
async function attempt(connection: Connection, sql: string): Promise<EngineError | undefined> {
  await connection.exec('SAVEPOINT relvar_attempt');
  const { error } = await connection.batch([sql]);
  await connection.exec(error ? 'ROLLBACK TO SAVEPOINT relvar_attempt' : 'RELEASE SAVEPOINT relvar_attempt');
  return error;
}
