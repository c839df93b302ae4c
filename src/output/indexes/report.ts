import type {
  AdviceTotals,
  Alternative,
  DropAdvice,
  DropProof,
  GainingQuery,
  NewIndex,
  QueryAdvice,
  RejectedIndex,
  ServedQuery,
  WriteCost,
} from '../../advisor/advice.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Evidence } from '../../findings/evidence.ts';
import type { ReportSource } from '../../findings/report.ts';

/** Which indexes to have for a workload, and why, as plain data: what every output format prints. */
export interface IndexReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly source: ReportSource;
  /** `shadow`: planned at the sizes that are known or declared; `lab`: in a scratch database without rows. */
  readonly basis: 'shadow' | 'lab';
  /** What was asked for. */
  readonly limits: IndexLimits;
  /** All that were planned, in the order of the input. */
  readonly queries: readonly ReportedQuery[];
  /** Statements that could not be planned for, by class. */
  readonly keptOut: readonly KeptOutStatements[];
  /** In the order in which they should be created: most benefit first, and what makes writes wait last. */
  readonly create: readonly IndexToCreate[];
  readonly drop: readonly IndexToDrop[];
  /** Other forms of queries that are cheaper: as things are, or with an index of their own. */
  readonly rewrites: readonly CheaperForm[];
  /** Considered and not chosen, the most gain first. */
  readonly rejected: readonly RejectedCandidate[];
  readonly totals: { readonly before: AdviceTotals; readonly after: AdviceTotals };
  /** Tables that get or lose an index and whose writes nobody told: their entries stand in no total. */
  readonly unknownWrites: readonly string[];
  readonly search: {
    /** How often the planner was asked. */
    readonly calls: number;
    readonly candidates: number;
    /** False when time, calls or an interruption ended it. */
    readonly complete: boolean;
  };
  /** Queries for the live database that tell afterwards whether it was worth it. */
  readonly monitoring: readonly MonitoringQuery[];
  readonly assumptions: readonly string[];
  /** Why production might plan otherwise. */
  readonly doubts: readonly string[];
  readonly questions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly nextSteps: readonly string[];
}

export interface IndexLimits {
  readonly budgetBytes?: number;
  readonly perTable?: number;
  /** Share of the present write cost that new indexes may add. */
  readonly writeLimit?: number;
  /** Qualified names. */
  readonly keep: readonly string[];
  readonly dropOnly: boolean;
}

export interface ReportedQuery extends Omit<QueryAdvice, 'query'> {
  /** From 1; how the other parts refer to it. */
  readonly number: number;
  /** What people call it, else the beginning of its text. */
  readonly title: string;
  /** Equal for queries that differ in constants only. */
  readonly fingerprint?: string;
  readonly sql: string;
  /** `queries.sql:12`. */
  readonly where?: string;
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  /** How each table is read after the advice, by qualified name: the index, or nothing where it is read from end to end. */
  readonly reads: Readonly<Record<string, string | null>>;
  /** Why no index helps it, where none does. */
  readonly unserved?: string;
}

export interface KeptOutStatements {
  /** `does not parse`, `unknown table`… */
  readonly why: string;
  readonly count: number;
  /** The first of them: where it stands, and what is wrong with it. */
  readonly example: string;
}

export interface IndexToCreate {
  readonly change: NewIndex;
  /** `orders (user_id, created_at DESC) INCLUDE (total)`. */
  readonly definition: string;
  /** What to run, in the form that is safest on a live table. */
  readonly sql: readonly string[];
  /** By the size model. */
  readonly bytes: number;
  /** Expressions among its keys of whose values nothing is known: the bytes are a guess. */
  readonly bytesGuessedFor?: readonly string[];
  readonly rows?: number;
  /** Levels above the leaves. */
  readonly height?: number;
  /** Numbers of queries instead of places. */
  readonly serves: readonly GainingQuery[];
  /** Foreign keys that need it: `messages_user_id_fkey of public.messages`. */
  readonly foreignKeys: readonly string[];
  /** Why its columns stand in this order, and why each is there. */
  readonly why: readonly string[];
  readonly writeCost: WriteCost;
  /** What is credited to it of what a second of the workload gains by the advice, by the planner's cost. */
  readonly gainPerSecond: number;
  readonly alternatives: readonly (Omit<Alternative, 'change'> & { readonly definition: string })[];
  readonly maybeUnique: boolean;
  readonly evidence: readonly Evidence[];
  /** 1 to 10. */
  readonly confidence: number;
  /** What making it makes wait, as it was seen or as the manual tells. */
  readonly waits: 'nothing' | 'writes' | 'reads and writes';
}

export interface IndexToDrop {
  /** `public.orders`. */
  readonly table: string;
  readonly index: string;
  readonly definition?: string;
  readonly sql: readonly string[];
  readonly bytes: number;
  readonly proof: DropProof;
  readonly why: string;
  readonly affected: readonly ServedQuery[];
  readonly writeCost: WriteCost;
  readonly change: DropAdvice['change'];
  readonly evidence: readonly Evidence[];
  readonly confidence: number;
}

/** Another form of a query: both forms gave the same rows, and the planner finds it cheaper. */
export interface CheaperForm {
  /** Of the query. */
  readonly query: number;
  /** The rewrite's id. */
  readonly id: string;
  readonly title: string;
  readonly sql: string;
  readonly tested: string;
  /** The planner's cost of the query as it is written, with the indexes that are there now. */
  readonly before: number;
  /** That of the form: with the indexes that are there now, and those of `create`. */
  readonly after: number;
  /** Of the query as it is written, with all of the advice. */
  readonly advised: number;
  /** Indexes that the form needs and that the query as it is written cannot use; none where it is cheaper as things are. */
  readonly create: readonly IndexOfForm[];
}

/** An index that another form of a query would use; one that the advice creates anyway has no statement. */
export interface IndexOfForm {
  readonly definition: string;
  readonly bytes: number;
  readonly sql: readonly string[];
}

export interface RejectedCandidate extends Omit<RejectedIndex, 'change'> {
  readonly definition: string;
}

export interface MonitoringQuery {
  readonly title: string;
  readonly sql: string;
}
