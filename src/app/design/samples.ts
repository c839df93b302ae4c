import type { SampleRows } from '../../engines/blueprints.ts';
import type { Connection } from '../../engines/connection.ts';

export interface SampleOutcome {
  readonly goodRows: number;
  readonly refused: number;
  readonly wrong: readonly string[];
}

/** Puts the good rows in and tries the bad ones, each against the good rows; nothing of it stays. */
export async function trySamples(connection: Connection, { good, bad }: SampleRows): Promise<SampleOutcome> {
  const wrong: string[] = [];
  let goodRows = 0;
  let refused = 0;
  await connection.exec('BEGIN');
  try {
    for (const { table, sql } of good) {
      const { error } = await connection.batch(['SAVEPOINT relvar_row', sql]);
      if (!error) goodRows++;
      else {
        await connection.exec('ROLLBACK TO SAVEPOINT relvar_row');
        wrong.push(`a plain row of ${table} is refused: ${error.message}`);
      }
    }
    for (const { table, what, sql } of bad) {
      const { error } = await connection.batch(['SAVEPOINT relvar_row', sql, 'SET CONSTRAINTS ALL IMMEDIATE']);
      await connection.exec('ROLLBACK TO SAVEPOINT relvar_row');
      // Class 23: a constraint refused it, and not its form.
      if (error?.code.startsWith('23')) refused++;
      else wrong.push(`${table} ${error ? `refuses ${what} for another reason: ${error.message}` : `takes ${what}`}`);
    }
  } finally {
    await connection.exec('ROLLBACK');
  }
  return { goodRows, refused, wrong };
}
