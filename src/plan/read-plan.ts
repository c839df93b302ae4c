import { RelvarError } from '../findings/error.ts';
import { editedSteps } from './digest.ts';
import type { MigrationPlan } from './plan.ts';
import { planShape } from './plan-shape.ts';

export interface ReadPlan {
  readonly plan: MigrationPlan;
  /** What was edited since the planner wrote it, a sentence each. */
  readonly edited: readonly string[];
}

/**
 * Reads the text of a `plan.json`; `name` is the file's for messages.
 * @throws RelvarError `not-a-plan`, `plan-too-new`, `bad-plan-file`
 */
export function readPlan(text: string, name: string): ReadPlan {
  const document = parsed(text, name);
  if (document['format'] !== 'relvar-plan') {
    throw new RelvarError('not-a-plan', `${name} is no plan`, { hint: 'relvar migrate plan … -o plan/ makes one' });
  }
  if (typeof document['version'] === 'number' && document['version'] > 1) {
    throw new RelvarError('plan-too-new', `${name} was written by a newer version of relvar`, {
      hint: 'update relvar, or plan again',
    });
  }
  const result = planShape.safeParse(document);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = (issue?.path ?? []).map(String).join('.');
    throw new RelvarError('bad-plan-file', `${name}: ${place}: ${issue?.message ?? 'not valid'}`, {
      hint: 'plan again, or undo what was edited',
      cause: result.error,
    });
  }
  const plan = result.data;
  const ids = plan.steps.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) {
    throw new RelvarError('bad-plan-file', `${name}: two steps have the id ${twice}`, { hint: 'give each its own' });
  }
  return { plan, edited: editedSteps(plan) };
}

function parsed(text: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RelvarError('not-a-plan', `${name} is not JSON`, { hint: 'plan again', cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RelvarError('not-a-plan', `${name} is no plan`, { hint: 'relvar migrate plan … -o plan/ makes one' });
  }
  // An object that JSON.parse made.
  return value as Readonly<Record<string, unknown>>;
}
