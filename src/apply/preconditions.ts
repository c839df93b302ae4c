import type { CountedEarly } from '../plan/counted-early.ts';
import type { Precondition, Step } from '../plan/plan.ts';
import { attempt } from './attempt.ts';
import { count } from './batches.ts';
import type { Context } from './context.ts';
import type { ApplyOutcome, RowsAgainst, StepFailure } from './events.ts';

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

/**
 * Why the plan would stop at one of the steps for rows that are there now, before any of them is begun; nothing where
 * nothing tells so. Rows against steps behind a wait for people are told of: they may be mended by then. What cannot be
 * counted yet is left to the step.
 */
export async function unmetEarly(
  context: Omit<Context, 'run'>,
  counted: readonly CountedEarly[],
): Promise<ApplyOutcome | undefined> {
  const against: (RowsAgainst & { readonly step: Step })[] = [];
  for (const { step, precondition, behindWait } of counted) {
    const seen = await attempt(context, step, () => rowsAgainst(context, precondition));
    if (seen.kind === 'interrupted') return { ...seen, step };
    if (seen.kind === 'failed' && seen.failure.kind === 'lost') return { ...seen, step, counting: precondition };
    if (seen.kind !== 'done' || seen.value === 0) continue;
    const found = { step, precondition, rows: seen.value };
    if (behindWait) context.tell({ kind: 'against later', ...found });
    else against.push(found);
  }
  const [first, ...more] = against;
  return first && { kind: 'precondition', ...first, early: true, more };
}
