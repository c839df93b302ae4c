import { codeOf, messageOf } from '../../cause.ts';
import type { Connection, EngineError } from '../../connection.ts';
import type { Flavour } from '../flavour.ts';
import type { Draft } from '../read/draft.ts';
import type { AlterClass } from './alter-class.ts';
import { classifyAlter } from './classify.ts';

/** The ways of carrying ALTER TABLE out, the one that others feel least first. */
const algorithms: Readonly<Record<Flavour, readonly AlterClass['algorithm'][]>> = {
  mysql: ['INSTANT', 'INPLACE', 'COPY'],
  mariadb: ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'],
};
const locks = ['NONE', 'SHARED', 'EXCLUSIVE'] as const;

/** ER_ALTER_OPERATION_NOT_SUPPORTED, with and without a reason. */
const notThisWay = new Set(['ER_ALTER_OPERATION_NOT_SUPPORTED', 'ER_ALTER_OPERATION_NOT_SUPPORTED_REASON']);

/** What a server said of an ALTER TABLE: how it was carried out, or why not. */
export type Answer = AlterClass | { readonly error: EngineError };

/**
 * Carries an ALTER TABLE out in the least way that the server takes, asking for each in turn: it is done afterwards. The
 * database must be ours, and the table without rows.
 */
export async function askServer(
  connection: Connection,
  flavour: Flavour,
  table: string,
  alter: (manner: readonly string[]) => string,
): Promise<Answer> {
  const before = await tableNumber(connection, flavour, table);
  const after = async (found: Omit<AlterClass, 'rebuilds'>): Promise<AlterClass> => {
    const now = await tableNumber(connection, flavour, table);
    const isAnother = before !== undefined && now !== undefined && now !== before;
    return { ...found, rebuilds: isAnother || (found.algorithm === 'COPY' && !found.untold) };
  };
  let reason = '';
  for (const algorithm of algorithms[flavour]) {
    for (const lock of algorithm === 'INSTANT' ? [undefined] : locks) {
      const error = await tried(connection, alter([`ALGORITHM=${algorithm}`, ...(lock ? [`LOCK=${lock}`] : [])]));
      if (!error) return await after({ algorithm, ...(lock ? { lock } : {}), why: reason });
      if (notThisWay.has(error.code)) reason = /Reason: (.*?)\.? Try /.exec(error.message)?.[1] ?? reason;
      else if (algorithm !== 'INSTANT') return { error };
      else {
        // Either it cannot be done at all, or it cannot be told how.
        const plain = await tried(connection, alter([]));
        if (plain) return { error: plain };
        return await after({
          algorithm: 'COPY',
          lock: 'EXCLUSIVE',
          untold: true,
          why: 'the server takes no word on how',
        });
      }
    }
  }
  throw new Error(`no way for ${alter([])}`);
}

/**
 * How a server carries a statement out on a table as the draft has it, asked as {@link askServer} does. Its word for what it
 * copies in spite of INSTANT says nothing: what servers were seen to do does.
 */
export async function askServerOn(
  connection: Connection,
  sql: string,
  table: string,
  draft: Draft,
  alter: (manner: readonly string[]) => string,
): Promise<Answer> {
  const read = classifyAlter(sql, draft);
  const answer = await askServer(connection, draft.dialect.flavour, table, alter);
  return !('error' in answer) && answer.algorithm === 'INSTANT' && read?.copies
    ? { ...answer, copies: true, why: read.why }
    : answer;
}

async function tried(connection: Connection, sql: string): Promise<EngineError | undefined> {
  try {
    await connection.exec(sql);
    return undefined;
  } catch (cause) {
    return { code: codeOf(cause), message: messageOf(cause) };
  }
}

/** The number that the storage engine gives a table: another one after it was made anew; a partitioned one has none. */
async function tableNumber(connection: Connection, flavour: Flavour, table: string): Promise<string | undefined> {
  const view = flavour === 'mariadb' ? 'INNODB_SYS_TABLES' : 'INNODB_TABLES';
  const [row] = await connection.query(
    `SELECT TABLE_ID AS number FROM information_schema.${view} WHERE NAME = CONCAT(database(), '/', ?)`,
    [table],
  );
  return row === undefined ? undefined : String(row['number']);
}
