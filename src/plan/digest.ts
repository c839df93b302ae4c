import { createHash } from 'node:crypto';
import { canonicalText } from '../catalog/hash.ts';
import type { MigrationPlan, Step } from './plan.ts';

/**
 * A digest of what a step does: its work, its undo, what must hold before it and the timeouts. The texts about it
 * (title, reasons, durations, queries to watch) do not count.
 */
export function stepDigest({ id, phase, work, undo, preconditions, precautions }: Step): string {
  const done = 'none' in undo ? null : undo.work;
  return digest({ id, phase, work, undo: done, preconditions, precautions });
}

/** A digest of all that a plan does, and between which schemas: the journal of a database knows a plan by it. */
export function planDigest({ from, to, engine, steps }: MigrationPlan): string {
  return digest({ from: from.hash, to: to.hash, engine: engine.id, steps: steps.map(stepDigest) });
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonicalText(value)).digest('hex').slice(0, 32);
}
