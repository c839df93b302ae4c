import { readFile } from 'node:fs/promises';
import { type Config, configPath } from '../config/config.ts';
import { parseRows, readVolumes, type Volumes } from '../config/volumes.ts';
import { type Baseline, baselineOf, readBaseline, writeBaseline } from '../findings/baseline.ts';
import { RelvarError } from '../findings/error.ts';
import { priorities } from '../findings/finding.ts';
import type { Report } from '../findings/report.ts';
import { openSource } from './open-source.ts';
import { review } from './review.ts';
import { selectRules } from './select-rules.ts';
import { writeWhole } from './write-whole.ts';

/** A review as the command line and the API ask for it. */
export interface ReviewRequest {
  /** A file, a folder, a URL, the name of an environment, or `-`. */
  readonly source: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  readonly rules: readonly string[];
  readonly skip: readonly string[];
  readonly tables: readonly string[];
  /** `orders=50M` each. */
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  /** A file of queries. */
  readonly queries?: string;
  /** The major version that fixes are for, for schemas in files. */
  readonly target?: string;
  /** A baseline file, or `write`. */
  readonly baseline: string | undefined;
  readonly failOn: string | undefined;
  readonly command: string;
}

export interface ReviewResult {
  readonly report: Report;
  /** True when a finding is at or above `failOn`. */
  readonly failed: boolean;
  /** What was done beside the report, for standard error. */
  readonly notes: readonly string[];
}

const usualBaseline = 'relvar-baseline.json';

/** @throws RelvarError for every kind of bad input */
export async function reviewCommand(request: ReviewRequest): Promise<ReviewResult> {
  const selection = selectRules(request.rules, request.skip, request.config);
  const baselineFile = baselinePath(request);
  const write = request.baseline === 'write';
  const baseline = write ? undefined : await knownBaseline(baselineFile, request.baseline !== undefined);
  const opened = await openSource({ ...request, volumes: await declaredVolumes(request) });
  try {
    const report = await review(opened, {
      selection,
      config: request.config,
      tables: request.tables,
      ...(baseline ? { baseline } : {}),
      ...(request.queries === undefined ? {} : { queries: request.queries }),
      command: request.command,
      now: request.now,
      progress: request.progress,
    });
    const notes: string[] = [];
    if (write) {
      const known = baselineOf(report.findings);
      await writeWhole(baselineFile, writeBaseline(known));
      notes.push(`baseline of ${known.items.length} findings written to ${baselineFile}`);
    }
    return { report, failed: isAtOrAbove(report, request.failOn), notes };
  } finally {
    await opened.close();
  }
}

async function declaredVolumes(request: ReviewRequest): Promise<readonly Volumes[]> {
  const file = request.volumes ?? (request.config.volumes && configPath(request.config, request.config.volumes));
  return [
    ...(file === undefined ? [] : [await readVolumes(file)]),
    ...(request.rows.length > 0 ? [parseRows(request.rows)] : []),
  ];
}

function baselinePath(request: ReviewRequest): string {
  if (request.baseline !== undefined && request.baseline !== 'write') return request.baseline;
  return configPath(request.config, request.config.baseline ?? usualBaseline);
}

async function knownBaseline(file: string, required: boolean): Promise<Baseline | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (!required) return undefined;
    throw new RelvarError('baseline-not-found', `${file}: the baseline cannot be read`, {
      hint: 'make it with --baseline write',
      cause,
    });
  }
  return readBaseline(text, file);
}

function isAtOrAbove(report: Report, failOn: string | undefined): boolean {
  const limit = (priorities as readonly (string | undefined)[]).indexOf(failOn);
  return report.findings.some((finding) => priorities.indexOf(finding.priority) <= limit);
}
