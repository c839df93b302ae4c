import type { EntryKey, JournalEntry } from '../engines/applying.ts';
import { RelvarError } from '../findings/error.ts';
import type { BatchesWork, Step } from '../plan/plan.ts';
import { type Attempted, attempt } from './attempt.ts';
import { type Context, limitsOf } from './context.ts';

interface Piece {
  /** Nothing is left behind it when it is null. */
  readonly last: readonly string[] | null;
  readonly rows: number;
}

/**
 * Goes through the rows piece by piece. Each piece is committed together with the key it came to, so that an
 * interruption neither repeats nor skips one. Gives how many rows were gone through, in earlier runs too.
 */
export async function runBatches(
  context: Context,
  step: Step,
  key: EntryKey,
  work: BatchesWork,
  before: JournalEntry | undefined,
): Promise<Attempted<number>> {
  const { session, run, signal, clock, tell } = context;
  const going = before && before.state !== 'undone' ? before : undefined;
  let last = going?.lastKey ?? null;
  let rows = going?.rows ?? 0;
  const counted = await attempt(context, step, () => count(context, work.total));
  if (counted.kind !== 'done') return counted;
  const total = counted.value;
  for (;;) {
    if (signal.aborted) return { kind: 'interrupted' };
    const from = last;
    const done = await attempt(context, step, () =>
      session.transaction(limitsOf(step), async (transaction) => {
        const piece = readPiece(await transaction.run(work.sql, [from]), from);
        if (piece.last === null) await session.journal.finish(run.id, key);
        else await session.journal.batch(run.id, key, piece.last, piece.rows);
        return piece;
      }),
    );
    if (done.kind !== 'done') return done;
    last = done.value.last;
    rows += done.value.rows;
    if (last === null) return { kind: 'done', value: rows };
    tell({ kind: 'batch', step, rows, total });
    await clock.sleep(work.pauseMilliseconds, signal);
  }
}

/** What a piece gave back. Throws where it does not go forward, which would never end. */
function readPiece(result: readonly Readonly<Record<string, unknown>>[], from: readonly string[] | null): Piece {
  const [row] = result;
  const last = row?.['last'];
  const rows = Number(row?.['rows'] ?? 0);
  if (last === undefined || last === null) return { last: null, rows };
  if (!Array.isArray(last) || last.length === 0)
    throw new RelvarError('bad-batch', 'a piece gave no key back as an array of text');
  const key = last.map(String);
  if (from && key.length === from.length && key.every((part, at) => part === from[at])) {
    throw new RelvarError('bad-batch', `a piece ended at the key that it began with, ${key.join(', ')}`);
  }
  return { last: key, rows };
}

/** The one number that a query gives. */
export async function count({ session }: Pick<Context, 'session'>, query: string): Promise<number> {
  const [row] = await session.query(query);
  return Number(Object.values(row ?? {})[0] ?? 0);
}
