import { codeOf } from '../cause.ts';
import type { Connection } from '../connection.ts';

/**
 * Does what may fail so that a failure undoes it alone and not the transaction around it; where there is no
 * transaction, there is nothing to guard. Throws what it throws.
 */
export async function withinSavepoint<T>(connection: Connection, use: () => Promise<T>): Promise<T> {
  try {
    await connection.exec('savepoint relvar_attempt');
  } catch (cause) {
    // no_active_sql_transaction
    if (codeOf(cause) !== '25P01') throw cause;
    return await use();
  }
  try {
    const result = await use();
    await connection.exec('release savepoint relvar_attempt');
    return result;
  } catch (cause) {
    await connection.exec('rollback to savepoint relvar_attempt; release savepoint relvar_attempt');
    throw cause;
  }
}
