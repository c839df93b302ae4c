import type { Blueprint } from '../../catalog/blueprint.ts';
import type { DesignWriting } from '../../engines/blueprints.ts';
import type { Connection } from '../../engines/connection.ts';

export interface SampleOutcome {
  readonly goodRows: number;
  readonly refused: number;
  /** Effects of triggers that were seen. */
  readonly effects: number;
  readonly wrong: readonly string[];
}

/** Puts the good rows in and tries the bad ones, each against the good rows; nothing of it stays. */
export async function trySamples(
  connection: Connection,
  writing: Pick<DesignWriting, 'samples' | 'settle' | 'refuses'>,
  blueprint: Blueprint,
): Promise<SampleOutcome> {
  const { good, bad, effects } = writing.samples(blueprint);
  const settled = writing.settle === undefined ? [] : [writing.settle];
  const wrong: string[] = [];
  let goodRows = 0;
  let refused = 0;
  let done = 0;
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
      const { error } = await connection.batch(['SAVEPOINT relvar_row', sql, ...settled]);
      await connection.exec('ROLLBACK TO SAVEPOINT relvar_row');
      if (error && writing.refuses(error, what)) refused++;
      else wrong.push(`${table} ${error ? `refuses ${what} for another reason: ${error.message}` : `takes ${what}`}`);
    }
    for (const { what, sql, holds } of effects) {
      const { error } = await connection.batch(['SAVEPOINT relvar_row', sql]);
      const [row] = error ? [] : await connection.query(holds);
      await connection.exec('ROLLBACK TO SAVEPOINT relvar_row');
      // A truth value, or the number that stands for one.
      if (row && Number(Object.values(row)[0]) === 1) done++;
      else wrong.push(`not so: ${what}${error ? `: ${error.message}` : ''}`);
    }
  } finally {
    await connection.exec('ROLLBACK');
  }
  return { goodRows, refused, effects: done, wrong };
}
