import type { Connection, EngineError } from '../../connection.ts';

/** One statement to run. */
export interface Step {
  readonly sql: string;
}

/**
 * What to do about a step that failed: go on without it, try it again (perhaps as other SQL), try it again in a new
 * transaction, or run it outside of one.
 */
export type Verdict<S extends Step> =
  | { readonly kind: 'go on' }
  | { readonly kind: 'again' | 'after commit' | 'outside'; readonly step: S };

/** More save no time; after a failure all before it are run again. */
const largest = 64;

/** So many statements at most, and a round trip, go into one transaction: a lock is held for each thing that it made. */
const perTransaction = 512;

/**
 * Runs steps in the open transaction, many in one round trip, and asks about each that fails; now and then it commits,
 * and goes on in a new one. A savepoint stands
 * before every round trip; after a failure those before the failing step are run again and it is tried alone, so
 * that the outcome is that of running one by one while the cost is that of running them all at once.
 *
 * `judge` is called in a sound transaction, and what it does there stays. It must tire: a step is tried until it
 * answers `go on`.
 */
export async function runSteps<S extends Step>(
  connection: Connection,
  steps: readonly S[],
  judge: (step: S, error: EngineError) => Promise<Verdict<S>>,
): Promise<void> {
  let size = largest;
  let alone = false;
  let at = 0;
  let begun = 0;
  await mustRun(connection, ['SAVEPOINT relvar']);
  while (at < steps.length) {
    const first = steps[at];
    if (alone && first) {
      alone = false;
      await runAlone(connection, first, judge);
      at++;
      continue;
    }
    const chunk = steps.slice(at, at + size).map((step) => step.sql);
    const { completed, error } = await connection.batch(chunk);
    if (!error) {
      at += chunk.length;
      size = Math.min(largest, size * 2);
      const full = at - begun >= perTransaction;
      if (full) begun = at;
      await mustRun(connection, ['RELEASE SAVEPOINT relvar', ...(full ? ['COMMIT', 'BEGIN'] : []), 'SAVEPOINT relvar']);
      continue;
    }
    await mustRun(connection, ['ROLLBACK TO SAVEPOINT relvar']);
    if (completed === 0 && isSyntax(error) && chunk.length > 1) {
      // A round trip is read as a whole before any of it runs: which statement it was is found by halves.
      size = Math.ceil(chunk.length / 2);
      continue;
    }
    if (completed > 0) {
      const again = await connection.batch(chunk.slice(0, completed));
      if (again.error) {
        await mustRun(connection, ['ROLLBACK TO SAVEPOINT relvar']);
        size = 1;
        continue;
      }
      await mustRun(connection, ['RELEASE SAVEPOINT relvar', 'SAVEPOINT relvar']);
      at += completed;
    }
    alone = true;
    size = Math.max(1, Math.ceil(size / 2));
  }
  await mustRun(connection, ['RELEASE SAVEPOINT relvar']);
}

async function runAlone<S extends Step>(
  connection: Connection,
  first: S,
  judge: (step: S, error: EngineError) => Promise<Verdict<S>>,
): Promise<void> {
  let step = first;
  for (;;) {
    const { error } = await connection.batch([step.sql]);
    if (!error) break;
    await mustRun(connection, ['ROLLBACK TO SAVEPOINT relvar']);
    const verdict = await judge(step, error);
    if (verdict.kind === 'go on') break;
    step = verdict.step;
    if (verdict.kind === 'again') {
      await mustRun(connection, ['RELEASE SAVEPOINT relvar', 'SAVEPOINT relvar']);
      continue;
    }
    await mustRun(connection, ['RELEASE SAVEPOINT relvar', 'COMMIT']);
    const outside = verdict.kind === 'outside' ? await connection.batch([step.sql]) : undefined;
    await mustRun(connection, ['BEGIN', 'SAVEPOINT relvar']);
    if (!outside) continue;
    if (!outside.error) break;
    const last = await judge(step, outside.error);
    if (last.kind !== 'again') break;
    step = last.step;
  }
  await mustRun(connection, ['RELEASE SAVEPOINT relvar', 'SAVEPOINT relvar']);
}

/** The text could not be read: SQLSTATE 42601, and what the lexer has to say of strings and names. */
function isSyntax(error: EngineError): boolean {
  return /^(?:42601|42602|42622|22025|22P06|22021|0A000)$/.test(error.code);
}

async function mustRun(connection: Connection, statements: readonly string[]): Promise<void> {
  const { error } = await connection.batch(statements);
  if (error) throw new Error(`the engine refused ${statements.join('; ')}: ${error.code} ${error.message}`);
}
