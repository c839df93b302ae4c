import { RelvarError } from '../../../findings/error.ts';
import type { EntryKey, Journal } from '../../applying.ts';
import type { Connection } from '../../connection.ts';
import { readEntry, readRun } from '../../journal-rows.ts';
import { journalMark, journalTables } from '../introspect/without-journal.ts';

const now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

const makeJournal = `
CREATE TABLE relvar_runs ( /* ${journalMark} */
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL,
  from_name TEXT NOT NULL,
  to_name TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'undone')),
  hash TEXT,
  tool TEXT NOT NULL,
  started_at TEXT NOT NULL DEFAULT (${now}),
  stopped_at TEXT
);
CREATE UNIQUE INDEX relvar_runs_open ON relvar_runs (state) WHERE state = 'open';
CREATE TABLE relvar_journal ( /* ${journalMark} */
  run INTEGER NOT NULL REFERENCES relvar_runs (id),
  step TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('do', 'undo')),
  part INTEGER NOT NULL,
  digest TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'failed', 'undone')),
  attempts INTEGER NOT NULL DEFAULT 1,
  error TEXT,
  started_at TEXT NOT NULL DEFAULT (${now}),
  ended_at TEXT,
  PRIMARY KEY (run, step, direction, part)
) WITHOUT ROWID;`;

const runColumns = 'id, plan, from_name, to_name, state, started_at, hash';
const where = 'run = ?1 AND step = ?2 AND direction = ?3 AND part = ?4';

/** The connections that a journal is read and written over. */
export interface JournalAccess {
  readonly reading: () => Promise<Connection>;
  readonly writing: () => Promise<Connection>;
  /** Makes what was written part of the database that others see. */
  readonly publish: () => Promise<void>;
}

/**
 * The journal in two tables of the database that is changed. A part is begun in the working copy, and is in the database
 * itself from its end on, together with what it did.
 */
export function sqliteJournal({ reading, writing, publish }: JournalAccess): Journal {
  const at = ({ step, direction, part }: EntryKey) => [step, direction, part] as const;
  const isThere = async () => {
    const rows = await (await reading()).query(
      `SELECT sql FROM sqlite_schema WHERE type = 'table' AND name IN (${journalTables.map((name) => `'${name}'`).join(', ')})`,
    );
    if (rows.some((row) => !String(row['sql']).includes(journalMark))) {
      throw new RelvarError(
        'journal-elsewhere',
        'a table relvar_runs or relvar_journal is there already, and is not the journal',
        {
          hint: 'rename that table; the journal of migrations is kept under this name',
        },
      );
    }
    return rows.length > 0;
  };
  const write = async (sql: string, parameters: readonly unknown[]) => (await writing()).query(sql, parameters);
  return {
    async prepare() {
      if (!(await isThere())) await (await writing()).exec(makeJournal);
    },
    async lastRun() {
      if (!(await isThere())) return undefined;
      const [row] = await (await reading()).query(`SELECT ${runColumns} FROM relvar_runs ORDER BY id DESC LIMIT 1`);
      return row && readRun(row);
    },
    async begin({ plan, from, to, tool }) {
      const [row] = await write(
        `INSERT INTO relvar_runs (plan, from_name, to_name, tool) VALUES (?1, ?2, ?3, ?4) RETURNING ${runColumns}`,
        [plan, from, to, tool],
      );
      if (!row) throw new Error('the journal gave no run back');
      return readRun(row);
    },
    async entries(run) {
      const rows = await (await reading()).query(
        `SELECT step, direction, part, digest, state, (julianday('now') - julianday(started_at)) * 86400 AS seconds
          FROM relvar_journal WHERE run = ?1`,
        [Number(run)],
      );
      return rows.map(readEntry);
    },
    async start(run, key, digest, state) {
      await write(
        `INSERT INTO relvar_journal AS j (run, step, direction, part, digest, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
          ON CONFLICT (run, step, direction, part) DO UPDATE SET digest = ?5, state = ?6, attempts = j.attempts + 1,
            error = NULL, ended_at = NULL,
            started_at = CASE WHEN j.state IN ('undone', 'failed') THEN ${now} ELSE j.started_at END`,
        [Number(run), ...at(key), digest, state],
      );
    },
    async batch() {
      throw new Error('no plan of this engine changes rows in batches');
    },
    async finish(run, key) {
      await write(`UPDATE relvar_journal SET state = 'done', error = NULL, ended_at = ${now} WHERE ${where}`, [
        Number(run),
        ...at(key),
      ]);
      await publish();
    },
    async fail(run, key, message) {
      await write(`UPDATE relvar_journal SET state = 'failed', error = ?5, ended_at = ${now} WHERE ${where}`, [
        Number(run),
        ...at(key),
        message,
      ]);
      await publish();
    },
    async undone(run, step) {
      await write(`DELETE FROM relvar_journal WHERE run = ?1 AND step = ?2 AND direction = 'undo'`, [
        Number(run),
        step,
      ]);
      await write(
        `UPDATE relvar_journal SET state = 'undone', error = NULL, ended_at = ${now} WHERE run = ?1 AND step = ?2 AND direction = 'do'`,
        [Number(run), step],
      );
      await publish();
    },
    async stop(run, state, plan, hash) {
      await write(
        `UPDATE relvar_runs SET state = ?2, plan = ?3, hash = ?4, stopped_at = CASE WHEN ?4 IS NULL THEN NULL ELSE ${now} END WHERE id = ?1`,
        [Number(run), state, plan, hash ?? null],
      );
      await publish();
    },
  };
}
