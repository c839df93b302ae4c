import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Intent, RowsIntent } from '../catalog/intent.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Statement } from './engine.ts';

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
   * Changes the next piece and returns one row: `last`, the key that it came to as a text array, null when nothing is
   * left behind it; and `rows`, how many it looked at. `$1` is the `last` of the piece before as text[], null for the first.
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

/** Rows that would make a step fail, looked for before it runs. */
export interface Precondition {
  /** One sentence: what must hold. */
  readonly holds: string;
  /** A statement that the session runs before the queries: what it makes is gone with the session. */
  readonly prepare?: string;
  /** A query of one number: rows against it. */
  readonly count: string;
  /** A query that lists them. */
  readonly list: string;
  /**
   * A statement that fails where rows stand against it: for those that would not stop the step, which would lose what
   * they hold. Whoever runs the plan without its preconditions runs this before the step.
   */
  readonly guard?: string;
}

export interface WatchQuery {
  readonly title: string;
  readonly sql: string;
}

/** Work that takes a step back, none when there is nothing to take back. */
export interface UndoWork {
  readonly work: readonly Work[];
  /** What it does not bring back. */
  readonly loses?: string;
  /** What of the application that works with the schema after it fails once it is taken back. */
  readonly breaks?: string;
  /** Rows that would make it fail, or would lose what they hold; counted before anything is taken back. */
  readonly preconditions?: readonly Precondition[];
}

/** How a step is taken back, or why there is no way. */
export type Undo = UndoWork | { readonly none: string };

/** An index that a step builds over rows that are there. */
export interface BuiltIndex {
  readonly table: QualifiedName;
  readonly index: QualifiedName;
}

/** Another way of bringing a step about, outside the plan: by a tool, or by statements that give something up. */
export interface OtherWay {
  readonly title: string;
  /** When it is to be chosen. */
  readonly why: string;
  /** Of a shell, or SQL; names in capitals are for a person to fill in. */
  readonly commands: readonly string[];
  /** What must hold: a sentence each. */
  readonly needs: readonly string[];
  /** Queries that must give 0 before it begins, since it would lose rows or change values without a word. */
  readonly counts?: readonly string[];
}

/** A step as an engine lays it down, before it is rehearsed. */
export interface DraftStep {
  readonly title: string;
  readonly phase: Phase;
  readonly why?: string;
  readonly work: Work;
  readonly undo: Undo;
  readonly preconditions?: readonly Precondition[];
  readonly watch?: readonly WatchQuery[];
  readonly builds?: readonly BuiltIndex[];
  /** What is gone for good when it is done. */
  readonly loses?: string;
  /** What people or the application must have done before it: a sentence each. */
  readonly needs?: readonly string[];
  /** What of the application fails from then on, though no lock says so: `what still says 'lost'`. */
  readonly breaks?: string;
  /** The one to be chosen first comes first. */
  readonly otherWays?: readonly OtherWay[];
  /** How long it may wait for a lock, where the engine knows better than its class tells. */
  readonly lockTimeoutMilliseconds?: number;
}

/** How one change is carried out: in these steps, which keep their order. */
export interface Procedure {
  readonly steps: readonly DraftStep[];
  /** Later changes that must come after the last of the steps, since what they change is not in its final state before. */
  readonly holds?: readonly Hold[];
  /** Changes of the plan that the steps carry out too: they get no steps of their own. */
  readonly includes?: readonly Change[];
  /** Changes of the plan that the steps carry out too, and whose own procedures have no steps for that. */
  readonly together?: readonly Change[];
  /** Changes that must come after the steps wherever they stand: they need gone what the steps take away. */
  readonly releases?: readonly Hold[];
}

/** Changes of the relation (of any, when absent) that name the word, or are of one of the kinds. */
export interface Hold {
  readonly relation?: QualifiedName;
  readonly word?: string;
  readonly kinds?: readonly Change['kind'][];
  /** Changes that need not wait: the steps themselves do the same. */
  readonly spares?: readonly Change[];
}

/** What an engine knows when it lays down the steps of a change. */
export interface Situation {
  readonly traits: Traits;
  readonly mode: PlanMode;
  readonly from: Catalog;
  readonly to: Catalog;
  /** All changes in their order, and where this one stands. */
  readonly changes: readonly Change[];
  readonly at: number;
  /** The table as it is before the migration, by the name that it has at this point; nothing for a new one. */
  readonly before: (table: QualifiedName) => Table | undefined;
  /** True for tables without rows: made in the same migration. */
  readonly isNew: (table: QualifiedName) => boolean;
  /** True where the plain form was seen, or must be feared, to read, write or index a table's rows under a lock that blocks. */
  readonly heavy: boolean;
  /** The same of any of the changes. */
  readonly isHeavy: (change: Change) => boolean;
  /** How long dropped tables and columns are kept under another name. */
  readonly quarantineSeconds?: number;
  /** Rows that batches take at a time, and how long they pause between. */
  readonly batch: Batch;
  /** What a person said of the migration; tables by the names that they have before it. */
  readonly intents: readonly Intent[];
}

/** Rows at a time, and the pause between. */
export interface Batch {
  readonly rows: number;
  readonly pauseMilliseconds: number;
}

/** Rows to be deleted or changed. */
export interface RowsRequest {
  readonly intent: RowsIntent;
  /** The table by the name that it has at that point. */
  readonly table: Table;
  readonly mode: PlanMode;
  readonly batch: Batch;
}
