import type { Blueprint } from '../../catalog/blueprint.ts';
import type { DesignWriting } from '../../engines/blueprints.ts';
import type { Connection } from '../../engines/connection.ts';
import type { DesignWorld } from './open-script.ts';

export interface SampleOutcome {
  readonly goodRows: number;
  readonly refused: number;
  /** Effects of triggers that were seen. */
  readonly effects: number;
  readonly wrong: readonly string[];
}

/** Rows between two words of how far it is. */
const told = 500;

/**
 * Puts the good rows in and tries the bad ones, each against the good rows; nothing of it stays. There is one savepoint at
 * a time: an engine goes through all that are open for each row that it looks at.
 */
export async function trySamples(
  connection: Connection,
  writing: Pick<DesignWriting, 'samples' | 'settle' | 'refuses'>,
  blueprint: Blueprint,
  { progress, signal }: Pick<DesignWorld, 'progress' | 'signal'>,
): Promise<SampleOutcome> {
  const { good, bad, effects } = writing.samples(blueprint);
  const settled = writing.settle === undefined ? [] : [writing.settle];
  const wrong: string[] = [];
  let goodRows = 0;
  let refused = 0;
  let done = 0;
  progress(`trying ${good.length + bad.length} sample rows`);
  await connection.exec('BEGIN');
  try {
    await connection.exec('SAVEPOINT relvar_row');
    for (const { table, sql } of good) {
      signal.throwIfAborted();
      const { error } = await connection.batch([sql, 'RELEASE SAVEPOINT relvar_row', 'SAVEPOINT relvar_row']);
      if (!error) goodRows++;
      else {
        await connection.exec('ROLLBACK TO SAVEPOINT relvar_row');
        wrong.push(`a plain row of ${table} is refused: ${error.message}`);
      }
    }
    for (const [at, { table, what, sql }] of bad.entries()) {
      signal.throwIfAborted();
      if (at > 0 && at % told === 0) progress(`trying sample rows: ${good.length + at} of ${good.length + bad.length}`);
      const { error } = await connection.batch(['ROLLBACK TO SAVEPOINT relvar_row', sql, ...settled]);
      if (error && writing.refuses(error, what)) refused++;
      else wrong.push(`${table} ${error ? `refuses ${what} for another reason: ${error.message}` : `takes ${what}`}`);
    }
    for (const { what, sql, holds } of effects) {
      const { error } = await connection.batch(['ROLLBACK TO SAVEPOINT relvar_row', sql]);
      const [row] = error ? [] : await connection.query(holds);
      // A truth value, or the number that stands for one.
      if (row && Number(Object.values(row)[0]) === 1) done++;
      else wrong.push(`not so: ${what}${error ? `: ${error.message}` : ''}`);
    }
  } finally {
    await connection.exec('ROLLBACK');
  }
  return { goodRows, refused, effects: done, wrong };
}
