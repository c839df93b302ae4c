import type { QualifiedName } from '../catalog/names.ts';
import type { Statement } from '../engines/engine.ts';

/** How a step weighs on a live database, lightest first. */
export const stepClasses = ['online', 'brief lock', 'long lock', 'rewrite', 'data loss'] as const;
export type StepClass = (typeof stepClasses)[number];

/** Before the application's deploy, beside it, and after it. */
export const phases = ['expand', 'migrate', 'contract'] as const;
export type Phase = (typeof phases)[number];

/** `zero-downtime`: no lock is held while work is done. `brief-maintenance`: the plain forms, for an hour without users. */
export const planModes = ['zero-downtime', 'brief-maintenance'] as const;
export type PlanMode = (typeof planModes)[number];

/** Statements of a step: one that the engine refuses inside a transaction, or any number that stand or fall together. */
export interface StatementsWork {
  readonly kind: 'statements';
  readonly statements: readonly Statement[];
  /** Of a statement outside transactions, whose end an interruption leaves unknown: how to see it and start afresh. */
  readonly recover?: {
    /** A query of one boolean: whether the statement has had its whole effect. */
    readonly done: string;
    /** Takes away what a broken run left (an invalid index); harmless when there is nothing. */
    readonly cleanUp: readonly Statement[];
  };
}

/** A change of many rows in pieces, each a transaction of its own that the journal remembers. */
export interface BatchesWork {
  readonly kind: 'batches';
  readonly table: QualifiedName;
  /**
   * Changes the next piece and returns one row: `last`, the key that it came to as a text array, null when nothing was
   * left; and `rows`, how many it looked at. `$1` is the `last` of the piece before as text[], null for the first.
   */
  readonly sql: string;
  /** A query of one number: about how many rows are to be gone through in all. */
  readonly total: string;
  readonly rowsPerBatch: number;
  readonly pauseMilliseconds: number;
}

/** Nothing for the engine to do: what people or the application must have done before the next step. */
export interface WaitWork {
  readonly kind: 'wait';
  /** One sentence each. */
  readonly until: readonly string[];
  /** The least time to wait (a quarantine). */
  readonly seconds?: number;
}

export type Work = StatementsWork | BatchesWork | WaitWork;

/** The strongest lock of a step on a relation. */
export interface StepLock {
  readonly relation: QualifiedName;
  readonly kind: 'table' | 'index' | 'view' | 'sequence';
  /** In the engine's words: `ACCESS EXCLUSIVE`. */
  readonly mode: string;
  readonly blocks: 'nothing' | 'other schema changes' | 'writes' | 'reads and writes';
  /** Seen in the rehearsal, or told by the manual. */
  readonly known: 'seen' | 'documented';
}

/** What the rehearsal showed of a step. */
export interface StepEffects {
  readonly locks: readonly StepLock[];
  readonly rewritten: readonly QualifiedName[];
  readonly scanned: readonly QualifiedName[];
  /** Indexes that are built over rows that are there. */
  readonly indexesBuilt: readonly QualifiedName[];
  /** How this is known; `facts`: by statements of this form that were observed on servers, for what could not be run. */
  readonly known: 'rehearsed' | 'facts' | 'unknown';
}

export interface Duration {
  readonly leastSeconds: number;
  readonly likelySeconds: number;
  readonly mostSeconds: number;
  /** How it was reckoned: sizes and rates. */
  readonly basis: string;
}

export interface Precautions {
  /** How long to wait for a lock before giving way; absent where the step takes none that matters. */
  readonly lockTimeoutMilliseconds?: number;
  /** Absent: as long as it takes. */
  readonly statementTimeoutMilliseconds?: number;
  /** How often to try again after a lock was not had. */
  readonly retries: number;
}

/** Rows that would make a step fail, looked for before it runs. */
export interface Precondition {
  /** One sentence: what must hold. */
  readonly holds: string;
  /** A query of one number: rows against it. */
  readonly count: string;
  /** A query that lists them. */
  readonly list: string;
}

export interface WatchQuery {
  readonly title: string;
  readonly sql: string;
}

export interface Step {
  /** Unique in the plan, in its order: `001`. */
  readonly id: string;
  /** What it does in one line: `Build index orders_user_id_idx on public.orders`. */
  readonly title: string;
  readonly phase: Phase;
  readonly class: StepClass;
  /** Why it is done so, where the plain form was replaced. */
  readonly why?: string;
  readonly work: Work;
  readonly effects: StepEffects;
  readonly duration: Duration;
  readonly precautions: Precautions;
  readonly preconditions: readonly Precondition[];
  readonly watch: readonly WatchQuery[];
  /** Work that takes it back, or why there is none. */
  readonly undo: { readonly work: readonly Work[]; readonly loses?: string } | { readonly none: string };
}

/** One end of a migration. */
export interface PlanEnd {
  readonly name: string;
  /** `catalogHash` of the catalog; what a database must have before the first step, and has after the last. */
  readonly hash: string;
  /** `catalogDigests` of the catalog, so that it can be told what differs in a database whose hash is another. */
  readonly objects?: Readonly<Record<string, string>>;
}

/** A migration as data: what `plan.json` holds. */
export interface MigrationPlan {
  readonly format: 'relvar-plan';
  readonly version: 1;
  readonly from: PlanEnd;
  readonly to: PlanEnd;
  /** The engine's id, and the server version that the statements are written for. */
  readonly engine: { readonly id: string; readonly version: string };
  readonly mode: PlanMode;
  readonly steps: readonly Step[];
  /** Differences that no step carries out, a sentence each: kinds of objects that are only noticed. */
  readonly leftOut: readonly string[];
  /** What the reader must know: guesses, assumed renames, sizes that nobody declared. */
  readonly notes: readonly string[];
  /** `stepDigest` by the id of the step, as the planner wrote them: by these it is seen that a step was edited. */
  readonly digests?: Readonly<Record<string, string>>;
}
