import type { Change } from '../catalog/change.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { Evidence, EvidenceKind } from '../findings/evidence.ts';
import type { ReportSource } from '../findings/report.ts';

/** Why a query is slow, and what was tried against it, as plain data: what every output format prints. */
export interface Explanation {
  readonly tool: { readonly name: string; readonly version: string };
  /** Absent when only a plan was given. */
  readonly source?: ReportSource;
  readonly query?: ExplainedQuery;
  readonly plan: QueryPlan;
  /** The lab's own plan of the query as it is, where the plan was given or measured: remedies are compared with this. */
  readonly baseline?: QueryPlan;
  /** Where the plan comes from. */
  readonly basis: PlanBasis;
  /** Most costly first. */
  readonly causes: readonly Cause[];
  /** What helps, by the planner's own word; the most helpful first. */
  readonly remedies: readonly Remedy[];
  /** Sensible things that no planner can be asked about. */
  readonly advice: readonly Advice[];
  readonly rejected: readonly RejectedRemedy[];
  readonly calibration?: Calibration;
  readonly goal?: GoalVerdict;
  /** The sizes that were asked for with their plans. */
  readonly scale: readonly ScalePoint[];
  /** Where the plan changes between them. */
  readonly flips: readonly Flip[];
  readonly assumptions: readonly string[];
  /** Why production might plan otherwise. */
  readonly doubts: readonly string[];
  readonly questions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly nextSteps: readonly string[];
}

/**
 * `given`: pasted from elsewhere; `measured`: run on the live database; `server`: planned by it, not run; `shadow`: planned at the sizes that are known
 * or declared; `lab`: planned in a scratch database without rows.
 */
export type PlanBasis = 'given' | 'measured' | 'server' | 'shadow' | 'lab';

export interface ExplainedQuery {
  readonly sql: string;
  readonly name?: string;
  /** `slow.sql:12`. */
  readonly where?: string;
  readonly callsPerSecond?: number;
  /** Parameters as the user wrote them: `:id`, by number from 1. */
  readonly parameters: readonly string[];
}

/** A sign that was found, at its node. */
export interface Cause {
  /** Its id in docs/signs.md. */
  readonly sign: string;
  readonly title: string;
  /** `0.1`: see plan-tree.ts. */
  readonly node: string;
  readonly message: string;
  readonly why: string;
  readonly evidence: readonly Evidence[];
  /** 1 to 10. */
  readonly confidence: number;
  /** Share of the query that it explains, 0 to 1. */
  readonly weight: number;
}

/** Cost and, where times were measured, the time that follows from it. */
export interface Effect {
  readonly before: number;
  readonly after: number;
  /** Milliseconds, predicted from measured times. */
  readonly time?: { readonly before: TimeRange; readonly after: TimeRange };
}

/** Milliseconds: likely, and between which bounds. */
export interface TimeRange {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

/** Something that was tried in the lab and that helps. */
export interface Remedy {
  readonly kind: 'change' | 'statistics' | 'rewrite' | 'setting';
  readonly title: string;
  /** The signs that led to it. */
  readonly signs: readonly string[];
  readonly changes: readonly Change[];
  /** What to run, in the form that is safest on a live table. */
  readonly sql: readonly string[];
  /** The query in its new form. */
  readonly rewritten?: { readonly id: string; readonly sql: string; readonly tested: string };
  readonly setting?: { readonly name: string; readonly value: string };
  readonly effect: Effect;
  readonly after: QueryPlan;
  readonly evidence: readonly Evidence[];
  /** 1 to 10. */
  readonly confidence: number;
  /** Bytes of the indexes that it makes. */
  readonly bytes?: number;
  /** What it costs: size, writes, risk of carrying it out. */
  readonly costs: readonly string[];
  /** The doubts of the plan after it. */
  readonly doubts: readonly string[];
}

export interface RejectedRemedy {
  readonly title: string;
  /** Why not, with the numbers. */
  readonly reason: string;
  readonly kind: EvidenceKind;
}

export interface Advice {
  readonly sign: string;
  readonly text: string;
}

/** How planner cost turned into time here. */
export interface Calibration {
  /** Milliseconds per unit of planner cost. */
  readonly millisecondsPerCost: number;
  readonly low: number;
  readonly high: number;
  /** `EXPLAIN ANALYZE of this query`, `pg_stat_statements, 2 340 calls`. */
  readonly from: string;
}

export interface GoalVerdict {
  readonly milliseconds: number;
  /** Of the query as it is; absent when no time is known. */
  readonly now?: TimeRange;
  readonly best?: TimeRange;
  readonly text: string;
  readonly met: 'yes' | 'no' | 'with the advice' | 'unknown';
}

/** The query at a multiple of the present sizes. */
export interface ScalePoint {
  readonly factor: number;
  readonly plan: QueryPlan;
  readonly cost: number;
  readonly time?: TimeRange;
  /** With the first remedy carried out. */
  readonly helped?: { readonly cost: number; readonly time?: TimeRange };
  /** The plan's shape in one line. */
  readonly shape: string;
}

/** The size at which the planner changes its mind. */
export interface Flip {
  /** Between these multiples of the present sizes. */
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly after: string;
}
