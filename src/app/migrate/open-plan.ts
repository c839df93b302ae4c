import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RelvarError } from '../../findings/error.ts';
import type { MigrationPlan } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read-plan.ts';

export interface OpenedPlan {
  readonly plan: MigrationPlan;
  /** The folder that it lies in. */
  readonly folder: string;
  /** What was edited, a sentence each. */
  readonly edited: readonly string[];
}

/**
 * Reads a plan: a folder that `relvar migrate plan` wrote, or its `plan.json`.
 * @throws RelvarError for what is no plan
 */
export async function openPlan(path: string): Promise<OpenedPlan> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => undefined,
  );
  if (isFolder === undefined) {
    throw new RelvarError('plan-not-found', `${path} is not there`, {
      hint: 'relvar migrate plan … -o plan/ makes a plan',
    });
  }
  const file = isFolder ? join(path, 'plan.json') : path;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RelvarError('plan-not-found', `${file} cannot be read`, {
      hint: 'give the folder that relvar migrate plan has written',
      cause,
    });
  });
  return { ...readPlan(text, file), folder: isFolder ? path : join(path, '..') };
}

/** @throws RelvarError `edited-plan`, which says what was changed */
export function refuseEdits(path: string, { edited }: OpenedPlan): void {
  if (edited.length === 0) return;
  const shown = edited.slice(0, 5).join(', ') + (edited.length > 5 ? ` and ${edited.length - 5} more` : '');
  throw new RelvarError('edited-plan', `${path} was edited by hand: ${shown}`, {
    hint: 'plan again; or, when the edits are meant, go on with --accept-edits',
  });
}
