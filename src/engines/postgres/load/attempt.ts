import type { Connection, EngineError } from '../../connection.ts';

/** Runs statements inside the transaction at hand, all or none; gives the error that undid them. */
export async function attempt(connection: Connection, statements: readonly string[]): Promise<EngineError | undefined> {
  if (statements.length === 0) return undefined;
  await connection.batch(['SAVEPOINT relvar_attempt']);
  const { error } = await connection.batch(statements);
  await connection.batch(
    error
      ? ['ROLLBACK TO SAVEPOINT relvar_attempt', 'RELEASE SAVEPOINT relvar_attempt']
      : ['RELEASE SAVEPOINT relvar_attempt'],
  );
  return error;
}
