/** Pages of 8 kB that a node and those below it touched. */
export interface BufferUse {
  readonly sharedHit: number;
  readonly sharedRead: number;
  readonly sharedDirtied: number;
  readonly sharedWritten: number;
  readonly localHit: number;
  readonly localRead: number;
  readonly localDirtied: number;
  readonly localWritten: number;
  readonly temporaryRead: number;
  readonly temporaryWritten: number;
}

/** What was measured of a node (EXPLAIN ANALYZE): means over its loops, as the engine prints them. */
export interface Measured {
  /** Milliseconds until the first row and until the last, per loop; absent with TIMING OFF. */
  readonly startupMilliseconds?: number;
  readonly totalMilliseconds?: number;
  /** Rows per loop; PostgreSQL 18 tells two decimals. */
  readonly rows: number;
  /** 0: never executed. */
  readonly loops: number;
}

/** What one parallel worker did of a node. */
export interface WorkerUse {
  readonly number: number;
  readonly measured?: Measured;
  /** Further facts by the engine's own names: `Sort Method`, `Sort Space Used`. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A step of a query plan. */
export interface PlanNode {
  /** The engine's own name, as in its JSON form: `Seq Scan`, `Hash Join`, `Aggregate`, `Index Only Scan`. */
  readonly kind: string;
  /** What it is to its parent: `Outer`, `Inner`, `Member`, `InitPlan`, `SubPlan`, `Subquery`. */
  readonly relationship?: string;
  /** `SubPlan 1`, `InitPlan 1 (returns $0)`, `CTE recent`. */
  readonly subplanName?: string;
  /** Of an aggregate or set operation: `Plain`, `Sorted`, `Hashed`, `Mixed`. */
  readonly strategy?: string;
  /** Of a parallel or split aggregate: `Simple`, `Partial`, `Finalize`. */
  readonly partialMode?: string;
  /** `Inner`, `Left`, `Right`, `Full`, `Semi`, `Anti`, `Right Semi`, `Right Anti`. */
  readonly joinType?: string;
  /** `Insert`, `Update`, `Delete`, `Merge`, of ModifyTable. */
  readonly operation?: string;
  readonly parallelAware: boolean;
  readonly asyncCapable: boolean;
  readonly schema?: string;
  readonly relation?: string;
  readonly alias?: string;
  readonly index?: string;
  readonly scanDirection?: 'Forward' | 'Backward';
  /** Of a CTE scan. */
  readonly cte?: string;
  /** Of a function scan. */
  readonly functionName?: string;
  readonly inactive?: boolean;
  readonly startupCost: number;
  readonly totalCost: number;
  /** Estimated rows per loop. */
  readonly rows: number;
  /** Estimated bytes per row. */
  readonly width: number;
  /** PostgreSQL 18 and later: what was switched off and is used all the same. */
  readonly disabled?: boolean;
  readonly measured?: Measured;
  /** Absent where BUFFERS was not asked for, and where nothing was touched. */
  readonly buffers?: BufferUse;
  /** Milliseconds of reading and writing pages, where track_io_timing is on. */
  readonly readMilliseconds?: number;
  readonly writeMilliseconds?: number;
  readonly wal?: { readonly records: number; readonly fullPageImages: number; readonly bytes: number };
  readonly workersPlanned?: number;
  readonly workersLaunched?: number;
  readonly workers: readonly WorkerUse[];
  /**
   * Every further fact by the engine's own name in its JSON form, whatever form the plan was read from: `Filter`,
   * `Index Cond`, `Rows Removed by Filter`, `Sort Key` (a list), `Sort Method`, `Heap Fetches`, `Hash Batches`.
   * Numbers are numbers, lists are lists.
   */
  readonly facts: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly children: readonly PlanNode[];
}

export interface TriggerUse {
  readonly name: string;
  readonly constraint?: string;
  readonly relation?: string;
  readonly milliseconds?: number;
  readonly calls: number;
}

export interface JitUse {
  readonly functions: number;
  readonly options: Readonly<Record<string, boolean>>;
  /** Milliseconds by phase: `Generation`, `Inlining`, `Optimization`, `Emission`, `Total`. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** How an engine means to answer a query, and, when it was run, how it did. */
export interface QueryPlan {
  readonly root: PlanNode;
  /** The statement, where the plan came with it (`auto_explain`, `Query Text`). */
  readonly queryText?: string;
  readonly queryIdentifier?: string;
  readonly planningMilliseconds?: number;
  readonly planningBuffers?: BufferUse;
  readonly planningMemoryBytes?: number;
  readonly executionMilliseconds?: number;
  /** Settings that differ from the defaults, as SETTINGS tells them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly triggers: readonly TriggerUse[];
  readonly jit?: JitUse;
  /** Milliseconds and bytes of turning the result into text, PostgreSQL 17 and later. */
  readonly serialization?: { readonly milliseconds?: number; readonly bytes: number; readonly format: string };
  /** True when it was run and measured. */
  readonly analyzed: boolean;
  /** True when it was made with COSTS OFF: costs, estimated rows and widths are 0 because they are not told. */
  readonly uncosted?: true;
  /** Further facts of the whole plan by the engine's own names: `Query Parameters`, `Memory Allocated` (kB). */
  readonly facts?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** A query that costs nothing still takes its round through the executor, milliseconds. */
export const leastMilliseconds = 0.02;
