import type { Precondition, Step } from '../plan/plan.ts';
import { attempt } from './attempt.ts';
import { count } from './batches.ts';
import type { Context } from './context.ts';
import type { RowsAgainst, StepFailure } from './events.ts';

/** Why work on a step does not begin. */
export type Unmet =
  | ({ readonly kind: 'precondition' } & RowsAgainst)
  | { readonly kind: 'interrupted' }
  | ({ readonly kind: 'failed' } & StepFailure);

/** Rows that stand against a precondition now. */
export async function rowsAgainst(
  context: Pick<Context, 'session'>,
  { prepare, count: query }: Precondition,
): Promise<number> {
  if (prepare !== undefined) await context.session.query(prepare);
  return await count(context, query);
}

/** The first of the preconditions that does not hold, or of which the server does not tell it; nothing when all hold. */
export async function unmet(
  context: Context,
  step: Step,
  preconditions: readonly Precondition[],
): Promise<Unmet | undefined> {
  for (const precondition of preconditions) {
    const counted = await attempt(context, step, () => rowsAgainst(context, precondition));
    if (counted.kind === 'failed') return { ...counted, counting: precondition };
    if (counted.kind !== 'done') return counted;
    if (counted.value > 0) return { kind: 'precondition', precondition, rows: counted.value };
  }
  return undefined;
}
