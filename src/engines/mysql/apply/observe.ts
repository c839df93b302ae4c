import type { Holder, Observation } from '../../applying.ts';
import type { Connection, Row } from '../../connection.ts';
import type { Dialect } from '../flavour.ts';
import { tokens } from '../sql/tokens.ts';

/** Who has a lock of GET_LOCK; nothing where nobody has it any more. */
export async function lockHolder(connection: Connection, name: string, dialect: Dialect): Promise<Holder | undefined> {
  const [row] = await connection.query(
    `SELECT ID AS id, USER AS user, HOST AS host, COMMAND AS command, STATE AS state, TIME AS seconds, INFO AS query
      FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(?)`,
    [name],
  );
  return row && holderOf(row, dialect);
}

function holderOf(row: Row, dialect: Dialect): Holder {
  const { id, user, host, command, state, seconds, query } = row;
  return {
    process: Number(id),
    who: `${String(user)}@${String(host).replace(/:\d+$/, '')}`,
    state: command === 'Sleep' ? 'idle in transaction' : String(state ?? '').toLowerCase() || 'active',
    ...(seconds === null || seconds === undefined ? {} : { seconds: Number(seconds) }),
    ...(typeof query === 'string' ? { query: withoutConstants(query, dialect) } : {}),
  };
}

/** The query of somebody else, its values left out. */
function withoutConstants(sql: string, dialect: Dialect): string {
  let text = '';
  let end = 0;
  for (const token of tokens(sql, dialect)) {
    if (token.kind !== 'string' && token.kind !== 'number' && token.kind !== 'bits') continue;
    text += `${sql.slice(end, token.start)}?`;
    end = token.end;
  }
  return `${text}${sql.slice(end)}`.slice(0, 200);
}

/** What the server keeps of metadata locks: who has the one that the session waits for. MariaDB keeps it where it is told to. */
const holdersByLock = `SELECT DISTINCT p.ID AS id, p.USER AS user, p.HOST AS host, p.COMMAND AS command, p.STATE AS state,
    p.TIME AS seconds, p.INFO AS query
  FROM performance_schema.metadata_locks AS wanted
  JOIN performance_schema.threads AS own ON own.THREAD_ID = wanted.OWNER_THREAD_ID AND own.PROCESSLIST_ID = ?
  JOIN performance_schema.metadata_locks AS held ON held.OBJECT_TYPE = wanted.OBJECT_TYPE
    AND held.OBJECT_SCHEMA <=> wanted.OBJECT_SCHEMA AND held.OBJECT_NAME <=> wanted.OBJECT_NAME
    AND held.LOCK_STATUS = 'GRANTED' AND held.OWNER_THREAD_ID <> wanted.OWNER_THREAD_ID
  JOIN performance_schema.threads AS other ON other.THREAD_ID = held.OWNER_THREAD_ID
  JOIN information_schema.PROCESSLIST AS p ON p.ID = other.PROCESSLIST_ID
  WHERE wanted.LOCK_STATUS = 'PENDING' LIMIT 5`;

/** Without that: whose transactions in the database are open, the oldest first. Some of them may be in nobody's way. */
const openTransactions = `SELECT p.ID AS id, p.USER AS user, p.HOST AS host, p.COMMAND AS command, p.STATE AS state,
    TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, p.INFO AS query
  FROM information_schema.INNODB_TRX AS t JOIN information_schema.PROCESSLIST AS p ON p.ID = t.trx_mysql_thread_id
  WHERE p.ID <> ? AND p.ID <> connection_id() AND p.DB = database() ORDER BY t.trx_started LIMIT 5`;

/** What the watching connection sees of the one that works. */
export async function observe(watcher: Connection, worker: number, dialect: Dialect): Promise<Observation> {
  const columns = dialect.flavour === 'mariadb' ? ', STAGE AS stage, MAX_STAGE AS stages, PROGRESS AS percent' : '';
  const [row] = await watcher.query(
    `SELECT COMMAND AS command, STATE AS state${columns} FROM information_schema.PROCESSLIST WHERE ID = ?`,
    [worker],
  );
  const state = String(row?.['state'] ?? '');
  if (row?.['command'] === 'Sleep' || state === '') return { blockers: [] };
  if (/waiting for .*lock/i.test(state)) {
    const byLock = await watcher.query(holdersByLock, [worker]).catch(() => []);
    const rows = byLock.length > 0 ? byLock : await watcher.query(openTransactions, [worker]).catch(() => []);
    return { blockers: rows.map((one) => holderOf(one, dialect)) };
  }
  const [stage, stages, percent] = [row?.['stage'], row?.['stages'], row?.['percent']].map(Number);
  if (stage !== undefined && stages !== undefined && percent !== undefined && stages > 0 && stage > 0)
    return { blockers: [], progress: { phase: state, share: (stage - 1 + percent / 100) / stages } };
  return { blockers: [], ...(/alter|copy/i.test(state) ? { progress: { phase: state } } : {}) };
}
