import { RelvarError } from '../../../findings/error.ts';
import type { EntryKey, Journal } from '../../applying.ts';
import type { Connection } from '../../connection.ts';
import { readEntry, readRun } from '../../journal-rows.ts';
import { journalMark, journalTables } from './journal-tables.ts';

/** What a statement was about to change, by the hashes of the schema. */
export interface Foresight {
  readonly before: string;
  /** Absent where nobody can tell. */
  readonly after?: string;
}

/** The journal, and what each part that runs notes of its end. */
export interface MysqlJournal extends Journal {
  foresee(run: string, key: EntryKey, foresight: Foresight): Promise<void>;
  /** Nothing where the statement was not come to. */
  foresight(run: string, key: EntryKey): Promise<Foresight | undefined>;
}

const makeJournal: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS relvar_runs (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  plan varchar(128) NOT NULL,
  from_name text NOT NULL,
  to_name text NOT NULL,
  state enum('open', 'done', 'undone') NOT NULL DEFAULT 'open',
  hash varchar(128),
  tool varchar(100) NOT NULL,
  started_at datetime(6) NOT NULL,
  stopped_at datetime(6)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='${journalMark}'`,
  `CREATE TABLE IF NOT EXISTS relvar_journal (
  run bigint unsigned NOT NULL,
  step varchar(64) NOT NULL,
  direction enum('do', 'undo') NOT NULL,
  part int NOT NULL,
  digest varchar(128) NOT NULL,
  state enum('running', 'waiting', 'done', 'failed', 'undone') NOT NULL,
  attempts int NOT NULL DEFAULT 1,
  error text,
  before_hash varchar(128),
  after_hash varchar(128),
  started_at datetime(6) NOT NULL,
  ended_at datetime(6),
  PRIMARY KEY (run, step, direction, part)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='${journalMark}'`,
];

const now = 'UTC_TIMESTAMP(6)';
const runColumns = 'id, plan, from_name, to_name, state, started_at, hash';
const where = 'run = ? AND step = ? AND direction = ? AND part = ?';

/** The journal in two tables of the database that is changed; each line is committed by itself. */
export function mysqlJournal(connection: Connection): MysqlJournal {
  const at = ({ step, direction, part }: EntryKey) => [step, direction, part] as const;
  const isThere = async () => {
    const rows = await connection.query(
      `SELECT TABLE_COMMENT AS comment FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = database() AND TABLE_NAME IN (?, ?)`,
      journalTables,
    );
    if (rows.some((row) => row['comment'] !== journalMark)) {
      throw new RelvarError(
        'journal-elsewhere',
        'a table relvar_runs or relvar_journal is there already, and is not the journal',
        { hint: 'rename that table; the journal of migrations is kept under this name' },
      );
    }
    return rows.length === journalTables.length;
  };
  const write = (sql: string, parameters: readonly unknown[]) => connection.query(sql, parameters);
  return {
    async prepare() {
      if (await isThere()) return;
      for (const sql of makeJournal) await connection.exec(sql);
    },
    async lastRun() {
      if (!(await isThere())) return undefined;
      const [row] = await connection.query(`SELECT ${runColumns} FROM relvar_runs ORDER BY id DESC LIMIT 1`);
      return row && readRun(row);
    },
    async begin({ plan, from, to, tool }) {
      await write(`INSERT INTO relvar_runs (plan, from_name, to_name, tool, started_at) VALUES (?, ?, ?, ?, ${now})`, [
        plan,
        from,
        to,
        tool,
      ]);
      const [row] = await connection.query(`SELECT ${runColumns} FROM relvar_runs WHERE id = LAST_INSERT_ID()`);
      if (!row) throw new Error('the journal gave no run back');
      return readRun(row);
    },
    async entries(run) {
      const rows = await connection.query(
        `SELECT step, direction, part, digest, state, TIMESTAMPDIFF(MICROSECOND, started_at, ${now}) / 1000000 AS seconds
          FROM relvar_journal WHERE run = ?`,
        [run],
      );
      return rows.map(readEntry);
    },
    async start(run, key, digest, state) {
      // From left to right: what is set first is what the later ones see.
      await write(
        `INSERT INTO relvar_journal (run, step, direction, part, digest, state, started_at)
          VALUES (?, ?, ?, ?, ?, ?, ${now})
          ON DUPLICATE KEY UPDATE digest = ?, attempts = attempts + 1, error = NULL, ended_at = NULL,
            before_hash = IF(state IN ('undone', 'failed'), NULL, before_hash),
            after_hash = IF(state IN ('undone', 'failed'), NULL, after_hash),
            started_at = IF(state IN ('undone', 'failed'), ${now}, started_at), state = ?`,
        [run, ...at(key), digest, state, digest, state],
      );
    },
    async foresee(run, key, { before, after }) {
      await write(`UPDATE relvar_journal SET before_hash = ?, after_hash = ? WHERE ${where}`, [
        before,
        after ?? null,
        run,
        ...at(key),
      ]);
    },
    async foresight(run, key) {
      const [row] = await connection.query(`SELECT before_hash, after_hash FROM relvar_journal WHERE ${where}`, [
        run,
        ...at(key),
      ]);
      const [before, after] = [row?.['before_hash'], row?.['after_hash']];
      return typeof before === 'string' ? { before, ...(typeof after === 'string' ? { after } : {}) } : undefined;
    },
    async batch() {
      throw new Error('no plan of this engine changes rows in batches');
    },
    async finish(run, key) {
      await write(`UPDATE relvar_journal SET state = 'done', error = NULL, ended_at = ${now} WHERE ${where}`, [
        run,
        ...at(key),
      ]);
    },
    async fail(run, key, message) {
      await write(`UPDATE relvar_journal SET state = 'failed', error = ?, ended_at = ${now} WHERE ${where}`, [
        message,
        run,
        ...at(key),
      ]);
    },
    async undone(run, step) {
      await connection.exec('START TRANSACTION');
      await write(`DELETE FROM relvar_journal WHERE run = ? AND step = ? AND direction = 'undo'`, [run, step]);
      await write(
        `UPDATE relvar_journal SET state = 'undone', error = NULL, ended_at = ${now} WHERE run = ? AND step = ? AND direction = 'do'`,
        [run, step],
      );
      await connection.exec('COMMIT');
    },
    async stop(run, state, plan, hash) {
      await write(
        `UPDATE relvar_runs SET state = ?, plan = ?, hash = ?, stopped_at = IF(? IS NULL, NULL, ${now}) WHERE id = ?`,
        [state, plan, hash ?? null, hash ?? null, run],
      );
    },
  };
}
