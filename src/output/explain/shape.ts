import { z } from 'zod';
import type { Change } from '../../catalog/change.ts';
import type {
  BufferUse,
  JitUse,
  Measured,
  PlanNode,
  QueryPlan,
  TriggerUse,
  WorkerUse,
} from '../../catalog/query-plan.ts';
import type {
  Advice,
  Calibration,
  Cause,
  Effect,
  ExplainedQuery,
  Explanation,
  Flip,
  GoalVerdict,
  RejectedRemedy,
  Remedy,
  ScalePoint,
  TimeRange,
} from '../../explain/explanation.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { type Evidence, evidenceKinds } from '../../findings/evidence.ts';
import type { ReportSource } from '../../findings/report.ts';
import { amount, flag, fraction, list, number, object, optional, record, text } from '../../sources/snapshot/shape.ts';
import { explanationVersion } from './json.ts';

/** What `relvar explain --format json` prints. */
interface ExplanationFile extends Explanation {
  readonly format: 'relvar-explanation';
  readonly version: typeof explanationVersion;
}

const milliseconds = amount.describe('Milliseconds');
const kind = z.enum(evidenceKinds as [Evidence['kind'], ...Evidence['kind'][]]);
const facts = record(z.union([text, number, flag, list(text)]));

const buffers = object<BufferUse>({
  sharedHit: amount,
  sharedRead: amount,
  sharedDirtied: amount,
  sharedWritten: amount,
  localHit: amount,
  localRead: amount,
  localDirtied: amount,
  localWritten: amount,
  temporaryRead: amount,
  temporaryWritten: amount,
})
  .describe('Pages of 8 kB that a node and those below it touched')
  .meta({ id: 'pages' });

const measured = object<Measured>({
  startupMilliseconds: optional(milliseconds),
  totalMilliseconds: optional(milliseconds),
  rows: amount,
  loops: amount,
})
  .describe('What EXPLAIN ANALYZE measured: means over the loops')
  .meta({ id: 'measured' });

const worker = object<WorkerUse>({
  number: amount,
  measured: optional(measured),
  facts: record(z.union([text, number])),
});

const node: z.ZodType<PlanNode> = object<PlanNode>({
  kind: text.describe('The engine’s own name: Seq Scan, Hash Join'),
  relationship: optional(text),
  subplanName: optional(text),
  strategy: optional(text),
  partialMode: optional(text),
  joinType: optional(text),
  operation: optional(text),
  parallelAware: flag,
  asyncCapable: flag,
  schema: optional(text),
  relation: optional(text),
  alias: optional(text),
  index: optional(text),
  scanDirection: optional(z.enum(['Forward', 'Backward'])),
  cte: optional(text),
  functionName: optional(text),
  inactive: optional(flag),
  startupCost: number,
  totalCost: number,
  rows: amount.describe('Estimated rows per loop'),
  width: amount.describe('Estimated bytes per row'),
  disabled: optional(flag),
  measured: optional(measured),
  buffers: optional(buffers),
  readMilliseconds: optional(milliseconds),
  writeMilliseconds: optional(milliseconds),
  wal: optional(object<NonNullable<PlanNode['wal']>>({ records: amount, fullPageImages: amount, bytes: amount })),
  workersPlanned: optional(amount),
  workersLaunched: optional(amount),
  workers: list(worker),
  facts: facts.describe('Every further fact by the engine’s own name: Filter, Sort Key'),
  children: list(z.lazy(() => node)),
}).meta({ id: 'node' });

/** A query plan. */
export const plan = object<QueryPlan>({
  root: node,
  queryText: optional(text),
  queryIdentifier: optional(text),
  planningMilliseconds: optional(milliseconds),
  planningBuffers: optional(buffers),
  planningMemoryBytes: optional(amount),
  executionMilliseconds: optional(milliseconds),
  settings: record(text),
  triggers: list(
    object<TriggerUse>({
      name: text,
      constraint: optional(text),
      relation: optional(text),
      milliseconds: optional(milliseconds),
      calls: amount,
    }),
  ),
  jit: optional(object<JitUse>({ functions: amount, options: record(flag), milliseconds: record(milliseconds) })),
  serialization: optional(
    object<NonNullable<QueryPlan['serialization']>>({
      milliseconds: optional(milliseconds),
      bytes: amount,
      format: text,
    }),
  ),
  analyzed: flag.describe('True when it was run and measured'),
  uncosted: optional(z.literal(true)),
  facts: optional(facts),
}).meta({ id: 'plan' });

/** A piece of evidence. */
export const evidence = object<Evidence>({
  kind,
  text,
  strength: optional(z.enum(['weak', 'fair', 'strong'])),
}).meta({ id: 'evidence' });

const range = object<TimeRange>({ likely: milliseconds, low: milliseconds, high: milliseconds })
  .describe('Milliseconds: likely, and between which bounds')
  .meta({ id: 'timeRange' });

const effect = object<Effect>({
  before: number.describe('Planner cost'),
  after: number.describe('Planner cost'),
  time: optional(object<NonNullable<Effect['time']>>({ before: range, after: range })),
});

// What a change holds depends on its kind; `kind` is what all have.
const change = z.looseObject({ kind: text }) as unknown as z.ZodType<Change>;

/** How sure something is. */
export const confidence = z.int().min(1).max(10);

const cause = object<Cause>({
  sign: text.describe('Its id in docs/signs.md'),
  title: text,
  node: z
    .string()
    .regex(/^0(\.\d+)*$/)
    .describe('The way to its node: 0 is the root, 0.1 its second child'),
  message: text,
  why: text,
  evidence: list(evidence),
  confidence,
  weight: fraction.describe('Share of the query that it explains'),
}).meta({ id: 'cause' });

const remedy = object<Remedy>({
  kind: z.enum(['change', 'statistics', 'rewrite', 'setting']),
  title: text,
  signs: list(text),
  changes: list(change),
  sql: list(text).describe('What to run, in the form that is safest on a live table'),
  rewritten: optional(object<NonNullable<Remedy['rewritten']>>({ id: text, sql: text, tested: text })),
  setting: optional(object<NonNullable<Remedy['setting']>>({ name: text, value: text })),
  effect,
  after: plan,
  evidence: list(evidence),
  confidence,
  bytes: optional(amount),
  costs: list(text),
  doubts: list(text),
}).meta({ id: 'remedy' });

const goal = object<GoalVerdict>({
  milliseconds,
  now: optional(range),
  best: optional(range),
  text,
  met: z.enum(['yes', 'no', 'with the advice', 'unknown']),
});

const scalePoint = object<ScalePoint>({
  factor: number,
  plan,
  cost: number,
  time: optional(range),
  helped: optional(object<NonNullable<ScalePoint['helped']>>({ cost: number, time: optional(range) })),
  shape: text.describe('The plan in one line'),
});

/** The form of the JSON; `schemas/explanation.schema.json` is made from this. */
export const explanationFile = object<ExplanationFile>({
  format: z.literal('relvar-explanation'),
  version: z.literal(explanationVersion).describe('The version of this form; it grows when a reader could break'),
  tool: object<Explanation['tool']>({ name: text, version: text }),
  source: optional(
    object<ReportSource>({
      name: text.describe('A path, or a URL without user and password'),
      kind: z.enum(['file', 'folder', 'standard input', 'database', 'snapshot']),
      engine: text,
    }),
  ),
  query: optional(
    object<ExplainedQuery>({
      sql: text,
      name: optional(text),
      where: optional(text),
      callsPerSecond: optional(amount),
      parameters: list(text),
    }),
  ),
  basis: z.enum(['given', 'measured', 'server', 'shadow', 'lab']).describe('Where the plan comes from'),
  causes: list(cause),
  remedies: list(remedy),
  advice: list(object<Advice>({ sign: text, text })),
  rejected: list(object<RejectedRemedy>({ title: text, reason: text, kind })),
  calibration: optional(
    object<Calibration>({
      millisecondsPerCost: number,
      low: number,
      high: number,
      from: text,
    }),
  ),
  goal: optional(goal),
  scale: list(scalePoint),
  flips: list(object<Flip>({ from: number, to: number, before: text, after: text })),
  assumptions: list(text),
  doubts: list(text),
  questions: list(text),
  diagnostics: list(
    object<Diagnostic>({
      severity: z.enum(['error', 'warning', 'note']),
      code: text,
      message: text,
      file: optional(text),
      line: optional(number),
      hint: optional(text),
    }),
  ),
  nextSteps: list(text),
  baseline: optional(plan).describe('The plan of the lab, where another was given'),
  plan,
}).describe('Why a query is slow, and what was tried against it, as `relvar explain --format json` prints it');
