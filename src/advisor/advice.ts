import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Lookups } from '../catalog/lookups.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Engine } from '../engines/engine.ts';
import type { QueryFacts } from '../engines/query-facts.ts';
import type { SupposedSize } from '../engines/sizes.ts';
import type { Lab } from '../lab/lab.ts';

/** An index to be made, as data. */
export type NewIndex = Extract<Change, { readonly kind: 'create index' }>;

/** A query of the workload. */
export interface AdviceQuery {
  readonly sql: string;
  /** The query to plan in its place, where a value that decides the plan was supposed. */
  readonly planned?: string;
  readonly name?: string;
  /** Absent: once a second, as every other query without it. */
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  /** What a call takes now: with it, a goal in milliseconds becomes one in cost. */
  readonly meanMilliseconds?: number;
  /** Values to plan with, as in a PlanRequest. Absent: a generic plan. */
  readonly samples?: readonly (string | null)[];
  /** Planner settings for this query alone. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly facts: QueryFacts;
  /** Rows that a call returns, changes or deletes, where they were told or counted. */
  readonly rowsPerCall?: number;
  /** Rows that a call writes: what is told of it, else what the planner expects. */
  readonly rowsWritten?: number;
  /** Another form that gives the same rows by the indexes that are there: no expression of this one needs an index. */
  readonly form?: string;
}

/** What the selection may and may not do; each has a default. */
export interface AdviceOptions {
  /** Bytes that the indexes to be created may take together, by the size model. Default: no limit. */
  readonly budgetBytes?: number;
  /** New indexes on one table, at most. Default: no limit. */
  readonly perTable?: number;
  /** The write cost that the new indexes may add, as a share of that of the present ones (0.2: a fifth more). */
  readonly writeLimit?: number;
  /** Qualified names of indexes that must stay. */
  readonly keep?: readonly string[];
  /** Propose nothing new. */
  readonly dropOnly?: boolean;
  /** Keys of an index, at most. Default 4. */
  readonly width?: number;
  /** The search ends after so long with the best found so far. Default 60 000. */
  readonly timeLimitMilliseconds?: number;
  /** The search asks the planner no more often than this. Default: 100 for each query, 2 000 at least. */
  readonly mostCalls?: number;
  /** A query may become this much dearer, as a share of its cost, without it being told. Default 0.02. */
  readonly tolerance?: number;
  /**
   * What is made small. `balanced` (default): costs weighed by calls, no query counting for more than a quarter, those
   * with a goal first. `sum`: the plain sum of calls × cost.
   */
  readonly objective?: 'balanced' | 'sum';
}

export interface AdviceInput {
  /** Believes the statistics already. */
  readonly lab: Lab;
  readonly engine: Pick<Engine, 'sizes' | 'render' | 'readFacts'>;
  readonly traits: Traits;
  readonly catalog: Catalog;
  readonly lookups: Lookups;
  /** Complete for every table: read, declared or derived. */
  readonly statistics: Statistics;
  /** What was read or declared of it, before the rest was derived. Absent: all of it was. */
  readonly known?: Statistics;
  readonly queries: readonly AdviceQuery[];
  readonly options: AdviceOptions;
  /** Called as the search goes on: what it does, and the share of it that is done, 0 to 1. */
  readonly progress: (text: string, share: number) => void;
  /** Milliseconds of a clock that only goes forward: the time limit is measured by it. */
  readonly clock: () => number;
  /** Ends the search as the time limit does: with the best found so far. */
  readonly signal: AbortSignal;
}

/** What becomes of a query by what comes or goes: planner costs of one call. */
export interface ServedQuery {
  /** Place in the queries of the input. */
  readonly query: number;
  readonly before: number;
  readonly after: number;
}

/** What a new index does for a query that uses it: `before` as things are, `after` with all of the advice. */
export interface GainingQuery extends ServedQuery {
  /** With all of the advice but this index: near `after` where another of the new ones would serve nearly as well. */
  readonly without: number;
  /**
   * What is credited to this index of the difference between before and after: all of it where it alone serves the
   * query, else a share by what the query loses without each.
   */
  readonly gain: number;
}

/** What an index costs with every write to its table. */
export interface WriteCost {
  /** False where nobody told how much is written to the table: the rates are then what the search assumed. */
  readonly known: boolean;
  /** Index entries written in a second, those of other indexes included that heap-only updates spared until now. */
  readonly entriesPerSecond: number;
  /** Bytes of write-ahead log in a second that they add. */
  readonly logBytesPerSecond: number;
  /** Where only the inserts are assumed: what the workload's own updates write, which is known. */
  readonly byUpdates?: { readonly entriesPerSecond: number; readonly logBytesPerSecond: number };
  /**
   * What becomes of heap-only updates (HOT), which write no index entry: `kept`; `summarized` where they are, though some
   * set a column of it, whose page ranges are then summed up anew; `lost` where it is the first index over
   * columns that are updated; `none` where there are none to lose; `unknown` where nobody told which columns are updated.
   */
  readonly hot: 'kept' | 'summarized' | 'lost' | 'none' | 'unknown' | 'absent';
  /** Where the number of writes comes from, a sentence. */
  readonly source: string;
}

/** Another index that was tried in the place of the chosen one. */
export interface Alternative {
  readonly change: NewIndex;
  readonly bytes: number;
  /** Σ calls × planner cost of the workload with it in the place of the chosen one. */
  readonly workloadCost: number;
  /** What the queries cost whose cost it changes, where that is 1 with the chosen one. */
  readonly relativeCost: number;
  /** Index entries written in a second: of this one, not of the chosen one. */
  readonly entriesPerSecond: number;
  /** Why the chosen one was preferred, a clause. */
  readonly why: string;
}

/** An index to create. They stand in the order in which they should be created: most benefit for the bytes first. */
export interface CreateAdvice {
  readonly change: NewIndex;
  /** Its size by the model, and its height. */
  readonly size: SupposedSize;
  /** The most gained first. */
  readonly serves: readonly GainingQuery[];
  /** Why its columns stand in this order, and why each is there; sentences. */
  readonly why: readonly string[];
  readonly writeCost: WriteCost;
  /** What is credited to it of what the workload gains: Σ calls × planner cost, of one second. */
  readonly gainPerSecond: number;
  readonly alternatives: readonly Alternative[];
  /** Foreign keys whose checks and cascades need it: no query plan shows them. */
  readonly foreignKeys: readonly { readonly table: QualifiedName; readonly name: string }[];
  /** True where its columns are unique by the data model as far as the statistics tell, and it could be made so. */
  readonly maybeUnique: boolean;
  /** True where statements of the workload fail without it. */
  readonly required?: true;
}

/** Why an index can go. */
export type DropProof =
  | { readonly kind: 'duplicate' | 'prefix'; readonly of: QualifiedName }
  /** It has hashes, and an ordered index finds equal values as well. */
  | { readonly kind: 'equality'; readonly of: QualifiedName }
  /** An index of the advice does what it did. */
  | { readonly kind: 'replaced'; readonly by: string }
  /** The counters say that nothing reads it, and no query of the workload becomes dearer. */
  | { readonly kind: 'unused'; readonly since?: string };

export interface DropAdvice {
  readonly table: QualifiedName;
  readonly index: QualifiedName;
  readonly change: Extract<Change, { readonly kind: 'drop index' }>;
  readonly bytes: number;
  readonly proof: DropProof;
  /** The proof in a sentence, with its numbers. */
  readonly why: string;
  /** Planner costs of the queries that used it: with all of the advice, and as things are. */
  readonly affected: readonly ServedQuery[];
  /** What it costs with every write: what its going spares. */
  readonly writeCost: WriteCost;
}

/** What becomes of a query, in the order of the input. */
export interface QueryAdvice {
  readonly query: number;
  /** Absent where the planner refused it: see `error`. */
  readonly before?: QueryPlan;
  readonly after?: QueryPlan;
  readonly costBefore: number;
  readonly costAfter: number;
  /** Names of the indexes, new and present, that the plan after uses. */
  readonly indexes: readonly string[];
  /**
   * `full`: every table is read through an index that finds its rows, in their order, with no condition left to check
   * and nothing left to sort; `partly`: some are.
   */
  readonly covered: 'full' | 'partly' | 'none';
  /** Milliseconds of a call that are predicted, where its present time is known. */
  readonly predictedMilliseconds?: number;
  readonly goal?: 'met' | 'missed' | 'unknown';
  /** It becomes dearer than the tolerance allows. */
  readonly worse: boolean;
  readonly error?: string;
  readonly doubts: readonly string[];
}

/** An index that was considered and not chosen. */
export interface RejectedIndex {
  readonly change: NewIndex;
  readonly bytes: number;
  /**
   * What it alone takes off the planner cost of the workload (Σ calls × cost), as a share of it as things are, 0 to 1;
   * absent where the planner was not asked.
   */
  readonly gain?: number;
  readonly reason:
    | 'no gain'
    | 'served by another'
    | 'over budget'
    | 'too many on the table'
    | 'writes'
    | 'space'
    | 'refused';
  readonly why: string;
}

export interface AdviceTotals {
  readonly indexBytes: number;
  /** Σ calls × cost of all queries. */
  readonly workloadCost: number;
  /** Index entries and log bytes written in a second, to the tables whose writes are known. */
  readonly entriesPerSecond: number;
  readonly logBytesPerSecond: number;
}

/** Which indexes to have for a workload. */
export interface Advice {
  readonly create: readonly CreateAdvice[];
  readonly drop: readonly DropAdvice[];
  readonly perQuery: readonly QueryAdvice[];
  /** The most gain first. */
  readonly rejected: readonly RejectedIndex[];
  readonly totals: { readonly before: AdviceTotals; readonly after: AdviceTotals };
  /**
   * Qualified names of the tables whose writes nobody told: of those that get or lose an index; where none does, of those
   * that the workload is about.
   */
  readonly unknownWrites: readonly string[];
  /** How often the planner was asked. */
  readonly calls: number;
  /** Candidates that were made and tried. */
  readonly candidates: number;
  /** False when time, calls or the signal ended the search. */
  readonly complete: boolean;
  /** Queries that no index helps, and why; sentences. */
  readonly unserved: readonly { readonly query: number; readonly why: string }[];
  /** What was taken for granted, sentences. */
  readonly assumptions: readonly string[];
  /** What nobody told and would change the advice, sentences that ask. */
  readonly questions: readonly string[];
}
