import type { QualifiedName } from '../catalog/names.ts';
import type { OtherWay, Phase, PlanMode, Precondition, Undo, WatchQuery, Work } from '../engines/procedure.ts';

export type {
  BatchesWork,
  OtherWay,
  Phase,
  PlanMode,
  Precondition,
  StatementsWork,
  UndoWork,
  WaitWork,
  WatchQuery,
  Work,
} from '../engines/procedure.ts';
export { phases, planModes } from '../engines/procedure.ts';

/** How a step weighs on a live database, lightest first. */
export const stepClasses = ['online', 'brief lock', 'long lock', 'rewrite', 'data loss'] as const;
export type StepClass = (typeof stepClasses)[number];

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
  /** Rows are worked on while the locks are held, though the statement runs outside transactions. */
  readonly underLock?: true;
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

export interface Step {
  /** Unique in the plan, in its order: `001`. */
  readonly id: string;
  /** What it does in one line: `Build index orders_user_id_idx on public.orders`. */
  readonly title: string;
  readonly phase: Phase;
  readonly class: StepClass;
  /** Why it is done so, where the plain form was replaced. */
  readonly why?: string;
  /** What of the application fails from then on, though no lock says so. */
  readonly breaks?: string;
  readonly work: Work;
  readonly effects: StepEffects;
  readonly duration: Duration;
  readonly precautions: Precautions;
  readonly preconditions: readonly Precondition[];
  readonly watch: readonly WatchQuery[];
  /** Work that takes it back, or why there is none. */
  readonly undo: Undo;
  /** Other ways of bringing it about, the one to be chosen first in front. */
  readonly otherWays?: readonly OtherWay[];
}

/** One end of a migration. */
export interface PlanEnd {
  readonly name: string;
  /** `catalogHash` of the catalog; what a database must have before the first step, and has after the last. */
  readonly hash: string;
  /** `catalogDigests` of the catalog, so that it can be told what differs in a database whose hash is another. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Of these, what no server was asked for, and is told by one in other words: queries of views. */
  readonly unsure?: readonly string[];
}

/** A migration as data: what `plan.json` holds. */
export interface MigrationPlan {
  readonly format: 'relvar-plan';
  readonly version: 1;
  readonly from: PlanEnd;
  readonly to: PlanEnd;
  /** The engine's id, the server version that the statements are written for, and both as people say it: `MariaDB 11.8`. */
  readonly engine: { readonly id: string; readonly version: string; readonly name?: string };
  readonly mode: PlanMode;
  /** ISO 8601: when it was planned. Migrations that are written from it are dated by this. */
  readonly planned?: string;
  readonly steps: readonly Step[];
  /** Differences that no step carries out, a sentence each: kinds of objects that are only noticed. */
  readonly leftOut: readonly string[];
  /** What the reader must know: guesses, assumed renames, sizes that nobody declared. */
  readonly notes: readonly string[];
  /** Why it does not work, a sentence each: steps that failed in the rehearsal, an end that is not `to`. Such a plan is not carried out. */
  readonly broken?: readonly string[];
  /** `stepDigest` by the id of the step, as the planner wrote them: by these it is seen that a step was edited. */
  readonly digests?: Readonly<Record<string, string>>;
  /** `textDigest` of the files of SQL beside it, which are for reading: an edit there changes nothing that is carried out. */
  readonly files?: Readonly<Record<string, string>>;
}
