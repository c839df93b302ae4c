import { readFile } from 'node:fs/promises';
import { type Config, configPath } from '../config/config.ts';
import { type Baseline, baselineOf, readBaseline, writeBaseline } from '../findings/baseline.ts';
import { RelvarError } from '../findings/error.ts';
import { priorities } from '../findings/finding.ts';
import type { Report } from '../findings/report.ts';
import { textOrder } from '../lab/collation.ts';
import { parseDuration } from '../workload/duration.ts';
import { declaredVolumes } from './declared-volumes.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';
import type { WorkloadOptions } from './review/judge-workload.ts';
import { review } from './review.ts';
import { selectRules } from './select-rules.ts';
import { placeOf, unreadOf } from './unread.ts';
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
  /** Inputs of the workload; the queries that came with the source when empty. */
  readonly workload: readonly string[];
  /** False: no queries at all, those that came with the source neither. */
  readonly useWorkload: boolean;
  /** A duration: how long the search for indexes may take. */
  readonly time: string | undefined;
  /** A server to plan the queries on; the embedded engine when absent. */
  readonly lab: string | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  /** The major version that fixes are for, for schemas in files. */
  readonly target?: string;
  /** A baseline file, or `write`. */
  readonly baseline: string | undefined;
  readonly failOn: string | undefined;
  /** With `failOn`: what statements that were not loaded make is not missed. */
  readonly despiteErrors: boolean;
  /** Whether the fixes are to be run as one script. */
  readonly script?: boolean;
  readonly command: string;
}

export interface ReviewResult {
  readonly report: Report;
  /** True when a finding is at or above `failOn`. */
  readonly failed: boolean;
  /** With `failOn`: why the report does not tell whether it may pass, in one line. */
  readonly unread?: string;
  /** What was done beside the report, for standard error. */
  readonly notes: readonly string[];
}

const usualBaseline = 'relvar-baseline.json';

/** Milliseconds for the search of indexes: a review is to be quick. */
const usualTime = 10_000;

/** @throws RelvarError for every kind of bad input */
export async function reviewCommand(request: ReviewRequest): Promise<ReviewResult> {
  const selection = selectRules(request.rules, request.skip, request.config);
  const baselineFile = baselinePath(request);
  const write = request.baseline === 'write';
  const baseline = write ? undefined : await knownBaseline(baselineFile, request.baseline !== undefined);
  const workload = workloadOptions(request);
  const volumes = await declaredVolumes(request);
  const opened = await openSource({
    ...request,
    volumes,
    // Most servers order text as people do, which decides whether an index serves LIKE.
    ...(workload
      ? { textOrder: textOrder(Object.assign({}, ...volumes.map((one) => one.settings))) ?? 'linguistic' }
      : {}),
  });
  try {
    const report = await review(opened, {
      selection,
      config: request.config,
      tables: request.tables,
      ...(baseline ? { baseline } : {}),
      ...(workload ? { workload } : {}),
      ...(request.script ? { script: true } : {}),
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
    const asked = request.failOn !== undefined && !request.despiteErrors;
    const unread = asked ? notReviewed(opened) : undefined;
    return {
      report,
      failed: isAtOrAbove(report, request.failOn),
      ...(unread === undefined ? {} : { unread }),
      notes,
    };
  } finally {
    await opened.close();
  }
}

/** What was not read was not reviewed: a pass would say more than is known. Of a database nothing fails to load. */
function notReviewed(opened: OpenedSource): string | undefined {
  const lost = unreadOf(opened).filter(({ code }) => code !== 'not-shown');
  const [first] = lost;
  if (!first) return undefined;
  const were = lost.length === 1 ? '1 statement was' : `${lost.length} statements were`;
  const they = lost.length === 1 ? 'it makes' : 'they make';
  return `${were} not loaded, and what ${they} was not reviewed; the first: ${placeOf(first)}: ${first.message} (mend it, or give --despite-errors)`;
}

/** Nothing where the queries are to be left out. */
function workloadOptions(request: ReviewRequest): WorkloadOptions | undefined {
  const { workload, useWorkload, lab, time, config, environment, input, clock, signal } = request;
  if (!useWorkload) {
    if (workload.length === 0) return undefined;
    throw new RelvarError('contradiction', '--without-workload leaves out the queries that --workload gives', {
      hint: 'give one of them',
    });
  }
  return {
    inputs: workload,
    lab,
    timeLimitMilliseconds: time === undefined ? usualTime : time === '0' ? 0 : parseDuration(time, '--time'),
    config,
    environment,
    input,
    clock,
    signal,
  };
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
