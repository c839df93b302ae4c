import { RelvarError } from '../../../findings/error.ts';
import type { EntryKey, Journal } from '../../applying.ts';
import { codeOf, messageOf } from '../../cause.ts';
import type { Connection } from '../../connection.ts';
import { readEntry, readRun } from '../../journal-rows.ts';
import { journalMark } from '../introspect/without-journal.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';

/** Made in one transaction, so that the journal is there whole or not at all. */
const makeJournal = `
CREATE SCHEMA relvar;
COMMENT ON SCHEMA relvar IS '${journalMark}';
CREATE TABLE relvar.runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan text NOT NULL,
  from_name text NOT NULL,
  to_name text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'undone')),
  hash text,
  tool text NOT NULL,
  role text NOT NULL DEFAULT current_user,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  stopped_at timestamptz
);
CREATE UNIQUE INDEX runs_open ON relvar.runs ((state)) WHERE state = 'open';
COMMENT ON TABLE relvar.runs IS 'Plans that relvar migrate apply has begun in this database.';
CREATE TABLE relvar.journal (
  run bigint NOT NULL REFERENCES relvar.runs,
  step text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('do', 'undo')),
  part integer NOT NULL,
  digest text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'failed', 'undone')),
  attempts integer NOT NULL DEFAULT 1,
  rows bigint NOT NULL DEFAULT 0,
  last_key text[],
  error text,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  PRIMARY KEY (run, step, direction, part)
);
COMMENT ON TABLE relvar.journal IS 'The steps of each run: what is done, and where a change in batches has come to.';
`;

const runColumns = 'id::text, plan, from_name, to_name, state, started_at::text, hash';

/** The journal in the schema `relvar` of the database that is changed, over the connection that changes it. */
export function postgresJournal(connection: Connection): Journal {
  const at = ({ step, direction, part }: EntryKey) => [step, direction, part] as const;
  const where = 'run = $1 AND step = $2 AND direction = $3 AND part = $4';
  return {
    async prepare() {
      if (!(await isThere(connection))) await make(connection);
    },
    async lastRun() {
      if (!(await isThere(connection))) return undefined;
      const [row] = await connection.query(`SELECT ${runColumns} FROM relvar.runs ORDER BY id DESC LIMIT 1`);
      return row && readRun(row);
    },
    async begin({ plan, from, to, tool }) {
      const [row] = await connection.query(
        `INSERT INTO relvar.runs (plan, from_name, to_name, tool) VALUES ($1, $2, $3, $4) RETURNING ${runColumns}`,
        [plan, from, to, tool],
      );
      if (!row) throw new Error('the journal gave no run back');
      return readRun(row);
    },
    async entries(run) {
      const rows = await connection.query(
        `SELECT step, direction, part, digest, state, rows, last_key,
          extract(epoch FROM clock_timestamp() - started_at)::float8 AS seconds
        FROM relvar.journal WHERE run = $1`,
        [run],
      );
      return rows.map(readEntry);
    },
    async start(run, key, digest, state) {
      await connection.query(
        `INSERT INTO relvar.journal AS j (run, step, direction, part, digest, state) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (run, step, direction, part) DO UPDATE SET digest = $5, state = $6, attempts = j.attempts + 1,
          error = NULL, ended_at = NULL,
          started_at = CASE WHEN j.state IN ('undone', 'failed') THEN clock_timestamp() ELSE j.started_at END,
          rows = CASE WHEN j.state = 'undone' THEN 0 ELSE j.rows END,
          last_key = CASE WHEN j.state = 'undone' THEN NULL ELSE j.last_key END`,
        [run, ...at(key), digest, state],
      );
    },
    async batch(run, key, lastKey, rows) {
      await connection.query(`UPDATE relvar.journal SET last_key = $5, rows = rows + $6 WHERE ${where}`, [
        run,
        ...at(key),
        lastKey,
        rows,
      ]);
    },
    finish: (run, key) => connection.exec(finishStatement(run, key)),
    async fail(run, key, message) {
      await connection.query(
        `UPDATE relvar.journal SET state = 'failed', error = $5, ended_at = clock_timestamp() WHERE ${where}`,
        [run, ...at(key), message],
      );
    },
    async undone(run, step) {
      await connection.query(
        `WITH gone AS (DELETE FROM relvar.journal WHERE run = $1 AND step = $2 AND direction = 'undo')
        UPDATE relvar.journal SET state = 'undone', error = NULL, ended_at = clock_timestamp()
        WHERE run = $1 AND step = $2 AND direction = 'do'`,
        [run, step],
      );
    },
    async stop(run, state, plan, hash) {
      await connection.query(
        `UPDATE relvar.runs SET state = $2, plan = $3, hash = $4,
          stopped_at = CASE WHEN $4::text IS NULL THEN NULL ELSE clock_timestamp() END WHERE id = $1`,
        [run, state, plan, hash ?? null],
      );
    },
  };
}

/** Marks a part as done: a statement without parameters, so that it can be sent with others. */
export function finishStatement(run: string, { step, direction, part }: EntryKey): string {
  const values = [run, step, direction, `${part}`].map(quoteLiteral);
  return `UPDATE relvar.journal SET state = 'done', error = NULL, ended_at = clock_timestamp()
    WHERE (run, step, direction, part) = (${values[0]}::bigint, ${values[1]}, ${values[2]}, ${values[3]}::integer)`;
}

/** Throws for a schema of the name that is somebody else's, and for a journal that the role may not keep. */
async function isThere(connection: Connection): Promise<boolean> {
  const [found] = await connection.query(
    `SELECT pg_catalog.obj_description(oid, 'pg_namespace') AS mark FROM pg_catalog.pg_namespace WHERE nspname = 'relvar'`,
  );
  if (found && found['mark'] !== journalMark) {
    throw new RelvarError('journal-elsewhere', 'a schema relvar is there already, and is not the journal', {
      hint: 'rename that schema; the journal of migrations is kept under this name',
    });
  }
  if (found) await mustKeep(connection);
  return found !== undefined;
}

/** Who began a plan owns its journal. */
async function mustKeep(connection: Connection): Promise<void> {
  const [row] = await connection.query(
    `SELECT current_user AS role, pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
      pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND (SELECT pg_catalog.bool_and(
        pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
          AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AND pg_catalog.has_table_privilege(c.oid, 'DELETE'))
        FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r') AS may
    FROM pg_catalog.pg_namespace n WHERE n.nspname = 'relvar'`,
  );
  if (row?.['may'] !== false) return;
  const role = quoteIdentifier(String(row['role']));
  throw new RelvarError(
    'no-privilege',
    `the journal (schema relvar) belongs to ${String(row['owner'])}, and ${String(row['role'])} may not keep it`,
    {
      hint: `take the role that began the plan; or GRANT USAGE ON SCHEMA relvar TO ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA relvar TO ${role}`,
    },
  );
}

async function make(connection: Connection): Promise<void> {
  try {
    await connection.exec(`BEGIN;${makeJournal}COMMIT`);
  } catch (cause) {
    await connection.exec('ROLLBACK').catch(() => {});
    if (codeOf(cause) !== '42501') throw cause;
    throw new RelvarError('no-privilege', `the journal cannot be made: ${messageOf(cause)}`, {
      hint: 'grant CREATE on the database to the role: the journal is kept in a schema of its own, relvar',
      cause,
    });
  }
}
