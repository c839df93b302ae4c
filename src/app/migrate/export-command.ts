import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineOf } from '../../engines/engines.ts';
import { RelvarError } from '../../findings/error.ts';
import { datedFiles, type ExportContext, type Stage, stagesOf } from '../../output/migrations/migration.ts';
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
  /**
   * The version of the first migration: a date (`20261128215930`, ISO 8601), or a number as the tool's folder has them
   * (`42`, `0042`). Without it the last migration is dated when the plan was made, so that a plan gives the same files
   * whenever it is exported.
   */
  readonly base?: string;
  /** Dates migrations of a plan that does not tell when it was made. */
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
  const refused = dialect.refuses[name];
  if (refused !== undefined) {
    const others = toolNames.filter((one) => !(one in dialect.refuses));
    throw new RelvarError('tool-refused', `${name} cannot carry out a plan for ${plan.engine.id}: ${refused}`, {
      hint: `relvar migrate apply carries it out; or choose one of ${others.join(', ')}`,
    });
  }
  const there = await readdir(output).catch(() => []);
  if (there.length > 0) {
    throw new RelvarError('folder-in-use', `${output} holds files already`, { hint: 'choose another folder after -o' });
  }
  const title = `${plan.from.name} to ${plan.to.name}`;
  const stages = stagesOf(plan);
  const first = firstOf(request, stages, plan.planned);
  if (tool.datedOnly && first.firstNumber !== undefined) {
    throw new RelvarError('bad-base', `--base ${request.base}: ${name} knows its migrations by dates alone`, {
      hint: 'write a date: --base 20261128215930',
    });
  }
  const files = migrationFiles(stages, tool, name, { dialect, ...first, title });
  for (const { path, text } of files) {
    const file = join(output, path);
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, text, signal);
  }
  return files.map(({ path }) => path);
}

/** Where the versions begin. None is later than the time at which the plan was made, unless the request says so. */
function firstOf(
  { base, now }: ExportRequest,
  stages: readonly Stage[],
  planned: string | undefined,
): Pick<ExportContext, 'first' | 'firstNumber'> {
  const last = planned === undefined ? now : new Date(planned);
  const first = new Date(Math.floor(last.getTime() / 1000 - datedFiles(stages)) * 1000);
  if (base === undefined) return { first };
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(base);
  if (!digits && /^\d{1,9}$/.test(base)) return { first, firstNumber: base };
  const [, year, month, day, hour, minute, second] = digits ?? [];
  const text = digits
    ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
    : /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(base)
      ? base
      : '';
  const told = new Date(text);
  if (Number.isNaN(told.getTime())) {
    throw new RelvarError('bad-base', `--base ${base}: neither a date nor a number`, {
      hint: 'write the version of the first migration: 20261128215930, 2026-11-28T21:59:30Z, 42 or 0042',
    });
  }
  return { first: told };
}
