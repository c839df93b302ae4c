import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RelvarError } from '../../findings/error.ts';
import { textDigest } from '../../plan/digest.ts';
import type { MigrationPlan } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read-plan.ts';
import { plainFormsWork } from './way-out.ts';

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
  const { plan, edited } = readPlan(text, file);
  const folder = isFolder ? path : join(path, '..');
  return { plan, folder, edited: [...edited, ...(await editedFiles(plan, folder))] };
}

/** What was edited beside `plan.json`, where it has no effect. Files that are gone do not matter. */
async function editedFiles({ files = {} }: MigrationPlan, folder: string): Promise<readonly string[]> {
  const edited: string[] = [];
  for (const [name, digest] of Object.entries(files)) {
    // Names come from a file that may have been edited: nothing outside the folder is read.
    if (basename(name) !== name) continue;
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined && textDigest(text) !== digest) {
      edited.push(`${name} was changed, and is for reading only: plan.json is what is carried out`);
    }
  }
  return edited;
}

/** @throws RelvarError `broken-plan` for one that is known to fail */
export function refuseBroken(path: string, { broken = [], notes }: Pick<MigrationPlan, 'broken' | 'notes'>): void {
  const [first] = broken;
  if (first === undefined) return;
  const more = broken.length > 1 ? `; and ${broken.length - 1} more` : '';
  throw new RelvarError('broken-plan', `${path} does not work: ${first}${more}`.replaceAll(/\s*\n\s*/g, ' '), {
    hint: notes.includes(plainFormsWork)
      ? 'nothing was done; plan again with --brief-maintenance, which was rehearsed to its end, or change the schemas'
      : 'nothing was done; change the schemas or the answers so that the rehearsal passes, and plan again',
  });
}

/** @throws RelvarError `edited-plan`, which says what was changed */
export function refuseEdits(path: string, { edited }: OpenedPlan): void {
  if (edited.length === 0) return;
  const shown = edited.slice(0, 5).join(', ') + (edited.length > 5 ? ` and ${edited.length - 5} more` : '');
  throw new RelvarError('edited-plan', `${path} was edited by hand: ${shown}`, {
    hint: 'plan again; or, when the edits are meant, go on with --accept-edits',
  });
}
