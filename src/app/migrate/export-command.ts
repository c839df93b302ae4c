import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineOf } from '../../engines/engines.ts';
import { RelvarError } from '../../findings/error.ts';
import { stagesOf } from '../../output/migrations/migration.ts';
import { migrationFiles, migrationTools } from '../../output/migrations/tools.ts';
import { writeWhole } from '../write-whole.ts';
import { openPlan, refuseBroken, refuseEdits } from './open-plan.ts';

/** For an error. */
const toolNames: readonly string[] = Object.keys(migrationTools);

export interface ExportRequest {
  /** The plan's folder, or its `plan.json`. */
  readonly plan: string;
  readonly tool: string;
  /** Where to write; a folder that is not there or is empty. */
  readonly output: string;
  readonly acceptEdits: boolean;
  /** Dates the migrations. */
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * Writes a plan as migrations of another tool; gives the paths of the files.
 * @throws RelvarError for what is no plan or no tool, and a folder that holds something
 */
export async function exportCommand(request: ExportRequest): Promise<readonly string[]> {
  const { output, tool: name, signal } = request;
  const tool = migrationTools[name];
  if (!tool)
    throw new RelvarError('unknown-tool', `${name} is no tool that plans are written for`, {
      hint: toolNames.join(', '),
    });
  const opened = await openPlan(request.plan);
  if (!request.acceptEdits) refuseEdits(request.plan, opened);
  const { plan } = opened;
  refuseBroken(request.plan, plan);
  const dialect = engineOf(plan.engine.id)?.applying.migrations;
  if (!dialect)
    throw new RelvarError('unknown-engine', `the plan is for ${plan.engine.id}, which this version does not know`);
  const there = await readdir(output).catch(() => []);
  if (there.length > 0) {
    throw new RelvarError('folder-in-use', `${output} holds files already`, { hint: 'choose another folder after -o' });
  }
  const title = `${plan.from.name} to ${plan.to.name}`;
  const files = migrationFiles(stagesOf(plan), tool, name, { dialect, now: request.now, title });
  for (const { path, text } of files) {
    const file = join(output, path);
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, text, signal);
  }
  return files.map(({ path }) => path);
}
