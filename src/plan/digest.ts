import { createHash } from 'node:crypto';
import { canonicalText } from '../catalog/hash.ts';
import type { MigrationPlan, Step } from './plan.ts';

/**
 * A digest of what a step does: its work, its undo, what must hold before it and the timeouts. The texts about it
 * (title, reasons, durations, queries to watch) do not count.
 */
export function stepDigest({ id, phase, work, undo, preconditions, precautions }: Step): string {
  const done = 'none' in undo ? null : undo.work;
  const back = 'none' in undo || undo.preconditions === undefined ? {} : { preconditionsBack: undo.preconditions };
  return digest({ id, phase, work, undo: done, preconditions, precautions, ...back });
}

/** A digest of all that a plan does, and between which schemas: the journal of a database knows a plan by it. */
export function planDigest({ from, to, engine, steps }: MigrationPlan): string {
  return digest({ from: from.hash, to: to.hash, engine: engine.id, steps: steps.map(stepDigest) });
}

/** A digest of a file that is written beside `plan.json`. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function digest(value: unknown): string {
  return textDigest(canonicalText(value));
}

/** The plan with the digests of its steps, as the planner writes it down. */
export function withDigests(plan: MigrationPlan): MigrationPlan {
  return { ...plan, digests: Object.fromEntries(plan.steps.map((step) => [step.id, stepDigest(step)])) };
}

/** What was edited since the planner wrote the digests, a sentence each; nothing can be told of a plan without them. */
export function editedSteps({ steps, digests }: MigrationPlan): readonly string[] {
  if (!digests) return ['the plan has no digests'];
  const ids = new Set(steps.map(({ id }) => id));
  const written = Object.keys(digests);
  const order = written.filter((id) => ids.has(id));
  const kept = steps.map(({ id }) => id).filter((id) => digests[id] !== undefined);
  return [
    ...steps.filter((step) => digests[step.id] === undefined).map(({ id }) => `step ${id} was added`),
    ...written.filter((id) => !ids.has(id)).map((id) => `step ${id} was taken out`),
    ...steps
      .filter((step) => digests[step.id] !== undefined && digests[step.id] !== stepDigest(step))
      .map(({ id }) => `step ${id} was changed`),
    ...(order.join() === kept.join() ? [] : ['the order of the steps was changed']),
  ];
}
